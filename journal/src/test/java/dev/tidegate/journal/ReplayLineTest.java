package dev.tidegate.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tidegate.pipeline.JournalReplay;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the three steps of a replay owe each other. */
class ReplayLineTest {
    private static final int LENGTH = 4096;
    /** Six blocks, and the record that found no room. */
    private static final long MOST_AHEAD = 6 * ((1 << 20) + 4096) / LENGTH + 1;

    private static final LogPlace START = new LogPlace(0, 0, 0, new Chain(new UUID(1, 2)).headHex());

    private static CountedReplay failing(final long atBatch, final RuntimeException failure) {
        return new CountedReplay(atBatch, () -> {
            throw failure;
        });
    }

    private static ReplayLine line(final JournalReplay replay, final boolean hasThreads) {
        return new ReplayLine(
                new ReplayChain(new Chain(START), new long[0]),
                new ReplayDelivery(replay, new Voids(List.of()), START, SnapshotChecks.NONE),
                hasThreads);
    }

    private static byte[] record(final long number) {
        final byte[] bytes = new byte[LENGTH];
        new Envelope()
                .wrap(bytes, 0)
                .begin(Envelope.BATCH, LENGTH)
                .position(number, number, 1, 0)
                .noChain()
                .sign();
        return bytes;
    }

    private static void add(final ReplayLine line, final long number) {
        line.add(FoundSegment.NONE, record(number), 0, LENGTH, number * LENGTH);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldReplayEverythingInOrder(final boolean hasThreads) throws IOException {
        final CountedReplay replay = new CountedReplay();
        line(replay, hasThreads).run(to -> {
            for (long number = 1; number <= 5_000; number++) {
                add(to, number);
            }
        });
        assertThat(replay.batches()).isEqualTo(5_000);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldReplayAllThatWasReadBeforeTheReadingFailed(final boolean hasThreads) {
        for (final Throwable failure :
                List.of(new IOException("disk"), new IllegalStateException("bug"), new OutOfMemoryError("none"))) {
            for (final long most : List.of(0L, 1L, 255L, 5_000L)) {
                final CountedReplay replay = new CountedReplay();
                final Throwable thrown =
                        catchThrowable(() -> line(replay, hasThreads).run(to -> {
                            for (long number = 1; number <= most; number++) {
                                add(to, number);
                            }
                            fail(failure);
                        }));
                assertThat(thrown).isSameAs(failure);
                assertThat(replay.batches()).isEqualTo(most);
            }
        }
    }

    private static void fail(final Throwable failure) throws IOException {
        if (failure instanceof IOException disk) {
            throw disk;
        }
        if (failure instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) failure;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldEndAReadingThatWouldNeverEnd(final boolean hasThreads) {
        for (final long failsAt : List.of(1L, 3_000L)) {
            final IllegalStateException failure = new IllegalStateException("the engine");
            final CountedReplay replay = failing(failsAt, failure);
            final AtomicLong added = new AtomicLong();
            final AtomicBoolean ended = new AtomicBoolean();
            final Throwable thrown =
                    catchThrowable(() -> line(replay, hasThreads).run(to -> {
                        try {
                            for (long number = 1; number > 0; number++) {
                                added.set(number);
                                add(to, number);
                            }
                        } finally {
                            ended.set(true);
                        }
                    }));
            assertThat(thrown).isSameAs(failure);
            assertThat(replay.batches()).isEqualTo(failsAt);
            assertThat(ended).isTrue();
            assertThat(added.get()).isLessThanOrEqualTo(failsAt + MOST_AHEAD);
        }
    }

    @Test
    void shouldThrowTheFirstOfTwoFailuresInTheOrderOfTheLog() {
        final IllegalStateException failure = new IllegalStateException("the engine");
        for (final boolean hasThreads : List.of(true, false)) {
            final CountedReplay replay = failing(200, failure);
            final Throwable thrown =
                    catchThrowable(() -> line(replay, hasThreads).run(to -> {
                        for (long number = 1; number <= 201; number++) {
                            add(to, number);
                        }
                        throw new IOException("behind it");
                    }));
            assertThat(thrown).isSameAs(failure);
            assertThat(replay.batches()).isEqualTo(200);
        }
    }
}
