package dev.tidegate.gateway.binary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.wire.OutcomeCodec;
import dev.tidegate.wire.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The answers of a connection, laid down by one thread while another sends them. As long as {@code tidegate.stress.millis} says. */
@Timeout(600)
class ReplySlotsStressTest {
    private static final long MILLIS = Long.getLong("tidegate.stress.millis", 200);
    private static final int WINDOW = 64;
    private static final long ENDED = Long.MAX_VALUE;
    private static final int LARGE_EVERY = 50;
    private static final long LEAST = 10_000;

    private final ReplySlots slots = new ReplySlots(WINDOW);
    /** What the ring would hand on: the commands that have been taken. */
    private final AtomicLong taken = new AtomicLong();

    private final AtomicLong checked = new AtomicLong();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final OutcomeCodec codec = new OutcomeCodec();

    @Test
    void shouldSendEveryAnswerOnceAndInOrder() throws Exception {
        final Thread answering = new Thread(this::answerAll, "answering");
        answering.start();
        final SplittableRandom random = new SplittableRandom(11);
        final long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(MILLIS);
        while ((System.nanoTime() < end || slots.next() < LEAST) && failure.get() == null) {
            final int count = random.nextInt(slots.free() + 1);
            for (int i = 0; i < count; i++) {
                final long number = slots.next() + i;
                slots.prepare(number, number * 3, ~number, number << 8);
            }
            slots.take(count);
            taken.lazySet(slots.next());
            send();
        }
        final long all = slots.next();
        final long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (!slots.none() && failure.get() == null && System.nanoTime() < limit) {
            send();
        }
        taken.set(ENDED);
        answering.join(TimeUnit.SECONDS.toMillis(120));
        assertThat(failure.get()).isNull();
        assertThat(checked.get()).isEqualTo(all).isGreaterThanOrEqualTo(LEAST);
    }

    private void answerAll() {
        try {
            final Outcome outcome = new Outcome();
            long number = 0;
            for (long until = 0; until != ENDED; until = taken.get()) {
                for (; number < until; number++) {
                    outcome.begin(number + 1, number);
                    outcome.set(OutcomeCode.ACCEPTED, number * 7, 0, 0, 0);
                    if (number % LARGE_EVERY == 0) {
                        outcome.set(OutcomeCode.ACCEPTED_PARTLY, number * 7, 0, 0, 0);
                        outcome.addMissing(1, number + 1);
                    }
                    slots.answer(number, outcome);
                }
            }
        } catch (final Throwable wrong) {
            failure.set(wrong);
        }
    }

    private void send() {
        if (!slots.ready()) {
            return;
        }
        final ByteBuf frame = slots.frame(UnpooledByteBufAllocator.DEFAULT);
        slots.written(slots.sent());
        final byte[] bytes = new byte[frame.readableBytes()];
        frame.readBytes(bytes).release();
        final HeapBuffer buffer = new HeapBuffer(bytes);
        int at = Wire.LENGTH_BYTES + Wire.REPLIES_OFFSET;
        while (at < bytes.length) {
            final long number = checked.getAndIncrement();
            final Outcome outcome = new Outcome();
            codec.decode(buffer, at + Wire.REPLY_HEADER_BYTES, outcome);
            assertThat(buffer.getLong(at)).isEqualTo(number * 3);
            assertThat(outcome.entityId()).isEqualTo(number * 7);
            assertThat(outcome.sequence()).isEqualTo(number + 1);
            final long ids = buffer.getLong(at + Wire.REPLY_HEADER_BYTES + Wire.HEADER_BYTES);
            assertThat(ids).isEqualTo(~number);
            assertThat(outcome.missingCount()).isEqualTo(number % LARGE_EVERY == 0 ? 1 : 0);
            at += Wire.REPLY_HEADER_BYTES + buffer.getInt(at + Long.BYTES);
        }
    }
}
