package dev.tidegate.bench;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.sbe.CommandsEncoder;
import dev.tidegate.message.sbe.MessageHeaderEncoder;
import dev.tidegate.wire.Wire;
import java.util.concurrent.ThreadLocalRandom;

/** Writes frames of orders for one unit of SKU 1 as the binary protocol takes them. */
final class OrderFrames {
    private static final int MESSAGE_BYTES = 192;
    private static final int FRAME_BYTES = 64;

    private final MessageWriter writer = new MessageWriter(new Dice(System.nanoTime()));
    private final HeapBuffer frame;
    /** Anywhere, so that two of these make no order with the same number. */
    private long nextOrder = ThreadLocalRandom.current().nextLong(1L << 58);

    /** For frames of up to so many orders. */
    OrderFrames(final int most) {
        frame = HeapBuffer.ofSize(bytes(most));
    }

    /** No frame of so many orders is larger. */
    static int bytes(final int orders) {
        return FRAME_BYTES + orders * MESSAGE_BYTES;
    }

    /** The frame that was written last begins here. */
    byte[] bytes() {
        return frame.byteArray();
    }

    /** Writes a frame of so many orders whose correlations count on from the first; answers its length. */
    int write(final long firstCorrelation, final int orders) {
        final int start = Wire.LENGTH_BYTES + Wire.COMMANDS_OFFSET;
        final long millis = System.currentTimeMillis();
        new CommandsEncoder()
                .wrapAndApplyHeader(frame, Wire.LENGTH_BYTES, new MessageHeaderEncoder())
                .firstCorrelation(firstCorrelation)
                .repeated((short) 0);
        int at = start;
        for (int i = 0; i < orders; i++) {
            final int length = writer.place(frame, at + Wire.LENGTH_BYTES, millis, 1, nextOrder++);
            frame.putInt(at, length);
            at += Wire.LENGTH_BYTES + length;
        }
        frame.putInt(start - Wire.LENGTH_BYTES, at - start);
        return Wire.frame(frame, 0, at - Wire.LENGTH_BYTES);
    }
}
