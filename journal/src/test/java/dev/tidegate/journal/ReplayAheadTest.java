package dev.tidegate.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tidegate.engine.Engine;
import dev.tidegate.engine.EngineSettings;
import dev.tidegate.journal.Image.Span;
import dev.tidegate.pipeline.BatchFrames;
import dev.tidegate.pipeline.JournalException;
import dev.tidegate.pipeline.JournalReplay;
import dev.tidegate.pipeline.JournalSettings.Kind;
import dev.tidegate.pipeline.RecoveryReport;
import dev.tidegate.pipeline.Replayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A folder that is read ahead of the replay gives what one that is read in one thread gives, whatever is wrong with it. */
class ReplayAheadTest {
    /** About as many; a segment takes some thirty batches. */
    private static final int SEGMENTS = 10;

    private static final int BATCH_BYTES = 30_000;

    @TempDir
    Path temp;

    /** What came of a replay. */
    private record Result(
            List<String> lines,
            @Nullable Object report,
            @Nullable String failure) {

        static Result of(final Path folder, final boolean hasThreads) {
            final TestJournal.Replayed replayed = new TestJournal.Replayed();
            replayed.checksBytes = false;
            try {
                return new Result(replayed.lines, reportOf(read(folder, replayed, hasThreads)), null);
            } catch (final JournalException failure) {
                return new Result(replayed.lines, null, failure.kind() + " " + failure.getMessage());
            }
        }

        private static Object reportOf(final JournalReading reading) {
            final RecoveryReport report = reading.recovery();
            return List.of(
                    reading.chainHead(),
                    report.segments(),
                    report.commands(),
                    report.lastSequence(),
                    report.lastTimeMillis(),
                    report.tailBytesCut(),
                    report.digest());
        }
    }

    /** More segments than there are blocks, so that the reading comes to wait for the replay. */
    private Image image(final Kind kind) {
        final Path folder = temp.resolve("journal-" + kind);
        try (TestJournal journal = TestJournal.open(folder, kind)) {
            for (int i = 0; i < SEGMENTS * 30; i++) {
                final byte[] frames = new byte[BATCH_BYTES];
                Arrays.fill(frames, (byte) i);
                journal.append(frames, 1 + i % 3);
                if (i % 10 == 9) {
                    journal.mark();
                }
            }
        }
        return new Image(folder, kind);
    }

    private static Result bothWays(final Path folder) {
        final Result plain = Result.of(folder, false);
        assertThat(Result.of(folder, true)).isEqualTo(plain);
        return plain;
    }

    @ParameterizedTest
    @EnumSource
    void shouldReplayTheSame(final Kind kind) {
        final Result whole = bothWays(image(kind).folder);
        assertThat(whole.failure()).isNull();
        assertThat(whole.lines()).hasSize(SEGMENTS * 33);
    }

    @ParameterizedTest
    @EnumSource
    void shouldStopAtDamageWithEverythingBeforeItReplayed(final Kind kind) {
        final Image image = image(kind);
        final List<String> whole = Result.of(image.folder, false).lines();
        int before = 0;
        for (int segment = 1; Files.exists(image.file(segment)); segment++) {
            final List<Span> spans = image.spans(segment);
            if (segment % 3 == 1) {
                final int record = spans.size() / 2;
                final long at = spans.get(record).start() + Envelope.HEADER_BYTES / 2;
                image.flip(image.file(segment), at, segment % 8);
                final Result damaged = bothWays(image.folder);
                assertThat(damaged.lines()).isEqualTo(whole.subList(0, before + record - 1));
                assertThat(damaged.failure())
                        .contains("DAMAGED")
                        .contains(image.file(segment) + ")")
                        .contains(", byte " + spans.get(record).start())
                        .contains("a wrong checksum");
                image.flip(image.file(segment), at, segment % 8);
            }
            before += spans.size() - 1;
        }
        assertThat(before).isEqualTo(whole.size());
    }

    @ParameterizedTest
    @EnumSource
    void shouldTellOfARewrittenRecordBeforeDamageInALaterSegment(final Kind kind) {
        final Image image = image(kind);
        final List<Span> spans = image.spans(4);
        rewrite(image, spans.get(spans.size() / 2));
        final Span later = image.spans(5).get(1);
        image.flip(image.file(5), later.start() + 150, 3);
        assertThat(bothWays(image.folder).failure()).contains("segment 4").contains("chain head recorded for record");
    }

    /** Changes a command's bytes, with the checksum that these would have. */
    private static void rewrite(final Image image, final Span span) {
        final byte[] file = image.bytes(image.file(4));
        final int start = (int) span.start() + Integer.BYTES;
        file[start + Envelope.HEADER_BYTES + 7]++;
        new Envelope().wrap(file, start).sign();
        image.write(image.file(4), start, Arrays.copyOfRange(file, start, (int) span.end()));
    }

    private static JournalReading read(final Path folder, final JournalReplay replay, final boolean hasThreads) {
        return hasThreads ? JournalFolder.read(folder, replay) : JournalFolder.readInOneThread(folder, replay);
    }

