package dev.tidegate.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidegate.journal.Image.Span;
import dev.tidegate.pipeline.JournalException;
import dev.tidegate.pipeline.JournalReplay;
import dev.tidegate.pipeline.JournalSettings.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What recovery takes for a tail, what for damage, and that it may itself be cut short. */
class RecoveryRulesTest {
    @TempDir
    Path temp;

    private Image image(final Kind kind, final int forced, final int unforced) {
        final Path live = temp.resolve("live");
        try (TestJournal journal = TestJournal.open(live, kind)) {
            journal.appendBatches(forced).force().appendBatches(unforced);
            return new Image(TestJournal.crashImage(live, temp.resolve("image")), kind);
        }
    }

    /** Pages reach the disk in any order: after a power cut a lost one may lie before others that were kept. */
    @ParameterizedTest
    @EnumSource
    void shouldCutAnUnforcedHoleAfterAPowerCut(final Kind kind) throws Exception {
        final Image image = image(kind, 0, 10);
        final List<Span> spans = image.spans(1);
        image.zero(image.file(1), spans.get(5).start(), spans.get(6).end());
        assertThatThrownBy(() -> TestJournal.read(image.folder)).hasMessageContaining("intact record behind it");
        pretendOtherBoot(image);
        try (TestJournal journal = TestJournal.open(image.folder, kind)) {
            assertThat(journal.replayed().lines).hasSize(4);
            assertThat(journal.opened().recovery().tailBytesCut())
                    .isGreaterThanOrEqualTo(spans.get(10).end() - spans.get(5).start());
        }
    }

    /** Found by the simulator: the start that was cut short had noted its own boot, and the next one took lost pages for damage. */
    @ParameterizedTest
    @EnumSource
    void shouldStillKnowOfThePowerCutWhenTheFirstStartBehindItWasCutShort(final Kind kind) throws Exception {
        final Image image = image(kind, 0, 10);
        final List<Span> spans = image.spans(1);
        image.zero(image.file(1), spans.get(5).start(), spans.get(6).end());
        pretendOtherBoot(image);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> new JournalFolder().open(image.folder, TestJournal.small(kind), killed()))
                    .hasMessageContaining("the process ends here");
        }
        assertThat(TestJournal.read(image.folder).lines).hasSize(4);
        try (TestJournal journal = TestJournal.open(image.folder, kind)) {
            assertThat(journal.replayed().lines).hasSize(4);
            assertThat(journal.opened().recovery().tailBytesCut()).isPositive();
        }
        final String lock = Files.readString(image.folder.resolve("LOCK"));
        assertThat(lock).doesNotContain("00000000-0000-0000-0000-000000000000").doesNotContain("behind");
    }

    /** Found by the simulator: the segment was not listed any more, and the records of its tail were still in its file. */
    @ParameterizedTest
    @EnumSource
    void shouldStartAgainWhenItEndedBeforeASegmentWithATornTailOnlyWasRemoved(final Kind kind) throws Exception {
        final Image image = image(kind, 0, 10);
        final Span first = image.spans(1).get(1);
        image.zero(image.file(1), first.start(), first.end());
        pretendOtherBoot(image);
        final FaultyLog log = new FaultyLog(FolderFiles.log(image.folder, kind));
        log.failsDelete = true;
        assertThatThrownBy(() -> new JournalFolder((path, chosen) -> log)
                        .open(image.folder, TestJournal.small(kind), new TestJournal.Replayed()))
                .hasMessageContaining("Input/output error");
        try (TestJournal journal = TestJournal.open(image.folder, kind)) {
            assertThat(journal.replayed().lines).isEmpty();
            journal.appendBatches(3).force();
        }
        assertThat(TestJournal.read(image.folder).lines).hasSize(3);
    }

    /** A process that is killed while it replays. */
    private static JournalReplay killed() {
        return new CountedReplay(1, () -> {
            throw new IllegalStateException("the process ends here");
        });
    }

    @ParameterizedTest
    @EnumSource
    void shouldNeverCutWhatWasForcedNotEvenAfterAPowerCut(final Kind kind) throws Exception {
        final Image image = image(kind, 10, 1);
        Files.delete(image.folder.resolve("FORCED"));
        final List<Span> spans = image.spans(1);
        image.zero(image.file(1), spans.get(5).start(), spans.get(6).end());
        pretendOtherBoot(image);
        assertThatThrownBy(() -> TestJournal.open(image.folder, kind))
                .isInstanceOfSatisfying(
                        JournalException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(JournalException.Kind.DAMAGED));
    }

    @ParameterizedTest
    @EnumSource
    void shouldBeRepeatableWhenCutShort(final Kind kind) throws Exception {
        final Image image = image(kind, 3, 10);
        final List<Span> spans = image.spans(1);
        image.truncate(image.file(1), spans.get(spans.size() - 1).end() - 5);
        final Path begun = TestJournal.crashImage(image.folder, temp.resolve("begun"));
        final byte[] manifest = Files.readAllBytes(begun.resolve("MANIFEST"));
        TestJournal.open(begun, kind).close();
        // As if the first recovery had stopped before the manifest was replaced.
        Files.write(begun.resolve("MANIFEST"), manifest);
        try (TestJournal journal = TestJournal.open(begun, kind)) {
            assertThat(journal.replayed().lines).hasSize(12);
            assertThat(journal.opened().recovery().tailBytesCut()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldSealWhatAKilledProcessLeftBehindSeveralRolls(final Kind kind) throws Exception {
        final Path live = temp.resolve("live");
        final Path image = temp.resolve("image");
        try (TestJournal journal = TestJournal.open(live, kind)) {
            journal.appendBatches(12_000);
            TestJournal.crashImage(live, image);
        }
        try (TestJournal journal = TestJournal.open(image, kind)) {
            assertThat(journal.replayed().lines).hasSize(12_000);
            journal.appendBatches(1);
        }
        assertThat(new FolderFiles(image).readManifest().segments()).allMatch(segment -> segment.seal() != null);
        assertThat(TestJournal.read(image).lines).hasSize(12_001);
    }

    @Test
    void shouldReportTheSameChainHeadForBothWaysOfReading() {
        final Path live = temp.resolve("live");
        final TestJournal journal = TestJournal.open(live, Kind.FILE);
        journal.appendBatches(500).mark().close();
        final ChainHead written = journal.journal().chainHead();
        assertThat(written.record()).isEqualTo(501);
        assertThat(written.sequence()).isEqualTo(journal.sequence());
        assertThat(JournalFolder.read(live, new TestJournal.Replayed()).chainHead())
                .isEqualTo(written);
    }

    @Test
    void shouldRecordChainHeadsInTheEnvelopes() throws Exception {
        final Path live = temp.resolve("live");
        try (TestJournal journal = TestJournal.open(live, Kind.FILE)) {
            journal.appendBatches(10);
        }
        try (TestJournal journal = TestJournal.open(live, Kind.FILE)) {
            journal.appendBatches(1);
        }
        final Image image = new Image(live, Kind.FILE);
        final byte[] bytes = image.bytes(image.file(2));
        final Span first = image.spans(2).get(1);
        final Envelope envelope = new Envelope().wrap(bytes, (int) first.start() + Integer.BYTES);
        assertThat(envelope.record()).isEqualTo(11);
        assertThat(envelope.chainRecord()).isEqualTo(10);
        assertThat(envelope.forcedRecord()).isEqualTo(10);
    }

    private static void pretendOtherBoot(final Image image) throws Exception {
        Files.writeString(image.folder.resolve("LOCK"), "pid 1 boot 00000000-0000-0000-0000-000000000000 \n");
    }
}
