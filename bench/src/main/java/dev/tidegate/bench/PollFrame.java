package dev.tidegate.bench;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.sbe.MessageHeaderEncoder;
import dev.tidegate.message.sbe.ReadUnitsEncoder;
import dev.tidegate.wire.Wire;

/** A frame that asks how many units of SKU 1 are left. */
final class PollFrame {
    /** Its length. */
    static final int BYTES = Wire.LENGTH_BYTES + Wire.HEADER_BYTES + ReadUnitsEncoder.BLOCK_LENGTH + 4 + 4;

    private static final int CORRELATION_OFFSET = Wire.LENGTH_BYTES + Wire.HEADER_BYTES;

    private final HeapBuffer frame = HeapBuffer.ofSize(BYTES);

    PollFrame() {
        final ReadUnitsEncoder read =
                new ReadUnitsEncoder().wrapAndApplyHeader(frame, Wire.LENGTH_BYTES, new MessageHeaderEncoder());
        read.skusCount(1).next().sku(1);
        Wire.frame(frame, 0, Wire.HEADER_BYTES + read.encodedLength());
    }

    /** The frame with this correlation, until the next is asked for. */
    byte[] of(final long correlation) {
        frame.putLong(CORRELATION_OFFSET, correlation);
        return frame.byteArray();
    }
}
