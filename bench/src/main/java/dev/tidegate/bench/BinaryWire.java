package dev.tidegate.bench;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.sbe.CommandsEncoder;
import dev.tidegate.message.sbe.MessageHeaderEncoder;
import dev.tidegate.message.sbe.PlaceOrderEncoder;
import dev.tidegate.wire.Wire;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ThreadLocalRandom;

/** Frames of commands over one connection of our binary protocol, a round a frame. */
final class BinaryWire implements OrderWire {
    private static final int START = Wire.LENGTH_BYTES + Wire.COMMANDS_OFFSET;
    private static final int HOLD_OFFSET = Wire.HEADER_BYTES + PlaceOrderEncoder.holdMillisEncodingOffset();
    private static final int FIRST_REFUSAL = 100;

    private final BinaryPeer peer;
    private final MessageWriter writer;
    private final HeapBuffer frame;
    /** Anywhere, so that no two connections make an order with the same number. */
    private long nextOrder = ThreadLocalRandom.current().nextLong(1L << 58);

    private int at = START;
    private long millis;

    BinaryWire(final int port, final int depth, final Dice dice) throws IOException {
        peer = new BinaryPeer(port, depth);
        writer = new MessageWriter(dice);
        frame = HeapBuffer.ofSize(OrderFrames.bytes(depth));
    }

    @Override
    public SocketChannel channel() {
        return peer.channel;
    }

    private void add(final int length) {
        frame.putInt(at, length);
        at += Wire.LENGTH_BYTES + length;
    }

    private int begin() {
        if (at == START) {
            millis = System.currentTimeMillis();
        }
        return at + Wire.LENGTH_BYTES;
    }

    @Override
    public void reserve(final long holdMillis) {
        final int message = begin();
        final int length = writer.place(frame, message, millis, 1, nextOrder++);
        frame.putLong(message + HOLD_OFFSET, holdMillis);
        add(length);
    }

    @Override
    public void confirm(final long order) {
        final int message = begin();
        add(writer.confirm(frame, message, millis, order));
    }

    @Override
    public void release(final long order) {
        final int message = begin();
        add(writer.cancel(frame, message, millis, order));
    }

    @Override
    public void end() {
        new CommandsEncoder()
                .wrapAndApplyHeader(frame, Wire.LENGTH_BYTES, new MessageHeaderEncoder())
                .firstCorrelation(0)
                .repeated((short) 0);
        frame.putInt(START - Wire.LENGTH_BYTES, at - START);
        peer.out.put(frame.byteArray(), 0, Wire.frame(frame, 0, at - Wire.LENGTH_BYTES));
        at = START;
    }

    @Override
    public boolean write() throws IOException {
        return peer.write();
    }

    @Override
    public void read(final Answers answers) throws IOException {
        peer.read(new BinaryPeer.Answers() {
            @Override
            public void answer(final long correlation, final int code) {
                throw new IllegalStateException("an answer without an order");
            }

            @Override
            public void answer(final long correlation, final int code, final long order) {
                answers.answer((int) correlation, code < FIRST_REFUSAL ? order : -code);
            }
        });
    }
}
