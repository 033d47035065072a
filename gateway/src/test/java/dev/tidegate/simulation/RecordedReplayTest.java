package dev.tidegate.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidegate.Orders;
import dev.tidegate.Tidegate;
import dev.tidegate.TidegateOptions;
import dev.tidegate.history.History;
import dev.tidegate.history.History.Answer;
import dev.tidegate.history.History.Call;
import dev.tidegate.message.Command;
import dev.tidegate.message.CommandHeader;
import dev.tidegate.message.Outcome;
import dev.tidegate.pipeline.GivenTime;
import dev.tidegate.pipeline.TimeSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers of a node beside those of the reference model: right ones pass, and a wrong one is found, whatever is wrong. */
class RecordedReplayTest {
    private static final long START = 1_800_000_000_000L;

    @TempDir
    private Path temp;

    private final GivenTime time = TimeSource.given(START);

    /** A little shop: an order, one that finds too little, a repetition, one that runs out, its late payment. */
    @BeforeEach
    void record() throws IOException {
        try (History history = new History(file());
                Tidegate tidegate = Tidegate.inMemory(TidegateOptions.defaults().withTime(time))) {
            ask(history, tidegate, "define-warehouse", new Command.DefineWarehouse("W"), code("W"));
            final ObjectNode channel = code("C").put("shipUnpaid", false);
            channel.putArray("warehouses").add(1);
            ask(history, tidegate, "define-channel", new Command.DefineChannel("C", false, List.of(1)), channel);
            ask(history, tidegate, "define-sku", new Command.DefineSku("S", 0), code("S"));
            final ObjectNode receipt = History.arguments()
                    .put("sku", 1)
                    .put("warehouse", 1)
                    .put("quantity", 5)
                    .put("reason", 1);
            ask(history, tidegate, "receive-stock", new Command.ReceiveStock(1, 1, 5, 1, 0, 0, 0), receipt);
            final CommandHeader first = tidegate.newHeader();
            final long order = order(history, tidegate, first, "A", 3, 0);
            order(history, tidegate, tidegate.newHeader(), "B", 4, 0);
            order(history, tidegate, first, "A", 3, 0);
            final long brief = order(history, tidegate, tidegate.newHeader(), "C", 2, 1_000);
            pay(history, tidegate, order, 300);
            time.moveTo(START + 5_000);
            order(history, tidegate, tidegate.newHeader(), "D", 1, 0);
            pay(history, tidegate, brief, 200);
            final ObjectNode cancelled = History.arguments().put("order", order).put("reason", 7);
            ask(history, tidegate, "cancel-order", Orders.cancel(order, 7), cancelled);
        }
    }

    private Path file() {
        return temp.resolve("history.ndjson");
    }

    private static ObjectNode code(final String code) {
        return History.arguments().put("code", code);
    }

    private static Outcome ask(
            final History history,
            final Tidegate tidegate,
            final String name,
            final Command command,
            final ObjectNode arguments) {
        return ask(history, tidegate, tidegate.newHeader(), name, command, arguments);
    }

    private static Outcome ask(
            final History history,
            final Tidegate tidegate,
            final CommandHeader header,
            final String name,
            final Command command,
            final ObjectNode arguments) {
        final UUID id = new UUID(header.idHigh(), header.idLow());
        final Call call = new Call(history.operation(), 1, "one", "binary", id, name, arguments);
        history.call(call);
        final Outcome outcome = tidegate.submit(header, command).join();
        history.answered(call, Answer.of(outcome.accepted() ? "yes" : "no", outcome));
        return outcome;
    }

    private static long order(
            final History history,
            final Tidegate tidegate,
            final CommandHeader header,
            final String number,
            final long units,
            final long holdMillis) {
        final ObjectNode place = History.arguments()
                .put("channel", 1)
                .put("externalNumber", number)
                .put("source", "test")
                .put("holdMillis", holdMillis);
        final ArrayNode lines = place.putArray("lines");
        lines.addObject().put("sku", 1).put("quantity", units).put("netAmount", units * 100);
        final Command order = Orders.place(1, number, "test", Command.Urgency.NORMAL)
                .line(1, units, units * 100)
                .holdMillis(holdMillis)
                .build();
        return ask(history, tidegate, header, "place-order", order, place).entityId();
    }