    @ParameterizedTest
    @EnumSource
    void shouldThrowWhatTheReplayThrowsAndLeaveNoThread(final Kind kind) {
        final Image image = image(kind);
        for (final Throwable thrown : List.of(new IllegalStateException("engine"), new StackOverflowError("deep"))) {
            for (final int atBatch : List.of(1, 101, SEGMENTS * 30)) {
                final CountedReplay replay = new CountedReplay(atBatch, () -> sneak(thrown));
                assertThat(catchThrowable(() -> read(image.folder, replay, true)))
                        .isSameAs(thrown);
                assertThat(replay.batches()).isEqualTo(atBatch);
                assertNoThreadIsLeft();
            }
        }
        assertThat(Result.of(image.folder, true).failure()).isNull();
    }

    private static void sneak(final Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) thrown;
    }

    @ParameterizedTest
    @EnumSource
    void shouldEndWhenInterrupted(final Kind kind) {
        final Image image = image(kind);
        final JournalReplay replay =
                new CountedReplay(101, () -> Thread.currentThread().interrupt());
        final Throwable thrown = catchThrowable(() -> read(image.folder, replay, true));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(thrown)
                .isInstanceOfSatisfying(
                        JournalException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(JournalException.Kind.IO))
                .hasMessageContaining("interrupted while replaying");
        assertNoThreadIsLeft();
        assertThat(Result.of(image.folder, true).failure()).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void shouldStopAtADigestThatDiffersHoweverFarItHasRead(final Kind kind) {
        final Image image = image(kind);
        for (final boolean hasThreads : List.of(true, false)) {
            final CountedReplay replay = new CountedReplay() {
                @Override
                public @Nullable String mark(final long sequence, final long digestHigh, final long digestLow) {
                    return batches() > 100 ? "it is another one" : null;
                }
            };
            final Throwable thrown = catchThrowable(() -> read(image.folder, replay, hasThreads));
            assertThat(thrown).isInstanceOf(DamageException.class).hasMessageContaining("it is another one");
            // A mark comes behind every tenth.
            assertThat(replay.batches()).isEqualTo(110);
        }
        assertNoThreadIsLeft();
    }

    private static void assertNoThreadIsLeft() {
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("journal-replay"));
    }

    /** Every command alone in its batch, as one caller after the other makes them. */
    @ParameterizedTest
    @EnumSource
    void shouldReplayCommandsThatCameOneByOneToTheSameDigest(final Kind kind) throws Exception {
        final Path folder = temp.resolve("shop");
        final String digest;
        try (SmallShop shop = SmallShop.open(folder, kind)) {
            digest = shop.trade(600).tidegate.digest().hex();
        }
        final Announced announced = new Announced();
        JournalFolder.read(folder, announced);
        assertThat(announced.announced).isGreaterThan(600);
        assertThat(announced.digest()).isEqualTo(digest);
        final Unannounced plain = new Unannounced();
        JournalFolder.readInOneThread(folder, plain);
        assertThat(plain.digest()).isEqualTo(digest);
    }

    /** Keeps every announcement from the engine. */
    private static class Unannounced implements JournalReplay {
        final Replayer replayer = new Replayer(new Engine(EngineSettings.small()));

        @Override
        public void batch(
                final byte[] bytes,
                final int framesOffset,
                final int framesLength,
                final long firstSequence,
                final int commandCount,
                final long timeMillis) {
            replayer.batch(bytes, framesOffset, framesLength, firstSequence, commandCount, timeMillis);
        }

        @Override
        public @Nullable String mark(final long sequence, final long digestHigh, final long digestLow) {
            return replayer.mark(sequence, digestHigh, digestLow);
        }

        @Override
        public String digest() {
            return replayer.digest();
        }
    }

    /** Holds every announcement against what comes. */
    private static final class Announced extends Unannounced {
        private int announced;
        private int come;

        @Override
        public void upcoming(
                final byte[] bytes, final int framesOffset, final int framesLength, final int commandCount) {
            assertThat(BatchFrames.fault(bytes, framesOffset, framesLength, commandCount))
                    .isNull();
            announced += commandCount;
            replayer.upcoming(bytes, framesOffset, framesLength, commandCount);
        }

        @Override
        public void batch(
                final byte[] bytes,
                final int framesOffset,
                final int framesLength,
                final long firstSequence,
                final int commandCount,
                final long timeMillis) {
            come += commandCount;
            assertThat(come).isLessThanOrEqualTo(announced);
            super.batch(bytes, framesOffset, framesLength, firstSequence, commandCount, timeMillis);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldReadAGoldenFolderTheSame(final Kind kind) throws IOException {
        final Path folder = GoldenFolderTest.unzip(kind, temp.resolve("golden-" + kind));
        final Result golden = bothWays(folder);
        assertThat(golden.failure()).isNull();
        assertThat(golden.lines()).isNotEmpty();
    }

    @Test
    void shouldReadAnEmptyFolderTheSame() throws IOException {
        final Path folder = Files.createDirectory(temp.resolve("empty"));
        TestJournal.open(folder, Kind.FILE).close();
        assertThat(bothWays(folder).lines()).isEmpty();
    }
}
