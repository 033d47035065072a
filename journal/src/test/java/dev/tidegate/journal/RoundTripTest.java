package dev.tidegate.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidegate.pipeline.Journal;
import dev.tidegate.pipeline.JournalException;
import dev.tidegate.pipeline.JournalProvider;
import dev.tidegate.pipeline.JournalSettings.Kind;
import dev.tidegate.pipeline.RecoveryReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is appended comes back, in order, over any number of restarts and segments. */
class RoundTripTest {
    @TempDir
    Path folder;

    @Test
    void shouldBeFoundAsService() {
        assertThat(ServiceLoader.load(JournalProvider.class)).hasOnlyElementsOfType(JournalFolder.class);
    }

    @ParameterizedTest
    @EnumSource
    void shouldBeginEmpty(final Kind kind) {
        try (TestJournal journal = TestJournal.open(folder, kind)) {
            final RecoveryReport report = journal.opened().recovery();
            assertThat(report.lastSequence()).isZero();
            assertThat(report.segments()).isZero();
            assertThat(journal.journal().headerBytes()).isEqualTo(96);
            assertThat(journal.journal().maxFramesBytes()).isGreaterThanOrEqualTo(512 * 1024);
        }
        assertThat(JournalFolder.read(folder, new TestJournal.Replayed())
                        .recovery()
                        .commands())
                .isZero();
    }

    @ParameterizedTest
    @EnumSource
    void shouldReplayBatchesAndMarksInOrder(final Kind kind) {
        final long last;
        try (TestJournal journal = TestJournal.open(folder, kind)) {
            last = journal.appendBatches(20).mark().force().appendBatches(20).sequence();
        }
        try (TestJournal journal = TestJournal.open(folder, kind)) {
            final RecoveryReport report = journal.opened().recovery();
            assertThat(report.lastSequence()).isEqualTo(last);
            assertThat(report.commands()).isEqualTo(last);
            assertThat(report.segments()).isEqualTo(1);
            assertThat(report.tailBytesCut()).isZero();
            assertThat(report.lastTimeMillis()).isGreaterThan(TestJournal.TIME);
            assertThat(journal.replayed().lines).hasSize(41);
            assertThat(journal.replayed().lines.get(20)).startsWith("mark ");
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldGoOnOverManyRestarts(final Kind kind) {
        final List<String> before = new ArrayList<>();
        for (int round = 0; round < 12; round++) {
            try (TestJournal journal = TestJournal.open(folder, kind)) {
                assertThat(journal.replayed().lines.subList(0, before.size())).isEqualTo(before);
                before.clear();
                before.addAll(journal.replayed().lines);
                // Every third life writes nothing.
                journal.appendBatches(round % 3 * 5);
            }
        }
        assertThat(TestJournal.read(folder).lines).hasSize(4 * 15);
    }

    @ParameterizedTest
    @EnumSource
    void shouldRollToNewSegments(final Kind kind) throws Exception {
        final TestJournal journal = TestJournal.open(folder, kind);
        for (int i = 0; i < 8; i++) {
            journal.appendBatches(4_000).mark();
        }
        journal.close();
        final ChainHead head = journal.journal().chainHead();
        final TestJournal.Replayed replayed = new TestJournal.Replayed();
        final JournalReading reading = JournalFolder.read(folder, replayed);
        assertThat(replayed.lines).hasSize(32_008);
        assertThat(reading.recovery().segments()).isGreaterThanOrEqualTo(5);
        assertThat(reading.chainHead()).isEqualTo(head);
        assertThat(new FolderFiles(folder).readManifest().segments())
                .allMatch(segment -> segment.seal() != null)
                .hasSize(reading.recovery().segments());
    }

    @ParameterizedTest
    @EnumSource
    void shouldTakeTheLargestBatch(final Kind kind) {
        final byte[] frames = new byte[FolderJournal.MAX_FRAMES_BYTES];
        new Random(7).nextBytes(frames);
        try (TestJournal journal = TestJournal.open(folder, kind)) {
            for (int i = 0; i < 5; i++) {
                journal.append(frames, 3);
            }
        }
        final TestJournal.Replayed replayed = new TestJournal.Replayed();
        replayed.checksBytes = false;
        JournalFolder.read(folder, replayed);
        assertThat(replayed.lines).hasSize(5);
    }

    @ParameterizedTest
    @EnumSource
    void shouldReportMarkThatDiffers(final Kind kind) {
        try (TestJournal journal = TestJournal.open(folder, kind)) {
            journal.appendBatches(3);
            journal.journal().mark(journal.sequence(), 1, 2);
            journal.appendBatches(3);
        }
        assertThatThrownBy(() -> TestJournal.read(folder))
                .isInstanceOfSatisfying(
                        JournalException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(JournalException.Kind.DAMAGED))
                .hasMessageContaining("the digest differs")
                .hasMessageContaining("segment 1 ");
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseWrongArguments(final Kind kind) {
        try (TestJournal journal = TestJournal.open(folder, kind)) {
            journal.appendBatches(3);
            final Journal port = journal.journal();
            final byte[] batch = new byte[200];
            final long next = journal.sequence() + 1;
            assertThatThrownBy(() -> port.append(batch, 50, next + 1, 1, TestJournal.TIME * 2))
                    .hasMessage("firstSequence is " + (next + 1) + ", must be " + next + " to " + next);
            assertThatThrownBy(() -> port.append(batch, 50, next, 1, TestJournal.TIME - 1))
                    .hasMessageContaining("timeMillis is ");
            assertThatThrownBy(() -> port.append(batch, 50, next, 0, TestJournal.TIME * 2))
                    .hasMessageContaining("commandCount is 0");
            assertThatThrownBy(() -> port.ensureRoom(FolderJournal.MAX_FRAMES_BYTES + 1))
                    .hasMessageContaining("framesLength is ");
            journal.appendBatches(1);
        }
        assertThat(TestJournal.read(folder).lines).hasSize(4);
    }

    @ParameterizedTest
    @EnumSource
    void shouldSurviveAnInterruptOfTheWriter(final Kind kind) {
        try (TestJournal journal = TestJournal.open(folder, kind)) {
            Thread.currentThread().interrupt();
            journal.appendBatches(3).force().appendBatches(3);
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(TestJournal.read(folder).lines).hasSize(6);
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseEverythingOnceClosed(final Kind kind) {
        final TestJournal journal = TestJournal.open(folder, kind);
        journal.close();
        journal.close();
        assertThatThrownBy(() -> journal.appendBatches(1)).hasMessage("the journal is closed");
        assertThatThrownBy(journal::force).hasMessage("the journal is closed");
    }

    @ParameterizedTest
    @EnumSource
    void shouldSurviveAnInterruptOfTheWriterAtTheEndOfASegment(final Kind kind) {
        final int batches = 9_000;
        try (TestJournal journal = TestJournal.open(folder, kind)) {
            Thread.currentThread().interrupt();
            journal.appendBatches(batches).force();
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(FolderFiles.log(folder, kind).file(2)).exists();
        assertThat(TestJournal.read(folder).lines).hasSize(batches);
    }
}
