package dev.tidegate.launcher.why;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.launcher.ExitCode;
import dev.tidegate.launcher.Scene;
import dev.tidegate.launcher.ToolTest;
import dev.tidegate.message.Command.AdjustMode;
import dev.tidegate.message.Command.AdjustStock;
import dev.tidegate.message.Command.CancelOrder;
import dev.tidegate.message.Command.ConfirmPayment;
import dev.tidegate.message.Command.ExtendHolds;
import dev.tidegate.message.Command.LineQuantity;
import dev.tidegate.message.Command.QuotaMode;
import dev.tidegate.message.Command.SetChannelQuota;
import dev.tidegate.message.Command.SetPurchaseLimit;
import dev.tidegate.message.Command.SetSafetyStock;
import dev.tidegate.message.Command.ShipOrder;
import dev.tidegate.message.Command.StartPayment;
import dev.tidegate.message.CommandHeader;
import dev.tidegate.pipeline.JournalSettings.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WhyTest extends ToolTest {
    private Path folder() {
        return temp.resolve("shop");
    }

    @Test
    void shouldTellWhyAnOrderExpired() {
        final long order;
        try (Scene scene = Scene.of(folder(), Kind.FILE, 5)) {
            order = scene.order("A-1", 2).entityId();
            scene.call(new StartPayment(order));
            scene.pass(Scene.HALF_HOUR);
            scene.call(new ConfirmPayment(order, 100));
        }
        final Map<String, String> before = contents(folder());

        final List<Map<String, Object>> commands =
                list(json(ExitCode.OK, "why", folder(), "--order", order), "commands");

        assertThat(commands)
                .extracting(chapter -> chapter.get("command"))
                .containsExactly("PlaceOrder", "StartPayment", "Tick", "ConfirmPayment");
        assertThat(commands.get(0)).containsEntry("outcome", "ACCEPTED").containsEntry("sequence", 5L);
        assertThat(commands.get(0).get("figures_before").toString()).contains("sellable=5", "asked=2");
        assertThat(commands.get(0).get("events").toString()).contains("from sellable (5 to 3) to held (0 to 2)");
        assertThat(commands.get(2)).containsEntry("because", "its deadline had passed");
        assertThat(commands.get(2).get("events").toString()).contains("PAYING to CLOSED (EXPIRED)");
        assertThat(commands.get(3)).containsEntry("outcome", "PAID_LATE").containsEntry("state_before", "CLOSED");
        assertThat(contents(folder())).isEqualTo(before);

        assertThat(run("why", folder(), "--order", order)).isEqualTo(ExitCode.OK);
        assertThat(out).contains("order " + order, "Tick", "its deadline had passed");
    }

    @Test
    void shouldTellThatAllHoldsWereGivenMoreTime() {
        final long order;
        try (Scene scene = Scene.of(folder(), Kind.FILE, 5)) {
            order = scene.order("A-1", 2).entityId();
            scene.call(new ExtendHolds(2 * Scene.HALF_HOUR));
            scene.call(new ExtendHolds(2 * Scene.HALF_HOUR));
            scene.pass(2 * Scene.HALF_HOUR);
        }

        final List<Map<String, Object>> commands =
                list(json(ExitCode.OK, "why", folder(), "--order", order), "commands");

        assertThat(commands)
                .extracting(chapter -> chapter.get("command"))
                .containsExactly("PlaceOrder", "ExtendHolds", "Tick");
        assertThat(commands.get(1)).containsEntry("because", "all unpaid holds were given more time");
        assertThat(commands.get(1).get("events").toString()).contains("lasts until then, 1 of them");
    }

    @Test
    void shouldTellWhatDecidedARefusal() {
        try (Scene scene = Scene.of(folder(), Kind.CHRONICLE, 5)) {
            scene.order("stock", 6);
            scene.call(new SetSafetyStock(1, 0, 2));
            scene.order("safety", 4);
            scene.call(new SetChannelQuota(1, 1, QuotaMode.UNITS, 1));
            scene.order("quota", 2);
            scene.call(new SetChannelQuota(1, 1, QuotaMode.NONE, 0));
            scene.call(new SetPurchaseLimit(1, 1, 1_000_000));
            scene.order("fits", 1);
            scene.order("limit", 1);
        }
        assertThat(because("stock", "OUT_OF_STOCK")).contains("6 asked", "5 could be offered");
        assertThat(because("safety", "SAFETY_STOCK")).contains("4 asked", "3 are offered", "safety stock of 2");
        assertThat(because("quota", "QUOTA_EXCEEDED")).contains("2 asked", "1 are left");
        assertThat(because("limit", "PURCHASE_LIMIT")).contains("1 asked", "0 more", "limit 1", "counted 1");
    }

    private String because(final String external, final String code) {
        final Map<String, Object> answer =
                json(ExitCode.OK, "why", folder(), "--channel", "WEB", "--external", external);
        assertThat(answer).containsEntry("order_id", 0L);
        final Map<String, Object> chapter = list(answer, "commands").get(0);
        assertThat(chapter).containsEntry("outcome", code);
        assertThat(run("why", folder(), "--command-id", chapter.get("command_id")))
                .isEqualTo(ExitCode.OK);
        assertThat(out).contains(code);
        return chapter.get("because").toString();
    }

    @Test
    void shouldNameTheCorrectionThatMadeALineShort() {
        final long order;
        try (Scene scene = Scene.of(folder(), Kind.FILE, 3)) {
            order = scene.order("A", 3).entityId();
            scene.call(new AdjustStock(1, 1, AdjustMode.BY, -2, 9, 0));
            scene.call(new ConfirmPayment(order, 100));
        }
        final List<Map<String, Object>> commands =
                list(json(ExitCode.OK, "why", folder(), "--channel", 1, "--external", "A"), "commands");
        assertThat(commands.get(1)).containsEntry("command", "AdjustStock");
        assertThat(commands.get(1).get("events").toString()).contains("2 claims without units");
        assertThat(commands.get(2).get("because").toString()).contains("3 asked, and 1 have units");
    }

    private Map<String, Object> conflict(final CommandHeader header) {
        final List<Map<String, Object>> commands =
                list(json(ExitCode.OK, "why", folder(), "--command-id", id(header)), "commands");
        return commands.stream()
                .filter(chapter -> id(header).toString().equals(chapter.get("command_id")))
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    private static UUID id(final CommandHeader header) {
        return new UUID(header.idHigh(), header.idLow());
    }

    @Test
    void shouldNameTheFieldInWhichACommandDiffersFromTheFirstUnderItsId() {
        final CommandHeader amount;
        final CommandHeader lines;
        final CommandHeader kind;
        final long first;
        try (Scene scene = Scene.of(folder(), Kind.FILE, 9)) {
            final long order = scene.order("A", 2).entityId();
            amount = scene.tidegate.newHeader();
            scene.call(amount, new ConfirmPayment(order, 100));
            first = scene.call(amount, new ConfirmPayment(order, 99)).firstSequence();
            lines = scene.tidegate.newHeader();
            scene.call(lines, new ShipOrder(order, List.of(new LineQuantity(1, 1))));
            scene.call(lines, new ShipOrder(order, List.of(new LineQuantity(1, 2))));
            kind = scene.tidegate.newHeader();
            scene.call(kind, new AdjustStock(1, 1, AdjustMode.BY, -1, 9, 0));
            scene.call(kind, new ConfirmPayment(order, 1));
        }

        assertThat(conflict(amount))
                .containsEntry("outcome", "ID_CONFLICT")
                .containsEntry("because", "its id belongs to sequence " + first + ": amount is 99 and was 100")
                .containsEntry("differs", List.of("amount is 99 and was 100"));
        assertThat(conflict(lines)).containsEntry("differs", List.of("lines 1: quantity is 2 and was 1"));
        assertThat(conflict(kind)).containsEntry("differs", List.of("it is ConfirmPayment and was AdjustStock"));
        assertThat(run("why", folder(), "--command-id", id(amount))).isEqualTo(ExitCode.OK);
        assertThat(out).contains("amount is 99 and was 100");
    }

    @Test
    void shouldFindTheFirstCommandBeforeTheSnapshotThatItsReadingBeginsWith() {
        final CommandHeader header;
        final long order;
        try (Scene scene = Scene.of(folder(), Kind.FILE, 9)) {
            header = scene.tidegate.newHeader();
            scene.call(header, new AdjustStock(1, 1, AdjustMode.BY, -1, 9, 0));
        }
        json(ExitCode.OK, "shadow", folder(), "--once");
        try (Scene scene = new Scene(folder(), Kind.FILE)) {
            order = scene.order("A", 2).entityId();
            scene.call(header, new ConfirmPayment(order, 100));
        }

        final Map<String, Object> answer = json(ExitCode.OK, "why", folder(), "--order", order);

        assertThat((Long) answer.get("read_behind_sequence")).isPositive();
        assertThat(list(answer, "commands").get(1))
                .containsEntry("differs", List.of("it is ConfirmPayment and was AdjustStock"));
    }

    @Test
    void shouldTellTheStockBeforeAndAfterEveryCommandThatMovesIt() {
        final long order;
        final CommandHeader adjusted;
        try (Scene scene = Scene.of(folder(), Kind.FILE, 9)) {
            order = scene.order("A", 2).entityId();
            final long other = scene.order("B", 3).entityId();
            scene.call(new ConfirmPayment(order, 100));
            adjusted = scene.tidegate.newHeader();
            scene.call(adjusted, new AdjustStock(1, 1, AdjustMode.BY, -5, 9, 0));
            scene.call(new CancelOrder(other, 1, List.of()));
            scene.call(new ShipOrder(order, List.of()));
        }

        assertThat(run("why", folder(), "--order", order)).isEqualTo(ExitCode.OK);
        assertThat(out.lines().map(String::strip).filter(line -> line.startsWith("stock of")))
                .containsExactly(
                        "stock of SHIRT at MAIN: sellable 9 to 7, held 0 to 2",
                        "stock of SHIRT at MAIN: sellable 4, held 5 to 3, sold 0 to 2",
                        "stock of SHIRT at MAIN: sellable 2, sold 2 to 0, shipped 0 to 2");
        final List<Map<String, Object>> rows =
                list(json(ExitCode.OK, "why", folder(), "--command-id", id(adjusted)), "commands");
        assertThat(rows.get(0).get("stock").toString())
                .contains("before={sellable=4, allotted=0, held=3, sold=2,", "after={sellable=0, allotted=0, held=2,")
                .contains("short=0}", "short=1}");
    }

    @Test
    void shouldTellTheStockOfARefusedCommandAsItIs() {
        final CommandHeader header;
        try (Scene scene = Scene.of(folder(), Kind.FILE, 9)) {
            header = scene.tidegate.newHeader();
            scene.call(header, new AdjustStock(1, 1, AdjustMode.BY, -10, 9, 0));
        }

        assertThat(run("why", folder(), "--command-id", id(header))).isEqualTo(ExitCode.OK);
        assertThat(out).contains("BELOW_ZERO", "  stock of SHIRT at MAIN: sellable 9\n");
    }

    @Test
    void shouldTellTheStockAroundTheWholeTickThatExpiredTheOrder() {
        final long order;
        try (Scene scene = Scene.of(folder(), Kind.FILE, 9)) {
            order = scene.order("A", 2).entityId();
            scene.order("B", 3);
            scene.pass(Scene.HALF_HOUR);
        }

        assertThat(run("why", folder(), "--order", order)).isEqualTo(ExitCode.OK);
        assertThat(out).contains("stock of SHIRT at MAIN: sellable 4 to 9, held 5 to 0\n");
    }

    @Test
    void shouldTellWhatItCanOfADamagedFolder() throws IOException {
        final long order;
        try (Scene scene = Scene.of(folder(), Kind.FILE, 5)) {
            order = scene.order("A-1", 2).entityId();
            scene.order("A-2", 2);
            scene.order("A-3", 1);
        }
        final Path segment = folder().resolve("segment-00000001.log");
        flip(segment, segment.toFile().length() - 300);

        final Map<String, Object> answer = json(ExitCode.DAMAGED, "why", folder(), "--order", order);

        assertThat(answer).containsEntry("ok", false);
        assertThat(answer.get("error").toString()).contains("segment 1 ");
        assertThat(list(answer, "commands")).hasSize(1);
        assertThat(err).contains("up to the damage");
    }

    @Test
    void shouldBeginWithTheNewestSnapshotFromBeforeTheOrder() throws IOException {
        final long first;
        final long second;
        try (Scene scene = Scene.of(folder(), Kind.FILE, 9)) {
            first = scene.order("A", 2).entityId();
        }
        json(ExitCode.OK, "shadow", folder(), "--once");
        try (Scene scene = new Scene(folder(), Kind.FILE)) {
            scene.pass(Scene.HALF_HOUR / 2);
            scene.call(new ConfirmPayment(first, 100));
            second = scene.order("B", 1).entityId();
        }
        final Map<String, Object> early = json(ExitCode.OK, "why", folder(), "--order", first);
        assertThat(early).containsEntry("read_behind_sequence", 0L);
        assertThat(list(early, "commands"))
                .extracting(chapter -> chapter.get("command"))
                .containsExactly("PlaceOrder", "ConfirmPayment");

        final Map<String, Object> late = json(ExitCode.OK, "why", folder(), "--order", second);
        assertThat(late).containsEntry("read_behind_sequence", 5L);
        assertThat(list(late, "commands").get(0).get("figures_before").toString())
                .contains("sellable=7");
        assertThat(json(
                        ExitCode.OK,
                        "why",
                        folder(),
                        "--command-id",
                        list(late, "commands").get(0).get("command_id")))
                .containsEntry("read_behind_sequence", 5L)
                .containsEntry("order_id", second)
                .containsEntry("commands", late.get("commands"));

        final Path segment = folder().resolve("segment-00000001.log");
        flip(segment, segment.toFile().length() - 300);
        assertThat(json(ExitCode.OK, "why", folder(), "--order", second))
                .containsEntry("commands", late.get("commands"));
        json(ExitCode.DAMAGED, "why", folder(), "--order", first);
        json(ExitCode.DAMAGED, "why", folder(), "--channel", "WEB", "--external", "B");
    }

    @Test
    void shouldTellOfAnOrderThatNeverWasOnlyAfterReadingAll() {
        try (Scene scene = Scene.of(folder(), Kind.FILE, 9)) {
            scene.call(new ConfirmPayment(77, 100));
        }
        json(ExitCode.OK, "shadow", folder(), "--once");

        final Map<String, Object> answer = json(ExitCode.OK, "why", folder(), "--order", 77);

        assertThat(list(answer, "commands")).hasSize(1);
        assertThat(list(answer, "commands").get(0)).containsEntry("outcome", "UNKNOWN_ORDER");
    }

    @Test
    void shouldRefuseWhatNamesNoOrder() {
        Scene.of(folder(), Kind.FILE, 5).close();
        assertThat(run("why", folder())).isEqualTo(ExitCode.USAGE);
        assertThat(run("why", folder(), "--channel", "WEB")).isEqualTo(ExitCode.USAGE);
        assertThat(run("why", folder(), "--order", 1, "--command-id", UUID.randomUUID()))
                .isEqualTo(ExitCode.USAGE);
        assertThat(run("why", folder(), "--order", 77)).isEqualTo(ExitCode.USAGE);
        assertThat(err).contains("no command in");
        assertThat(run("why", temp, "--order", 1)).isEqualTo(ExitCode.NOT_TIDEGATE);
    }
}
