package dev.tidegate.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.tidegate.CommandIds;
import dev.tidegate.Tidegate;
import dev.tidegate.TidegateOptions;
import dev.tidegate.message.Command;
import dev.tidegate.pipeline.Intake;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bodies as commands: one in JSON, rows of an import in NDJSON and in CSV. What is a command in the end is given to an
 * engine. The first byte of an input says of which command it is, the second in what form.
 */
class HostileJsonTest {
    private static final int FORMS = 3;
    private static final int ROW_BYTES = 4_096;
    private static final CommandIds IDS = new CommandIds(System::currentTimeMillis);

    private static Tidegate tidegate;

    @BeforeAll
    static void open() {
        tidegate = Tidegate.inMemory(TidegateOptions.defaults().withRingSlots(4096));
        tidegate.define(new Command.DefineWarehouse("house"));
        tidegate.define(new Command.DefineChannel("shop", true, List.of(1)));
        tidegate.define(new Command.DefineSku("tea", 0));
    }

    @AfterAll
    static void close() {
        tidegate.close();
    }

    static Stream<byte[]> inputs() {
        return Stream.of(
                input(
                        CommandRoute.PLACE_ORDER,
                        0,
                        "{\"channel\":1,\"externalNumber\":\"N\\u00fc1\",\"source\":\"web\",\"urgency\":\"URGENT\","
                                + "\"placing\":\"PARTIAL\",\"buyer\":\"00000000-0000-0000-0000-000000000007\","
                                + "\"lines\":[{\"sku\":\"tea\",\"quantity\":1,\"netAmount\":-5,\"warehouse\":1},"
                                + "{\"sku\":1,\"quantity\":9223372036854775807,\"netAmount\":0}],"
                                + "\"aliases\":[{\"kind\":1,\"value\":\"a\"}],\"document\":\"\\ud83d\\ude00\"}"),
                input(
                        CommandRoute.CANCEL_ORDER,
                        0,
                        "{\"order\":4294967297,\"reason\":1,\"lines\":[{\"line\":1,\"quantity\":2}]}"),
                input(
                        CommandRoute.RETURN_LINES,
                        0,
                        "{\"order\":1,\"reason\":1,\"lines\":[{\"line\":1,\"quantity\":-1,\"grade\":\"SCRAP\"}]}"),
                input(CommandRoute.READMIT_ORDER, 0, "{\"order\":1,\"reason\":1,\"record\":\"AQID\"}"),
                input(CommandRoute.SET_LIMITS, 0, "{\"limits\":[{\"limit\":\"MAX_LINES\",\"value\":3}]}"),
                input(
                        CommandRoute.DEFINE_CHANNEL,
                        0,
                        "{\"code\":\"x\",\"warehouses\":[1,\"house\"],\"shipUnpaid\":true}"),
                input(
                        CommandRoute.RECEIVE_STOCK,
                        1,
                        "{\"sku\":1,\"warehouse\":1,\"quantity\":5,\"reason\":1}\n{\"sku\":\"tea\"}\r\n\n{}"),
                input(
                        CommandRoute.RECEIVE_STOCK,
                        2,
                        "sku:code,warehouse,quantity,reason\ntea,1,\"5\",1\r\n\"te\"\"a\",code:house,-1,\n"),
                input(CommandRoute.DEFINE_SKU, 2, "\uFEFFcode,supplyClass\n\"a,\nb\",1\n"));
    }

    private static byte[] input(final CommandRoute route, final int form, final String text) {
        final byte[] bytes = ("..." + text).getBytes(StandardCharsets.UTF_8);
        bytes[1] = (byte) route.ordinal();
        bytes[2] = (byte) form;
        return Arrays.copyOfRange(bytes, 1, bytes.length);
    }

    @MethodSource("inputs")
    @FuzzTest(maxDuration = "2m")
    void shouldBeACommandOrAProblem(final byte[] input) {
        if (input.length < 2) {
            return;
        }
        final CommandRoute route = CommandRoute.values()[(input[0] & 0xFF) % CommandRoute.values().length];
        final byte[] body = Arrays.copyOfRange(input, 2, input.length);
        try {
            switch ((input[1] & 0xFF) % FORMS) {
                case 0 -> command(route, body);
                case 1 -> rows(route, body, false);
                default -> rows(route, body, true);
            }
        } catch (final Problem problem) {
            assertThat(problem.status()).isBetween(400, 499);
            assertThat(problem.getMessage()).isNotBlank();
        }
    }

    private static void rows(final CommandRoute route, final byte[] body, final boolean csv) throws Problem {
        final RowCutter cutter = new RowCutter(csv, ROW_BYTES);
        final int half = body.length / 2;
        cutter.feed(Unpooled.wrappedBuffer(body, 0, half));
        cutter.feed(Unpooled.wrappedBuffer(body, half, body.length - half));
        cutter.end();
        CsvColumns columns = null;
        for (final byte[] row : cutter.rows()) {
            assertThat(row).hasSizeBetween(1, ROW_BYTES);
            if (csv && columns == null) {
                columns = new CsvColumns(route, row);
                continue;
            }
            try {
                command(route, columns == null ? row : columns.json(row));
            } catch (final Problem ofThisRow) {
                assertThat(ofThisRow.status()).isBetween(400, 499);
            }
        }
    }

    private static void command(final CommandRoute route, final byte[] json) throws Problem {
        final Names names = new Names();
        final List<Names.Code> unknown = new ArrayList<>();
        build(route, json, names, unknown);
        if (!unknown.isEmpty()) {
            tidegate.pipeline()
                    .read(reads -> {
                        unknown.forEach(code -> names.resolve(reads, code));
                        return null;
                    })
                    .join();
            unknown.clear();
        }
        final Command command = build(route, json, names, unknown);
        if (unknown.isEmpty()) {
            Intake intake = Intake.BUSY;
            while (intake == Intake.BUSY) {
                intake = tidegate.pipeline().submit(IDS.next(), command, 0, (correlation, outcome) -> {});
            }
            assertThat(intake).isIn(Intake.TAKEN, Intake.MALFORMED);
        }
    }

    private static Command build(
            final CommandRoute route, final byte[] json, final Names names, final List<Names.Code> unknown)
            throws Problem {
        final Draft draft = new Draft(names, unknown);
        final Field inPath = route.inPath();
        Body.read(json, json.length, (name, body) -> {
            final Field field = inPath != null && inPath.key().equals(name) ? inPath : route.field(name);
            if (field == null) {
                return false;
            }
            draft.read(field, body);
            return true;
        });
        if (inPath != null && !draft.has(inPath)) {
            throw Problem.badRequest("missing field " + inPath.key());
        }
        return route.build(draft);
    }
}
