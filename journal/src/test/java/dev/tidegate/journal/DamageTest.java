package dev.tidegate.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.tidegate.journal.Image.Span;
import dev.tidegate.pipeline.JournalException;
import dev.tidegate.pipeline.JournalSettings.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bytes that were written and are not what they were: start-up stops with the place, and the folder is unchanged. */
class DamageTest {
    @TempDir
    Path temp;

    /** Segments 1 to 3 or so are sealed. */
    private Image sealed(final Kind kind) {
        final Path folder = temp.resolve("sealed");
        try (TestJournal journal = TestJournal.open(folder, kind)) {
            journal.appendBatches(12_000);
        }
        return new Image(folder, kind);
    }

    /** Segment 1 is open, as after a kill, and nothing in it was forced. */
    private Image crashed(final Kind kind) {
        try (TestJournal journal = TestJournal.open(temp.resolve("live"), kind)) {
            journal.appendBatches(60);
            return new Image(TestJournal.crashImage(temp.resolve("live"), temp.resolve("crashed")), kind).trimmed();
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldNoticeEveryFlippedBitOfARecord(final Kind kind) {
        final Image image = crashed(kind);
        final Path file = image.file(1);
        final Span span = image.spans(1).get(30);
        final byte[] whole = image.bytes(file);
        final Random random = new Random(5);
        for (long at = span.start(); at < span.end(); at++) {
            final int bit = random.nextInt(8);
            image.write(file, at, new byte[] {(byte) (whole[(int) at] ^ 1 << bit)});
            assertThat(refusal(image, kind, false))
                    .as("bit %d of byte %d", bit, at - span.start())
                    .hasMessageContaining("segment 1 ");
            image.write(file, at, new byte[] {whole[(int) at]});
        }
        assertThat(TestJournal.read(image.folder).lines).hasSize(60);
    }

    @ParameterizedTest
    @EnumSource
    void shouldNoticeEveryFlippedBitOfALengthWord(final Kind kind) {
        final Image image = crashed(kind);
        final Path file = image.file(1);
        final List<Span> spans = image.spans(1);
        for (final Span span : List.of(spans.get(1), spans.get(20), spans.get(spans.size() - 1))) {
            for (int bit = 0; bit < 32; bit++) {
                image.flip(file, span.start() + bit / 8, bit % 8);
                assertThat(refusal(image, kind, false)).as("bit %d", bit).hasMessageContaining("segment 1 ");
                image.flip(file, span.start() + bit / 8, bit % 8);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldNoticeAZeroedPageInTheMiddle(final Kind kind) {
        final Image image = crashed(kind);
        final Span span = image.spans(1).get(5);
        final long page = (span.start() + 4095) & ~4095L;
        image.zero(image.file(1), page, page + 4096);
        assertThat(refusal(image, kind, true))
                .hasMessageContaining("segment 1 (" + image.file(1) + "), byte ")
                .hasMessageContaining("an intact record behind it");
    }

    @ParameterizedTest
    @EnumSource
    void shouldNoticeDamageToTheChroniclesOwnDocuments(final Kind kind) {
        final Image image = crashed(kind);
        final long first = image.spans(1).get(0).start();
        // The length words of Chronicle Queue's header and index pages; in a FILE segment there are none.
        for (long at = 0; kind == Kind.CHRONICLE && at < first; ) {
            final int length = word(image.bytes(image.file(1)), at) & 0x3fff_ffff;
            for (int bit = 0; bit < 32; bit++) {
                image.flip(image.file(1), at + bit / 8, bit % 8);
                assertNothingMissing(image);
                image.flip(image.file(1), at + bit / 8, bit % 8);
            }
            at = (at + 4 + length + 3) & ~3L;
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldNoticeDamageBeforeWhatWasForced(final Kind kind) {
        try (TestJournal journal = TestJournal.open(temp.resolve("live"), kind)) {
            journal.appendBatches(10).force().appendBatches(1);
            final Image image = new Image(TestJournal.crashImage(temp.resolve("live"), temp.resolve("crashed")), kind);
            final List<Span> spans = image.spans(1);
            // The last record alone may be torn: it names all before it as forced.
            image.zero(image.file(1), spans.get(10).start(), spans.get(10).end());
            assertThat(refusal(image, kind, true)).hasMessageContaining("intact record behind it");
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldNoticeForcedRecordsThatAreGoneWithoutATrace(final Kind kind) {
        final List<Thread> others = keepers();
        try (TestJournal journal = TestJournal.open(temp.resolve("live"), kind)) {
            journal.appendBatches(10);
            // The force alone must wake the keeper.
            await().until(() -> keepers().stream()
                    .filter(keeper -> !others.contains(keeper))
                    .allMatch(keeper -> keeper.getState() == Thread.State.WAITING));
            journal.force();
            final Path folder = temp.resolve("live");
            await().untilAsserted(() -> assertThat(ForcedMark.read(folder)).isEqualTo(10));
            final Image image = new Image(TestJournal.crashImage(folder, temp.resolve("crashed")), kind);
            final List<Span> spans = image.spans(1);
            image.zero(image.file(1), spans.get(6).start(), spans.get(10).end());
            assertThat(refusal(image, kind, true)).hasMessageContaining("records up to 10 had been forced");
        }
    }

    private static List<Thread> keepers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("journal-keeper"))
                .toList();
    }

    /** A record that is torn at the very end is a torn tail as long as nobody is known to have forced it. */
    @ParameterizedTest
    @EnumSource
    void shouldNotTakeForATornTailWhatWasForced(final Kind kind) throws Exception {
        final Image image = crashed(kind);
        final List<Span> spans = image.spans(1);
        final Span last = spans.get(spans.size() - 1);
        ForcedMark.open(image.folder, 60).close();
        image.truncate(image.file(1), last.end() - 5);

        assertThat(refusal(image, kind, true))
                .hasMessageContaining(", byte " + last.start() + ",")
                .hasMessageContaining("though records up to 60 had been forced");
    }

    @ParameterizedTest
    @EnumSource
    void shouldNoticeShortenedSealedSegment(final Kind kind) {
        final Image sealed = sealed(kind);
        for (final int segment : new int[] {1, 2}) {
            final Image image =
                    new Image(TestJournal.crashImage(sealed.folder, temp.resolve("short-" + segment)), kind);
            final List<Span> spans = image.spans(segment);
            image.truncate(image.file(segment), spans.get(spans.size() - 2).end());
            assertThat(refusal(image, kind, true)).hasMessageContaining("segment " + segment + " ");
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldNoticeEmptiedAndDeletedSegments(final Kind kind) throws Exception {
        final Image image = sealed(kind);
        final Path file = image.file(2);
        final byte[] whole = image.bytes(file);
        image.truncate(file, 0);
        assertThat(refusal(image, kind, true))
                .hasMessageContaining("segment 2 ")
                .hasMessageContaining("0 bytes");
        Files.delete(file);
        assertThat(refusal(image, kind, true))
                .hasMessageContaining("segment 2 ")
                .hasMessageContaining("missing");
        Files.write(file, whole);
        assertThat(TestJournal.read(image.folder).lines).hasSize(12_000);
    }

    @ParameterizedTest
    @EnumSource
    void shouldNoticeThatTheSegmentThatWasBeingWrittenIsEmptyOrGone(final Kind kind) throws Exception {
        final Image image = crashed(kind);
        final Path file = image.file(1);
        image.truncate(file, 0);
        assertThat(refusal(image, kind, true)).hasMessageContaining("segment 1 ");
        Files.delete(file);
        assertThat(refusal(image, kind, true))
                .hasMessageContaining("segment 1 ")
                .hasMessageContaining("missing");
    }

    @ParameterizedTest
    @EnumSource
    void shouldNoticeAZeroedPageOfASealedSegment(final Kind kind) {
        final Image whole = sealed(kind);
        for (final int page : new int[] {0, 3}) {
            final Image image = new Image(TestJournal.crashImage(whole.folder, temp.resolve("page-" + page)), kind);
            final long at = page == 0 ? 0 : (image.spans(1).get(5).start() + 4095) & ~4095L;
            image.zero(image.file(1), at, at + 4096);
            assertThat(refusal(image, kind, true)).hasMessageContaining("segment 1 ");
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldNoticeSwappedSegments(final Kind kind) throws Exception {
        final Image image = sealed(kind);
        final Path aside = temp.resolve("aside");
        Files.move(image.file(1), aside);
        Files.move(image.file(2), image.file(1));
        Files.move(aside, image.file(2));
        assertThat(refusal(image, kind, true)).hasMessageContaining("segment 2 in its place");
    }

    @ParameterizedTest
    @EnumSource
    void shouldNoticeSegmentOfAnotherJournal(final Kind kind) throws Exception {
        final Image image = sealed(kind);
        final Path other = temp.resolve("other");
        try (TestJournal journal = TestJournal.open(other, kind)) {
            journal.appendBatches(12_000);
        }
        Files.copy(new Image(other, kind).file(2), image.file(2), StandardCopyOption.REPLACE_EXISTING);
        assertThat(refusal(image, kind, true)).hasMessageContaining("a segment of another journal");
    }

    @ParameterizedTest
    @EnumSource
    void shouldNoticeDamagedOrMissingManifest(final Kind kind) throws Exception {
        final Image image = crashed(kind);
        final Path manifest = image.folder.resolve("MANIFEST");
        final byte[] whole = image.bytes(manifest);
        for (int at = 0; at < whole.length; at++) {
            image.flip(manifest, at, at % 7);
            assertThat(refusal(image, kind, false)).as("byte %d", at).hasMessageContaining("MANIFEST");
            image.flip(manifest, at, at % 7);
        }
        Files.delete(manifest);
        assertThat(refusal(image, kind, true)).hasMessageContaining("no MANIFEST");
    }

    @ParameterizedTest
    @EnumSource
    void shouldNoticeManifestOfAnEarlierTime(final Kind kind) throws Exception {
        final Path folder = temp.resolve("live");
        TestJournal.open(folder, kind).close();
        final byte[] early = Files.readAllBytes(folder.resolve("MANIFEST"));
        final Image image = sealed(kind);
        Files.write(image.folder.resolve("MANIFEST"), early);
        assertThat(refusal(image, kind, true)).hasMessageContaining("is not in the MANIFEST");
    }

    @ParameterizedTest
    @EnumSource
    void shouldRecoverWithoutTheForcedNote(final Kind kind) throws Exception {
        final Image image = crashed(kind);
        Files.delete(image.folder.resolve("FORCED"));
        try (TestJournal journal = TestJournal.open(image.folder, kind)) {
            assertThat(journal.replayed().lines).hasSize(60);
        }
    }

    /** A flip that changes only the padding behind a document harms nobody. */
    private static void assertNothingMissing(final Image image) {
        final TestJournal.Replayed replayed = new TestJournal.Replayed();
        final JournalException refusal =
                catchThrowableOfType(JournalException.class, () -> JournalFolder.read(image.folder, replayed));
        if (refusal == null) {
            assertThat(replayed.lines).hasSize(60);
        } else {
            assertThat(refusal.kind()).isEqualTo(JournalException.Kind.DAMAGED);
        }
    }

    /** The refusal of open and of read, which leave the folder as it was. */
    private static JournalException refusal(final Image image, final Kind kind, final boolean comparesAll) {
        final Map<String, Long> before = comparesAll ? TestJournal.contents(image.folder) : Map.of();
        final JournalException read =
                catchThrowableOfType(JournalException.class, () -> TestJournal.read(image.folder));
        final JournalException open = catchThrowableOfType(
                JournalException.class,
                () -> TestJournal.open(image.folder, kind).close());
        assertThat(read).isNotNull();
        assertThat(open).isNotNull();
        assertThat(open.kind()).isEqualTo(JournalException.Kind.DAMAGED);
        assertThat(open.getMessage()).isEqualTo(read.getMessage()).contains("nothing was changed");
        if (comparesAll) {
            assertThat(TestJournal.contents(image.folder)).isEqualTo(before);
        }
        return open;
    }

    private static int word(final byte[] bytes, final long at) {
        final int i = (int) at;
        return bytes[i] & 0xff | (bytes[i + 1] & 0xff) << 8 | (bytes[i + 2] & 0xff) << 16 | (bytes[i + 3] & 0xff) << 24;
    }
}
