package dev.tidegate.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
    private static final long TENTH = 100_000_000;
    private static final String ERASED = "\r\033[K";

    private final StringWriter err = new StringWriter();
    private long nanos = Long.MAX_VALUE - TENTH / 2;

    private ProgressBar bar(final long total, final boolean terminal) {
        return new ProgressBar(new PrintWriter(err), "sale", total, terminal, () -> nanos);
    }

    @Test
    void shouldDrawHowFarItIsAtMostTenTimesInASecond() {
        try (ProgressBar bar = bar(200, true)) {
            bar.show(1);
            nanos += TENTH;
            bar.show(50);
            bar.show(60);
            nanos += TENTH - 1;
            bar.show(70);
            nanos++;
            bar.show(200);
        }

        assertThat(err)
                .hasToString("\rsale [" + "#".repeat(10) + " ".repeat(30) + "]  25 %" + "\rsale [" + "#".repeat(40)
                        + "] 100 %" + ERASED);
    }

    @Test
    void shouldCountWhatNobodyKnowsTheTotalOf() {
        try (ProgressBar bar = bar(ProgressBar.UNKNOWN, true)) {
            bar.show(999);
            nanos += TENTH;
            bar.show(1_234_567);
        }

        assertThat(err).hasToString("\rsale 1,234,567 commands" + ERASED);
    }

    @Test
    void shouldDrawNothingForWhatIsShort() {
        try (ProgressBar bar = bar(2, true)) {
            bar.show(1);
            bar.show(2);
        }

        assertThat(err.toString()).isEmpty();
    }

    @Test
    void shouldDrawNothingUnlessThatIsATerminal() {
        try (ProgressBar bar = bar(2, false)) {
            nanos += TENTH;
            bar.show(1);
        }
        try (ProgressBar bar = bar(ProgressBar.UNKNOWN, false)) {
            nanos += TENTH;
            bar.show(1);
        }

        assertThat(err.toString()).isEmpty();
    }
}
