package dev.tidegate.gateway.binary;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.wire.OutcomeCodec;
import dev.tidegate.wire.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Answers, one in its slot and one that goes beside, leave whole and in order as soon as they are said to be ready. */
@JCStressTest
@org.openjdk.jcstress.annotations.Outcome(
        id = {"0, 0", "0, 1", "0, 2", "1, 1", "1, 2", "2, 2"},
        expect = Expect.ACCEPTABLE,
        desc = "as many as were ready")
@org.openjdk.jcstress.annotations.Outcome(
        expect = Expect.FORBIDDEN,
        desc = "a reply that is not whole (-9), or comes twice")
@State
public class RepliesWhole {
    private static final UnpooledByteBufAllocator HEAP = new UnpooledByteBufAllocator(false);
    private static final Outcome SMALL = outcome(0);
    private static final Outcome LARGE = outcome(1);
    private static final int BROKEN = -9;

    private final ReplySlots slots = new ReplySlots(2);
    private int sent;

    public RepliesWhole() {
        for (int number = 0; number < 2; number++) {
            slots.prepare(number, correlation(number), ~number, number << 8);
        }
        slots.take(2);
    }

    private static Outcome outcome(final long number) {
        final Outcome made = new Outcome().begin(number + 1, number).set(OutcomeCode.ACCEPTED, number + 7, 0, 0, 0);
        if (number == 1) {
            made.addMissing(1, 5);
        }
        return made;
    }

    private static long correlation(final long number) {
        return number * 3 + 1;
    }

    @Actor
    public void answerer() {
        slots.answer(0, SMALL);
        slots.answer(1, LARGE);
    }

    @Actor
    public void loop(final II_Result r) {
        r.r1 = send();
        r.r2 = send();
    }

    private int send() {
        if (!slots.ready()) {
            return sent;
        }
        final ByteBuf frame = slots.frame(HEAP);
        slots.written(slots.sent());
        final byte[] bytes = new byte[frame.readableBytes()];
        frame.readBytes(bytes).release();
        final HeapBuffer buffer = new HeapBuffer(bytes);
        int at = Wire.LENGTH_BYTES + Wire.REPLIES_OFFSET;
        while (at < bytes.length && sent >= 0) {
            final int length = buffer.getInt(at + Long.BYTES);
            sent = length > 0 && isReply(buffer, at, sent) ? sent + 1 : BROKEN;
            at += Wire.REPLY_HEADER_BYTES + length;
        }
        return sent == slots.sent() ? sent : BROKEN;
    }

    private static boolean isReply(final HeapBuffer buffer, final int at, final long number) {
        if (buffer.getLong(at) != correlation(number)) {
            return false;
        }
        final Outcome read = new OutcomeCodec().decode(buffer, at + Wire.REPLY_HEADER_BYTES, new Outcome());
        return read.sequence() == number + 1
                && read.timeMillis() == number
                && read.entityId() == number + 7
                && read.missingCount() == number
                && buffer.getLong(at + Wire.REPLY_HEADER_BYTES + Wire.HEADER_BYTES) == ~number;
    }
}
