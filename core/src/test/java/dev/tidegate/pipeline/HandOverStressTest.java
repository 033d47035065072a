package dev.tidegate.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.lmax.disruptor.AlertException;
import com.lmax.disruptor.Sequence;
import dev.tidegate.Pair;
import dev.tidegate.message.HeapBuffer;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What two threads hand to each other, with both of them at it at once. */
@Timeout(600)
class HandOverStressTest {
    private static final int LEAST_ROUNDS = 20;
    private static final long LONG_NANOS = 60_000_000_000L;
    private static final int QUEUE_BYTES = 1_024;
    private static final int MOST_MESSAGE = 200;

    /** Whoever is about to sleep sees what was changed, or whoever has changed it sees that somebody is about to sleep. */
    @Test
    void shouldNotBothMissEachOtherAtTheDoorbell() throws Exception {
        final Doorbell bell = new Doorbell();
        final AtomicLong changed = new AtomicLong(-1);
        final boolean[] seen = new boolean[2];
        final long rounds = Pair.run(
                round -> {
                    // As the ring's cursor is moved: a store that waits for nothing.
                    changed.lazySet(round);
                    seen[0] = bell.isArmed();
                },
                round -> {
                    bell.arm();
                    seen[1] = changed.get() >= round;
                },
                round -> {
                    assertThat(seen[0] || seen[1]).as("round %d", round).isTrue();
                    bell.disarm();
                });
        assertThat(rounds).isGreaterThan(LEAST_ROUNDS);
    }

    @Test
    void shouldWakeWhoeverSleepsAtTheDoorbell() throws Exception {
        final Doorbell bell = new Doorbell();
        final AtomicLong changed = new AtomicLong(-1);
        final long rounds = Pair.run(
                round -> {
                    changed.lazySet(round);
                    bell.ring();
                },
                round -> {
                    final long start = System.nanoTime();
                    while (changed.get() < round) {
                        bell.arm();
                        if (changed.get() < round) {
                            bell.sleep(LONG_NANOS);
                        }
                        bell.disarm();
                    }
                    assertThat(System.nanoTime() - start)
                            .as("nanoseconds asleep")
                            .isLessThan(LONG_NANOS);
                },
                round -> {});
        assertThat(rounds).isGreaterThan(LEAST_ROUNDS);
    }

    @Test
    void shouldLetTheAnswererThroughAsFarAsTheConsumerHasCome() throws Exception {
        final AnswerBarrier barrier = new AnswerBarrier();
        final Sequence progress = new Sequence(-1);
        barrier.follow(progress);
        final long rounds = Pair.run(
                round -> {
                    progress.set(round);
                    barrier.moved();
                },
                round -> {
                    final long start = System.nanoTime();
                    assertThat(barrier.waitFor(round)).isGreaterThanOrEqualTo(round);
                    assertThat(System.nanoTime() - start)
                            .as("nanoseconds asleep")
                            .isLessThan(LONG_NANOS);
                },
                round -> {});
        assertThat(rounds).isGreaterThan(LEAST_ROUNDS);
    }

    @Test
    void shouldEndTheAnswererOnlyBehindWhatIsThere() throws Exception {
        final long rounds = Pair.run(new EndOfAnswerer(), new EndOfAnswerer.Waiting(), round -> EndOfAnswerer.begin());
        assertThat(rounds).isGreaterThan(LEAST_ROUNDS);
    }

    /** The consumer moves on for the last time, and then the end is told. */
    private static final class EndOfAnswerer implements Pair.Part {
        private static volatile AnswerBarrier barrier = new AnswerBarrier();
        private static volatile Sequence progress = following();

        private static Sequence following() {
            final Sequence made = new Sequence(-1);
            barrier.follow(made);
            return made;
        }

        static void begin() {
            barrier = new AnswerBarrier();
            progress = following();
        }

        @Override
        public void round(final long round) {
            progress.set(0);
            barrier.moved();
            barrier.alert();
        }

        private static final class Waiting implements Pair.Part {
            @Override
            public void round(final long round) throws Exception {
                assertThat(barrier.waitFor(0)).isZero();
                boolean ended = false;
                try {
                    barrier.waitFor(1);
                } catch (final AlertException told) {
                    ended = true;
                }
                assertThat(ended).isTrue();
            }
        }
    }

    /** Records of all lengths go through a queue that wraps every few of them; some are taken back before anybody sees them. */
    @Test
    void shouldGiveEveryEventWholeAndInOrder() throws Exception {
        final EventQueue queue = new EventQueue(QUEUE_BYTES);
        final HeapBuffer message = HeapBuffer.ofSize(MOST_MESSAGE);
        final SplittableRandom random = new SplittableRandom(3);
        final long[] written = {0};
        final long[] read = {0};
        final EventListener reader = (sequence, timeMillis, buffer, offset, length) -> {
            assertThat(sequence).isEqualTo(read[0] + 1);
            assertThat(timeMillis).isEqualTo(sequence * 31);
            assertThat(length).isEqualTo(lengthOf(sequence));
            for (int i = 0; i < length; i++) {
                assertThat(buffer.getByte(offset + i)).isEqualTo((byte) (sequence + i));
            }
            read[0] = sequence;
        };
        final Pair.Part write = round -> {
            for (int i = random.nextInt(4); i >= 0; i--) {
                final long sequence = written[0] + 1;
                final int length = lengthOf(sequence);
                for (int at = 0; at < length; at++) {
                    message.putByte(at, (byte) (sequence + at));
                }
                final long before = queue.written();
                if (queue.write(sequence, sequence * 31, message, 0, length)) {
                    if (random.nextInt(5) == 0) {
                        queue.rewind(before);
                    } else {
                        written[0] = sequence;
                    }
                }
            }
            queue.publish();
        };
        final Pair.Part take = round -> {
            for (int i = 0; i < 3 && !queue.isEmpty(); i++) {
                queue.readOne(reader);
            }
        };
        final long rounds = Pair.run(write, take, round -> assertThat(read[0]).isLessThanOrEqualTo(written[0]));
        while (!queue.isEmpty()) {
            queue.readOne(reader);
        }
        assertThat(read[0]).isEqualTo(written[0]).isGreaterThan(rounds / 4);
    }

    private static int lengthOf(final long sequence) {
        return (int) (sequence * 37 % MOST_MESSAGE);
    }

    @Test
    void shouldCountEveryFigureOfTwoThreads() throws Exception {
        final Histogram histogram = Histogram.ofCounts();
        final Histogram alone = Histogram.ofCounts();
        final long[] before = {0};
        final long rounds = Pair.run(
                round -> {
                    histogram.record(round % 100);
                    alone.recordAlone(round % 100);
                },
                round -> {
                    histogram.record(round % 7);
                    final long sum = alone.sum();
                    assertThat(sum).isGreaterThanOrEqualTo(before[0]);
                    before[0] = sum;
                },
                round -> {});
        assertThat(counted(histogram)).isEqualTo(2 * rounds);
        assertThat(counted(alone)).isEqualTo(rounds);
        assertThat(histogram.sum()).isEqualTo(sumTo(rounds, 100) + sumTo(rounds, 7));
        assertThat(alone.sum()).isEqualTo(sumTo(rounds, 100));
    }

    private static long counted(final Histogram histogram) {
        long count = 0;
        for (int bucket = 0; bucket < Histogram.BUCKETS; bucket++) {
            count += histogram.count(bucket);
        }
        return count;
    }

    private static long sumTo(final long rounds, final long modulus) {
        long sum = 0;
        for (long round = 0; round < rounds; round++) {
            sum += round % modulus;
        }
        return sum;
    }
}
