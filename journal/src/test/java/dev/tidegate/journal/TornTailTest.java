package dev.tidegate.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidegate.journal.Image.Span;
import dev.tidegate.pipeline.JournalSettings.Kind;
import dev.tidegate.pipeline.RecoveryReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A process or machine that stops while it writes leaves a torn tail: cut, kept aside, reported. */
class TornTailTest {
    private static final int BATCHES = 12;
    private static final int TORN_RECORDS = 3;
    private static final int OPEN_EVERY = 61;

    @TempDir
    Path temp;

    private Image image(final Kind kind) {
        try (TestJournal journal = TestJournal.open(temp.resolve("live"), kind)) {
            journal.appendBatches(BATCHES);
            return new Image(TestJournal.crashImage(temp.resolve("live"), temp.resolve("crashed")), kind).trimmed();
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldCutAnUnfinishedRecordAtEveryByte(final Kind kind) throws Exception {
        final Image image = image(kind);
        final Path file = image.file(1);
        final byte[] whole = image.bytes(file);
        final List<Span> spans = image.spans(1);
        final long from = spans.get(spans.size() - TORN_RECORDS).start();
        final long to = spans.get(spans.size() - 1).end();
        for (long cut = to; cut >= from; cut--) {
            image.zero(file, cut, cut + 1);
            final int intact = intactBefore(spans, whole, cut);
            final RecoveryReport report = check(image, intact);
            final long end = spans.get(intact).end();
            assertThat(report.tailBytesCut()).isEqualTo(Math.max(0, lastNonZero(whole, cut) - align(end)));
            if (cut % OPEN_EVERY == 0) {
                checkOpen(image, kind, intact, cut);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldCutAShortenedFileAtEveryByte(final Kind kind) throws Exception {
        final Image image = image(kind);
        final Path file = image.file(1);
        final byte[] whole = image.bytes(file);
        final List<Span> spans = image.spans(1);
        final long from = spans.get(spans.size() - TORN_RECORDS).start();
        final long to = spans.get(spans.size() - 1).end();
        for (long cut = to; cut >= from; cut--) {
            image.truncate(file, cut);
            final int intact = (int) spans.stream().filter(within(cut)).count() - 1;
            check(image, intact);
            if (cut % OPEN_EVERY == 0) {
                checkOpen(image, kind, intact, cut);
            }
        }
        assertThat(whole).hasSizeGreaterThan((int) to);
    }

    @ParameterizedTest
    @EnumSource
    void shouldCutGarbageBehindTheLastRecord(final Kind kind) {
        final Image image = image(kind);
        final List<Span> spans = image.spans(1);
        final long end = align(spans.get(spans.size() - 1).end());
        final byte[] garbage = new byte[100];
        Arrays.fill(garbage, (byte) 0xa5);
        image.write(image.file(1), end + 8, garbage);
        assertThat(openAndCut(image, kind, BATCHES).tailBytesCut()).isEqualTo(108);
    }

    /** Chronicle Queue writes the length last, so a process can be killed between the two. */
    @Test
    void shouldCutARecordThatOnlyLacksItsLength() {
        final Image image = image(Kind.CHRONICLE);
        eraseLength(image, BATCHES);
        assertThat(openAndCut(image, Kind.CHRONICLE, BATCHES - 1).tailBytesCut())
                .isPositive();
    }

    @Test
    void shouldCopyAFolderWhoseLastRecordOnlyLacksItsLength() {
        final Image image = image(Kind.CHRONICLE);
        eraseLength(image, BATCHES);
        final Path copy = temp.resolve("copy");
        assertThat(JournalCopy.all(image.folder, copy).records()).isEqualTo(BATCHES - 1);
        assertThat(TestJournal.read(copy).lines).hasSize(BATCHES - 1);
    }

    /** Behind one whose length is gone lies another: that one was finished, and so was the first. */
    @ParameterizedTest
    @EnumSource
    void shouldNotTakeARecordForUnfinishedThatAnotherStandsBehind(final Kind kind) {
        final Image image = image(kind);
        eraseLength(image, BATCHES - 1);
        assertThatThrownBy(() -> TestJournal.open(image.folder, kind))
                .isInstanceOf(DamageException.class)
                .hasMessageContaining("and an intact record behind it");
    }

    /** A segment has a first record of its own, so that of the first batch is at 1. */
    private static void eraseLength(final Image image, final int record) {
        final long start = image.spans(1).get(record).start();
        image.zero(image.file(1), start, start + Integer.BYTES);
    }

    /** Opens the folder, which has that many whole records and a tail to be cut. */
    private static RecoveryReport openAndCut(final Image image, final Kind kind, final int whole) {
        try (TestJournal journal = TestJournal.open(image.folder, kind)) {
            final RecoveryReport report = journal.opened().recovery();
            assertThat(journal.replayed().lines).hasSize(whole);
            assertThat(image.folder.resolve(report.tailCutTo())).exists();
            return report;
        }
    }

    private static Predicate<Span> within(final long cut) {
        return span -> span.end() <= cut;
    }

    private RecoveryReport check(final Image image, final int intact) {
        final TestJournal.Replayed replayed = new TestJournal.Replayed();
        final RecoveryReport report = JournalFolder.read(image.folder, replayed).recovery();
        assertThat(replayed.lines).hasSize(intact);
        return report;
    }

    /** Opens a copy, goes on writing, and opens it again. */
    private void checkOpen(final Image image, final Kind kind, final int intact, final long cut) throws Exception {
        final Path copy = TestJournal.crashImage(image.folder, temp.resolve("copy-" + cut));
        try (TestJournal journal = TestJournal.open(copy, kind)) {
            assertThat(journal.replayed().lines).hasSize(intact);
            final RecoveryReport report = journal.opened().recovery();
            if (report.tailBytesCut() > 0) {
                assertThat(Files.size(copy.resolve(report.tailCutTo()))).isEqualTo(report.tailBytesCut());
                assertThat(report.tailCutTo()).startsWith("tail-1-").endsWith(".cut");
            } else {
                assertThat(report.tailCutTo()).isEmpty();
            }
            journal.appendBatches(3);
        }
        assertThat(TestJournal.read(copy).lines).hasSize(intact + 3);
        assertThat(JournalFolder.read(copy, new TestJournal.Replayed())
                        .recovery()
                        .tailBytesCut())
                .isZero();
    }

    /** Records of the journal that are whole when all bytes from {@code cut} on are zero. */
    private static int intactBefore(final List<Span> spans, final byte[] whole, final long cut) {
        int intact = -1;
        for (final Span span : spans) {
            boolean isWhole = true;
            for (long at = Math.max(cut, span.start()); at < span.end(); at++) {
                isWhole &= whole[(int) at] == 0;
            }
            intact += isWhole ? 1 : 0;
        }
        return intact;
    }

    private static long lastNonZero(final byte[] whole, final long cut) {
        long end = cut;
        while (end > 0 && whole[(int) end - 1] == 0) {
            end--;
        }
        return align(end);
    }

    private static long align(final long offset) {
        return (offset + 3) & ~3L;
    }
}
