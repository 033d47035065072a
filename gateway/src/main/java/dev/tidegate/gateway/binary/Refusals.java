package dev.tidegate.gateway.binary;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.wire.OutcomeCodec;
import dev.tidegate.wire.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/** Answers given at the edge, gathered until the frame or burst that they belong to has been gone through. */
final class Refusals {
    private static final int BUSY_MILLIS = 5;
    private static final int DISK_LOW_MILLIS = 1000;

    private final Outcome outcome = new Outcome();
    private final OutcomeCodec codec = new OutcomeCodec();
    private HeapBuffer replies = HeapBuffer.ofSize(16 * Wire.REPLY_BYTES);
    private int count;
    private int retryAfterMillis;

    /** Refuses a command; nothing is known of its id when it is not one. */
    void add(final long correlation, final long idHigh, final long idLow, final OutcomeCode code) {
        if ((count + 1) * Wire.REPLY_BYTES > replies.capacity()) {
            final HeapBuffer larger = HeapBuffer.ofSize(2 * replies.capacity());
            larger.putBytes(0, replies.byteArray());
            replies = larger;
        }
        final int at = count++ * Wire.REPLY_BYTES;
        replies.putLong(at, correlation);
        replies.putInt(at + 8, Wire.OUTCOME_BYTES);
        outcome.begin(0, 0).set(code, 0, 0, 0, 0);
        codec.encode(outcome, idHigh, idLow, replies, at + Wire.REPLY_HEADER_BYTES);
        retryAfter(retryMillis(code));
    }

    /** When those refused so far may come again, at the earliest. */
    void retryAfter(final int millis) {
        retryAfterMillis = Math.max(retryAfterMillis, millis);
    }

    /** When to come again after such an answer; 0 when that is no use. */
    static int retryMillis(final OutcomeCode code) {
        return code == OutcomeCode.BUSY ? BUSY_MILLIS : code == OutcomeCode.DISK_LOW ? DISK_LOW_MILLIS : 0;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Whether a frame should be made of them before there are more. */
    boolean fillAFrame() {
        return count >= 1024;
    }

    /** One frame with all of them, which are forgotten. */
    ByteBuf frame(final ByteBufAllocator allocator) {
        final int bytes = count * Wire.REPLY_BYTES;
        final ByteBuf out = allocator.directBuffer(Wire.LENGTH_BYTES + Wire.REPLIES_OFFSET + bytes);
        out.writerIndex(Wire.LENGTH_BYTES + Wire.REPLIES_OFFSET);
        out.writeBytes(replies.byteArray(), 0, bytes);
        ReplySlots.finish(out, retryAfterMillis);
        count = 0;
        retryAfterMillis = 0;
        return out;
    }
}