    private static void pay(final History history, final Tidegate tidegate, final long order, final long amount) {
        final ObjectNode arguments = History.arguments().put("order", order).put("amount", amount);
        ask(history, tidegate, "confirm-payment", new Command.ConfirmPayment(order, amount), arguments);
    }

    @Test
    void shouldFindEveryAnswerRight() throws Exception {
        final RecordedHistory.Found found = RecordedHistory.check(file());

        assertThat(found.compared()).isEqualTo(12).isEqualTo(found.answers());
    }

    @ParameterizedTest
    @CsvSource({
        "define-sku, \"entityId\":1, \"entityId\":2",
        "place-order A, \"deadlineMillis\":1800001800000, \"deadlineMillis\":1800001800001",
        "place-order B, OUT_OF_STOCK, BUYER_REQUIRED",
        "place-order B, \"available\":2, \"available\":3",
        "place-order B, \"line\":1, \"line\":2",
        "place-order C, \"missing\":[], '\"missing\":[{\"line\":1,\"quantity\":1}]'",
        "confirm-payment C, PAID_LATE_SHORT, PAID_LATE",
        "cancel-order A, \"code\":\"ACCEPTED\", \"code\":\"ALREADY_SHIPPED\"",
    })
    void shouldFindAnAnswerThatIsWrong(final String which, final String right, final String wrong) throws Exception {
        plant(which, true, right, wrong);

        assertThatThrownBy(() -> RecordedHistory.check(file()))
                .isInstanceOf(Violation.class)
                .hasMessageContaining("model:");
    }

    /** A node that has understood something else than it was told answers wrongly, too. */
    @Test
    void shouldFindACommandThatWasDoneAsAnother() throws Exception {
        plant("place-order A", false, "\"quantity\":3", "\"quantity\":2");

        assertThatThrownBy(() -> RecordedHistory.check(file()))
                .isInstanceOf(Violation.class)
                .hasMessageContaining("model:");
    }

    @Test
    void shouldNameAFieldThatItDoesNotKnow() throws Exception {
        plant("place-order A", false, "\"source\":", "\"buyer\":\"x\",\"source\":");

        assertThatThrownBy(() -> RecordedHistory.check(file()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("buyer");
    }

    /** What comes behind a call without an answer may be right or wrong: nobody can say. */
    @Test
    void shouldCompareOnlyWhatCameBeforeACommandOfUnknownFate() throws Exception {
        final List<String> lines = new ArrayList<>(Files.readAllLines(file()));
        final int at = lines.indexOf(call(lines, "place-order B"));
        lines.set(at + 1, lines.get(at + 1).replaceAll("\"result\".*", "\"result\":\"unknown\",\"code\":\"UNKNOWN\"}"));
        Files.write(file(), lines);

        assertThat(RecordedHistory.check(file()).compared()).isEqualTo(5);
    }

    private static String call(final List<String> lines, final String which) {
        final String[] words = which.split(" ");
        // The orders are numbered in the order of their placing: A is the first, C the second that was accepted.
        final String order = words.length == 1
                ? ""
                : words[0].equals("place-order") ? "\"externalNumber\":\"" + words[1] + "\"" : "\"order\":";
        final List<String> calls = lines.stream()
                .filter(line -> line.contains("\"command\":\"" + words[0] + "\"") && line.contains(order))
                .toList();
        return words.length > 1 && words[1].equals("C") ? calls.get(calls.size() - 1) : calls.get(0);
    }

    /** Changes a call, or the answer to it. */
    private void plant(final String which, final boolean answer, final String right, final String wrong)
            throws IOException {
        final List<String> lines = new ArrayList<>(Files.readAllLines(file()));
        final int at = lines.indexOf(call(lines, which)) + (answer ? 1 : 0);
        assertThat(lines.get(at)).contains(right);
        lines.set(at, lines.get(at).replace(right, wrong));
        Files.write(file(), lines);
    }
}
