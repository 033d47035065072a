package dev.tidegate.gateway.binary;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.sbe.MessageHeaderDecoder;
import dev.tidegate.message.sbe.RepliesEncoder;
import dev.tidegate.wire.OutcomeCodec;
import dev.tidegate.wire.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The answers of one connection on their way from the answering thread to the event loop: a ring with one slot for each
 * command that may be unanswered, in which each answer is laid down as it will go over the wire. Commands are answered
 * in the order in which they were taken, so what is ready is always one piece, or two where the ring wraps. The few
 * answers that do not fit a slot go beside.
 */
final class ReplySlots {
    private static final int REPLIES_PER_FRAME = 1024;
    private static final int SIZE_AT = 8;
    private static final int ELSEWHERE = -1;

    private final int window;
    private final HeapBuffer slots;
    private final long[] cameNanos;
    private long nowNanos;
    private final OutcomeCodec codec = new OutcomeCodec();
    private final Queue<byte[]> large = new ConcurrentLinkedQueue<>();
    private final AtomicLong answered = new AtomicLong();
    private volatile long largeCount;
    private long taken;
    private long sent;
    private long written;
    private long largeSent;

    /** {@code window} is a power of two. */
    ReplySlots(final int window) {
        this.window = window;
        slots = HeapBuffer.ofSize(window * Wire.REPLY_BYTES);
        cameNanos = new long[window];
    }

    private int slot(final long number) {
        return (int) number & window - 1;
    }

    private int offset(final long number) {
        return slot(number) * Wire.REPLY_BYTES;
    }

    // ---- the event loop

    /**
     * Commands that may still be taken: a window of them without an answer, and a window whose answers the socket has not
     * taken yet, so that whoever does not read finds it full. The answers of a frame that the socket has taken in part may
     * have been read already, though, so as many as a frame holds are left out.
     */
    int free() {
        return (int) Math.min(window - (taken - sent), window + REPLIES_PER_FRAME - (taken - written));
    }

    /** How many answers have gone into frames. */
    long sent() {
        return sent;
    }

    /** The socket has taken the frames with that many answers. */
    void written(final long count) {
        written = count;
    }

    /** Commands taken and not answered on the wire. */
    boolean none() {
        return taken == sent;
    }

    /** Number of the next command that is taken; they count on. */
    long next() {
        return taken;
    }

    /** Prepares the slot of a command; counts once {@link #take} does. */
    void prepare(final long number, final long correlation, final long idHigh, final long idLow) {
        final int at = offset(number);
        slots.putLong(at, correlation);
        // The ids wait where the answer will have them.
        slots.putLong(at + Wire.REPLY_HEADER_BYTES + Wire.HEADER_BYTES, idHigh);
        slots.putLong(at + Wire.REPLY_HEADER_BYTES + Wire.HEADER_BYTES + 8, idLow);
        cameNanos[slot(number)] = nowNanos;
    }

    /** The commands that are prepared from now on came then. */
    void came(final long nanos) {
        nowNanos = nanos;
    }

    /** When the oldest command came whose answer is to be sent next. */
    long oldestNanos() {
        return cameNanos[slot(sent)];
    }

    void take(final int count) {
        taken += count;
    }

    boolean ready() {
        return answered.get() > sent;
    }

    /** One frame with the answers that are ready, up to 1,024 of them. */
    ByteBuf frame(final ByteBufAllocator allocator) {
        final long to = Math.min(answered.get(), sent + REPLIES_PER_FRAME);
        final int count = (int) (to - sent);
        final ByteBuf out = allocator.directBuffer(Wire.LENGTH_BYTES + Wire.REPLIES_OFFSET + count * Wire.REPLY_BYTES);
        out.writerIndex(Wire.LENGTH_BYTES + Wire.REPLIES_OFFSET);
        if (largeCount == largeSent) {
            writeAll(out, to);
        } else {
            writeEach(out, to);
        }
        return finish(out, 0);
    }

    private void writeAll(final ByteBuf out, final long to) {
        while (sent < to) {
            final int count = (int) Math.min(to - sent, window - slot(sent));
            out.writeBytes(slots.byteArray(), offset(sent), count * Wire.REPLY_BYTES);
            sent += count;
        }
    }

    private void writeEach(final ByteBuf out, final long to) {
        for (; sent < to; sent++) {
            if (slots.getInt(offset(sent) + SIZE_AT) == ELSEWHERE) {
                final byte[] reply = large.poll();
                largeSent++;
                out.writeBytes(Objects.requireNonNull(reply));
            } else {
                out.writeBytes(slots.byteArray(), offset(sent), Wire.REPLY_BYTES);
            }
        }
    }

    /** Writes the header of a Replies frame around the replies that stand there. */
    static ByteBuf finish(final ByteBuf out, final int retryAfterMillis) {
        final int bytes = out.writerIndex() - Wire.LENGTH_BYTES - Wire.REPLIES_OFFSET;
        out.setIntLE(0, Wire.REPLIES_OFFSET + bytes);
        out.setShortLE(4, RepliesEncoder.BLOCK_LENGTH);
        out.setShortLE(6, RepliesEncoder.TEMPLATE_ID);
        out.setShortLE(8, MessageHeaderDecoder.SCHEMA_ID);
        out.setShortLE(10, MessageHeaderDecoder.SCHEMA_VERSION);
        out.setIntLE(Wire.LENGTH_BYTES + Wire.HEADER_BYTES, retryAfterMillis);
        out.setIntLE(Wire.LENGTH_BYTES + Wire.HEADER_BYTES + RepliesEncoder.BLOCK_LENGTH, bytes);
        return out;
    }

    // ---- the answering thread

    private long idHigh(final long number) {
        return slots.getLong(offset(number) + Wire.REPLY_HEADER_BYTES + Wire.HEADER_BYTES);
    }

    private long idLow(final long number) {
        return slots.getLong(offset(number) + Wire.REPLY_HEADER_BYTES + Wire.HEADER_BYTES + 8);
    }

    /** Lays down the answer to the command of that number, the next one in order. */
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // one writer
    void answer(final long number, final Outcome outcome) {
        final int at = offset(number);
        if (outcome.missingCount() == 0) {
            slots.putInt(at + SIZE_AT, Wire.OUTCOME_BYTES);
            codec.encode(outcome, idHigh(number), idLow(number), slots, at + Wire.REPLY_HEADER_BYTES);
        } else {
            large.add(reply(number, outcome));
            slots.putInt(at + SIZE_AT, ELSEWHERE);
            largeCount++;
        }
        answered.lazySet(number + 1);
    }

    private byte[] reply(final long number, final Outcome outcome) {
        final HeapBuffer reply = HeapBuffer.ofSize(Wire.REPLY_HEADER_BYTES + OutcomeCodec.sizeOf(outcome));
        reply.putLong(0, slots.getLong(offset(number)));
        reply.putInt(SIZE_AT, OutcomeCodec.sizeOf(outcome));
        codec.encode(outcome, idHigh(number), idLow(number), reply, Wire.REPLY_HEADER_BYTES);
        return reply.byteArray();
    }
}
