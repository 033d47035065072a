package dev.tidegate.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidegate.journal.Image.Span;
import dev.tidegate.pipeline.JournalException;
import dev.tidegate.pipeline.JournalSettings.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One bit changed anywhere: reported with its place, or a cut tail in the last batch, and never another state. */
class RandomFlipTest {
    private static final int FLIPS = 500;
    private static final int SEALED_SEGMENTS = 3;
    private static final int BATCHES = 30;

    @TempDir
    Path temp;

    /** Three sealed segments and one that a kill left open, small enough to be read a thousand times. */
    private Image image(final Kind kind) {
        final Path folder = temp.resolve("live");
        for (int i = 0; i < SEALED_SEGMENTS; i++) {
            try (TestJournal journal = TestJournal.open(folder, kind)) {
                journal.appendBatches(BATCHES).mark();
            }
        }
        try (TestJournal journal = TestJournal.open(folder, kind)) {
            journal.appendBatches(BATCHES);
            final Image image = new Image(TestJournal.crashImage(folder, temp.resolve("image")), kind);
            final List<Span> spans = image.spans(SEALED_SEGMENTS + 1);
            image.truncate(
                    image.file(SEALED_SEGMENTS + 1), spans.get(spans.size() - 1).end() + 4096);
            return image;
        }
    }

    /** A file, how many of its bytes were written, and the places whose change must be reported. */
    private record Target(Path file, long bytes, List<Span> reported, Span tail) {}

    private static List<Target> targets(final Image image) throws Exception {
        final List<Target> targets = new ArrayList<>();
        final Span none = new Span(-1, -1);
        for (int segment = 1; segment <= SEALED_SEGMENTS; segment++) {
            final long bytes = Files.size(image.file(segment));
            targets.add(new Target(image.file(segment), bytes, List.of(new Span(0, bytes)), none));
        }
        final List<Span> live = image.spans(SEALED_SEGMENTS + 1);
        final Span last = live.get(live.size() - 1);
        targets.add(new Target(image.file(SEALED_SEGMENTS + 1), last.end(), live, last));
        final Path manifest = image.folder.resolve("MANIFEST");
        targets.add(new Target(manifest, Files.size(manifest), List.of(new Span(0, Files.size(manifest))), none));
        // A note that is damaged is as good as none: the other slot stands, and it is a second opinion only.
        final Path forced = image.folder.resolve("FORCED");
        targets.add(new Target(forced, Files.size(forced), List.of(), none));
        return targets;
    }

    @ParameterizedTest
    @EnumSource
    void shouldReportEveryFlippedBitOrReadTheSame(final Kind kind) throws Exception {
        final Image image = image(kind);
        final List<String> whole = TestJournal.read(image.folder).lines;
        assertThat(whole).hasSize(SEALED_SEGMENTS * (BATCHES + 1) + BATCHES);
        final List<Target> targets = targets(image);
        final Map<String, Long> before = TestJournal.contents(image.folder);
        final Random random = new Random(99);
        int reported = 0;
        for (int i = 0; i < FLIPS; i++) {
            final Target target = targets.get(i % targets.size());
            final long at = (long) (random.nextDouble() * target.bytes());
            final int bit = random.nextInt(8);
            image.flip(target.file(), at, bit);
            reported += check(image, whole, target, at, bit) ? 1 : 0;
            image.flip(target.file(), at, bit);
        }
        assertThat(reported).isGreaterThan(FLIPS / 2);
        assertThat(TestJournal.contents(image.folder)).isEqualTo(before);
        assertThat(TestJournal.read(image.folder).lines).isEqualTo(whole);
    }

    /** Whether it was reported as damage. */
    private static boolean check(
            final Image image, final List<String> whole, final Target target, final long at, final int bit) {
        final TestJournal.Replayed replayed = new TestJournal.Replayed();
        final JournalException refusal =
                catchThrowableOfType(JournalException.class, () -> JournalFolder.read(image.folder, replayed));
        final String place = "bit " + bit + " of byte " + at + " of " + target.file();
        assertThat(replayed.lines).as(place).isEqualTo(whole.subList(0, replayed.lines.size()));
        if (refusal != null) {
            assertThat(refusal.kind()).as(place).isEqualTo(JournalException.Kind.DAMAGED);
            final boolean ofSegment = target.file().toString().contains("segment");
            assertThat(refusal.getMessage())
                    .as(place)
                    .contains(ofSegment ? "(" + target.file() + "), byte " : "MANIFEST", "nothing was changed");
            return true;
        }
        final boolean mustBeReported =
                target.reported().stream().anyMatch(span -> at >= span.start() && at < span.end());
        if (mustBeReported) {
            assertThat(at)
                    .as(place)
                    .isBetween(target.tail().start(), target.tail().end());
            assertThat(replayed.lines).as(place).hasSize(whole.size() - 1);
        } else {
            assertThat(replayed.lines).as(place).hasSize(whole.size());
        }
        return false;
    }
}
