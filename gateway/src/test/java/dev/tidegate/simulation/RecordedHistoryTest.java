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

    private static String call(final int op, final int attempt, final String id, final long at) {
        return "{\"type\":\"call\",\"at\":" + at + ",\"op\":" + op + ",\"attempt\":" + attempt
                + ",\"process\":\"a\",\"protocol\":\"http\",\"id\":\"" + id
                + "\",\"command\":\"place-order\",\"arguments\":{\"lines\":[{\"op\":9}]}}";
    }

    private static String unknown(final int op, final int attempt, final long at) {
        return "{\"type\":\"return\",\"at\":" + at + ",\"op\":" + op + ",\"attempt\":" + attempt
                + ",\"result\":\"unknown\",\"code\":\"UNKNOWN\"}";
    }

    private static String answer(
            final int op, final int attempt, final long at, final String code, final long sequence, final long first) {
        return "{\"type\":\"return\",\"at\":" + at + ",\"op\":" + op + ",\"attempt\":" + attempt + ",\"result\":\""
                + (code.equals("ACCEPTED") ? "yes" : "no") + "\",\"code\":\"" + code + "\",\"sequence\":" + sequence
                + ",\"firstSequence\":" + first + ",\"duplicate\":" + (first != sequence) + ",\"entityId\":7}";
    }

    @Test
    void shouldAcceptAHistoryThatCanBe() throws Exception {
        assertThat(check(
                        "{\"type\":\"history\",\"version\":1,\"epochMillis\":1800000000000}",
                        "{\"type\":\"given\",\"at\":1,\"skus\":2}",
                        call(1, 1, "x", 10),
                        call(2, 1, "y", 11),
                        answer(2, 1, 20, "OUT_OF_STOCK", 5, 5),
                        "{\"type\":\"kill\",\"at\":25}",
                        unknown(1, 1, 30),
                        call(1, 2, "x", 31),
                        answer(1, 2, 40, "ACCEPTED", 6, 4),
                        call(3, 1, "z", 50)))
                .isEqualTo(new RecordedHistory.Found(4, 2, 2, 1, 1, 0));
    }

    @Test
    void shouldFindACommandThatCameBeforeItWasCalled() {
        assertThatThrownBy(() -> check(
                        call(1, 1, "x", 10),
                        answer(1, 1, 20, "ACCEPTED", 5, 5),
                        call(2, 1, "y", 21),
                        answer(2, 1, 30, "ACCEPTED", 4, 4)))
                .isInstanceOf(Violation.class)
                .hasMessageContaining("sequence 4 was called at 21");
    }

    @Test
    void shouldFindACommandThatWasAcceptedTwice() {
        assertThatThrownBy(() -> check(
                        call(1, 1, "x", 10),
                        answer(1, 1, 20, "ACCEPTED", 5, 5),
                        call(2, 1, "x", 21),
                        answer(2, 1, 30, "ACCEPTED", 6, 6)))
                .isInstanceOf(Violation.class)
                .hasMessageContaining("accepted twice");
    }

    @Test
    void shouldFindASequenceThatTwoCommandsWereGiven() {
        assertThatThrownBy(() -> check(
                        call(1, 1, "x", 10),
                        call(2, 1, "y", 10),
                        answer(1, 1, 20, "ACCEPTED", 5, 5),
                        answer(2, 1, 20, "ACCEPTED", 5, 5)))
                .isInstanceOf(Violation.class)
                .hasMessageContaining("given to two commands");
    }

    @Test
    void shouldNameTheLineThatIsNone() {
        assertThatThrownBy(() -> check(call(1, 1, "x", 10), "{\"type\":\"return\"}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line 2");
    }
}
