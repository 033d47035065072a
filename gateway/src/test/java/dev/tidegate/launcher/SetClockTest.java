package dev.tidegate.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.Tidegate;
import dev.tidegate.TidegateOptions;
import dev.tidegate.message.Command.ReceiveStock;
import dev.tidegate.message.Outcome;
import dev.tidegate.pipeline.JournalSettings.Kind;
import dev.tidegate.pipeline.TimeSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A machine whose clock was set between two starts. */
class SetClockTest extends ToolTest {
    private static final long DAY = 86_400_000;

    private Tidegate open(final Kind kind, final long clock) {
        return Tidegate.open(
                temp.resolve("shop"),
                TidegateOptions.defaults().withJournal(kind).withTime(TimeSource.given(clock)));
    }

    @ParameterizedTest
    @EnumSource
    void shouldGoOnFromItsOwnTimeWhenTheClockWasSetBack(final Kind kind) {
        try (Scene scene = Scene.of(temp.resolve("shop"), kind, 5)) {
            scene.order("A", 1);
        }
        try (Tidegate tidegate = open(kind, Scene.BIRTH - DAY)) {
            final Outcome outcome = tidegate.call(new ReceiveStock(1, 1, 1, 1, 0, 0, 0));
            assertThat(outcome.accepted()).as(outcome.toString()).isTrue();
            assertThat(outcome.timeMillis()).isEqualTo(Scene.BIRTH);
            assertThat(tidegate.counts().openOrders()).isEqualTo(1);
        }
        assertThat(json(ExitCode.OK, "verify", temp.resolve("shop"))).containsEntry("sequence", 6L);
    }

    @Test
    void shouldExpireWhatIsDueWhenTheClockWasSetForward() {
        try (Scene scene = Scene.of(temp.resolve("shop"), Kind.FILE, 5)) {
            scene.order("A", 2);
        }
        try (Tidegate tidegate = open(Kind.FILE, Scene.BIRTH + DAY)) {
            tidegate.advanceTo(Scene.BIRTH + DAY + 1);
            assertThat(tidegate.counts().openOrders()).isZero();
        }
        final Map<String, Object> proved = json(ExitCode.OK, "prove", temp.resolve("shop"));
        assertThat(proved).containsEntry("units_left", 5L).containsEntry("units_held", 0L);
    }
}
