package dev.tidegate.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.journal.FoundSegment.Span;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What recovery writes over itself, since a force that failed may have left it in memory only. */
class FoundSegmentTest {
    @Test
    void shouldTakeWhatStandsBetweenForcedRecordsForUnforced() {
        final FoundSegment segment = new FoundSegment(new ManifestSegment(1, null), Path.of("segment"), 1, 1);
        segment.passed(1, 500, 600);
        segment.passed(2, 600, 700);
        segment.passed(3, 900, 1 << 20);
        segment.passed(4, (1 << 20) + 900, (1 << 20) + 1000);
        segment.ends(4, 4, (1 << 20) + 1000);

        assertThat(segment.unforced(3))
                .containsExactly(
                        new Span(0, 500),
                        new Span(700, 900),
                        new Span(1 << 20, (1 << 20) + 900),
                        new Span((1 << 20) + 900, (1 << 20) + 1000));
        assertThat(segment.unforced(0)).containsExactly(new Span(0, 500), new Span(500, (1 << 20) + 1000));
    }
}
