package dev.tidegate.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidegate.pipeline.JournalException;
import dev.tidegate.pipeline.JournalSettings;
import dev.tidegate.pipeline.JournalSettings.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The first failure stops the journal: it is thrown once, nothing is tried again, and a restart finds what is there. */
class FailureTest {
    @TempDir
    Path folder;

    private FaultyLog log(final Kind kind) {
        return new FaultyLog(FolderFiles.log(folder, kind));
    }

    private TestJournal open(final FaultyLog log, final JournalSettings settings) {
        return TestJournal.open(new JournalFolder((path, chosen) -> log), folder, settings);
    }

    @ParameterizedTest
    @EnumSource
    void shouldStopAtAFailedForceAndNeverForceAgain(final Kind kind) {
        final FaultyLog log = log(kind);
        final TestJournal journal = open(log, TestJournal.small(kind));
        journal.appendBatches(5).force().appendBatches(5);
        log.failsForce = true;
        final JournalException failure = catchThrowableOfType(JournalException.class, journal::force);
        assertThat(failure.kind()).isEqualTo(JournalException.Kind.IO);
        assertThat(failure).hasMessage("cannot force segment 1: IOException: Input/output error");
        assertThatThrownBy(() -> journal.appendBatches(1)).hasMessage("the journal has failed");
        assertThatThrownBy(journal::force).hasMessage("the journal has failed");
        journal.close();
        assertThat(log.forcesAfterFailure).isEqualTo(1);
        assertReopens(kind, 10);
    }

    @ParameterizedTest
    @EnumSource
    void shouldTurnAnErrorOfTheJvmIntoAFailure(final Kind kind) {
        final FaultyLog log = log(kind);
        final TestJournal journal = open(log, TestJournal.small(kind));
        journal.appendBatches(5);
        log.failsAppend = true;
        final JournalException failure = catchThrowableOfType(JournalException.class, () -> journal.appendBatches(1));
        assertThat(failure.kind()).isEqualTo(JournalException.Kind.IO);
        assertThat(failure).hasCauseInstanceOf(InternalError.class);
        journal.close();
        assertReopens(kind, 5);
    }

    @ParameterizedTest
    @EnumSource
    void shouldFailTheWriterWhenABackgroundForceFails(final Kind kind) {
        final FaultyLog log = log(kind);
        final TestJournal journal = open(log, JournalSettings.of(kind));
        log.failsBackground = true;
        final byte[] frames = new byte[FolderJournal.MAX_FRAMES_BYTES];
        // Some megabytes are enough for a force aside, which comes when the other thread gets a processor.
        final long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        final JournalException failure = catchThrowableOfType(JournalException.class, () -> {
            for (int i = 0; System.nanoTime() < until; i++) {
                if (i < 500) {
                    journal.append(frames, 1);
                } else {
                    journal.appendBatches(1);
                }
                Thread.sleep(1);
            }
        });
        assertThat(failure).isNotNull().hasMessageContaining("Input/output error");
        journal.close();
    }

    private void assertReopens(final Kind kind, final int batches) {
        try (TestJournal journal = TestJournal.open(folder, kind)) {
            assertThat(journal.replayed().lines).hasSize(batches);
            journal.appendBatches(1);
        }
        assertThat(TestJournal.read(folder).lines).hasSize(batches + 1);
    }

    @ParameterizedTest
    @EnumSource
    void shouldLetGoOfEveryFileWhenTheForceAtTheEndOfASegmentFails(final Kind kind) {
        final FaultyLog log = log(kind);
        final TestJournal journal = open(log, TestJournal.small(kind));
        log.failsForce = true;
        assertThatThrownBy(() -> journal.appendBatches(9_000)).hasMessageContaining("Input/output error");
        journal.close();
        assertThat(log.forcesAfterFailure).isEqualTo(1);
        assertThat(log.openWriters).hasValue(0);
    }

    /** One wish fails with the manifest, the next ends with the thread, and the last comes while that ends. */
    @ParameterizedTest
    @EnumSource
    void shouldAnswerEveryWishToLetGoOfSegments(final Kind kind) throws Exception {
        final LogPlace place = LogPlace.beginning(new UUID(1, 2));
        final TestJournal journal = open(log(kind), TestJournal.small(kind));
        Files.createDirectory(folder.resolve("MANIFEST.new"));
        final CompletableFuture<Long> last = new CompletableFuture<>();
        final CompletableFuture<Long> first = journal.journal().retire(1, place);
        first.whenComplete((none, failed) -> journal.journal()
                .retire(1, place)
                .whenComplete((never, ended) -> journal.journal()
                        .retire(1, place)
                        .whenComplete((done, why) -> last.completeExceptionally(why))));
        assertThatThrownBy(() -> first.get(60, TimeUnit.SECONDS)).hasMessageContaining("MANIFEST.new");
        assertThatThrownBy(() -> last.get(60, TimeUnit.SECONDS)).hasMessageContaining("the journal is closed");
        assertThatThrownBy(journal::close).hasMessageContaining("MANIFEST.new");
    }
}
