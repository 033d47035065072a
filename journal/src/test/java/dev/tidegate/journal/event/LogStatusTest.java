package dev.tidegate.journal.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.pipeline.EventLog.State;
import org.junit.jupiter.api.Test;

/** What a log says of itself is what happened first, and after its end nothing more. */
final class LogStatusTest {
    private final LogStatus status = new LogStatus();

    @Test
    void shouldKeepTheFirstReason() {
        status.note("first");
        status.note("second");
        assertThat(status.reason()).isEqualTo("first");
        assertThat(status.state()).isEqualTo(State.RUNNING);
    }

    @Test
    void shouldNotTakeAReaderThatFailsAfterTheEndForTheReasonOfTheEnd() {
        status.set(State.CLOSED, "");
        status.note("the file is closed");
        assertThat(status.reason()).isEmpty();
    }
}
