package dev.tidegate.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedHistoryTest {
    @TempDir
    Path temp;

    private RecordedHistory.Found check(final String... lines) throws IOException {
        return RecordedHistory.check(Files.writeString(temp.resolve("history"), String.join("\n", lines)));
    }

    private static String call(final int number, final String id, final long at) {
        return "{\"event\":\"call\",\"client\":\"a\",\"call\":" + number + ",\"principal\":0,\"id\":\"" + id
                + "\",\"at\":" + at + "}";
    }

    private static String answer(
            final int number,
            final String id,
            final long at,
            final String code,
            final long sequence,
            final long first) {
        return "{\"event\":\"return\",\"client\":\"a\",\"call\":" + number + ",\"principal\":0,\"id\":\"" + id
                + "\",\"at\":" + at + ",\"code\":\"" + code + "\",\"sequence\":" + sequence + ",\"firstSequence\":"
                + first
                + ",\"duplicate\":" + (first != sequence) + ",\"entity\":7}";
    }

    @Test
    void shouldAcceptAHistoryThatCanBe() throws Exception {
        assertThat(check(
                        call(1, "x", 10),
                        call(2, "y", 11),
                        answer(2, "y", 20, "OUT_OF_STOCK", 5, 5),
                        answer(1, "x", 30, "UNKNOWN", 0, 0),
                        call(3, "x", 31),
                        answer(3, "x", 40, "ACCEPTED", 6, 4),
                        call(4, "z", 50)))
                .isEqualTo(new RecordedHistory.Found(4, 2, 2, 1, 1));
    }

    @Test
    void shouldFindACommandThatCameBeforeItWasCalled() {
        assertThatThrownBy(() -> check(
                        call(1, "x", 10),
                        answer(1, "x", 20, "ACCEPTED", 5, 5),
                        call(2, "y", 21),
                        answer(2, "y", 30, "ACCEPTED", 4, 4)))
                .isInstanceOf(Violation.class)
                .hasMessageContaining("sequence 4 was called at 21");
    }

    @Test
    void shouldFindACommandThatWasAcceptedTwice() {
        assertThatThrownBy(() -> check(
                        call(1, "x", 10),
                        answer(1, "x", 20, "ACCEPTED", 5, 5),
                        call(2, "x", 21),
                        answer(2, "x", 30, "ACCEPTED", 6, 6)))
                .isInstanceOf(Violation.class)
                .hasMessageContaining("accepted twice");
    }

    @Test
    void shouldFindASequenceThatTwoCommandsWereGiven() {
        assertThatThrownBy(() -> check(
                        call(1, "x", 10),
                        call(2, "y", 10),
                        answer(1, "x", 20, "ACCEPTED", 5, 5),
                        answer(2, "y", 20, "ACCEPTED", 5, 5)))
                .isInstanceOf(Violation.class)
                .hasMessageContaining("given to two commands");
    }

    @Test
    void shouldNameTheLineThatIsNone() {
        assertThatThrownBy(() -> check(call(1, "x", 10), "{\"event\":\"return\"}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line 2");
    }
}
