package dev.tidegate.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tidegate.Orders;
import dev.tidegate.Tidegate;
import dev.tidegate.TidegateOptions;
import dev.tidegate.message.Command;
import dev.tidegate.message.Command.Urgency;
import dev.tidegate.pipeline.EventLogSettings;
import dev.tidegate.pipeline.JournalSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code tidegate events} on a folder that is written, closed, damaged. */
class EventsCommandTest {
    private static final int ORDERS = 20;

    @TempDir
    Path temp;

    private Path folder;
    private String out = "";
    private String err = "";

    @BeforeEach
    void makeFolder() {
        folder = temp.resolve("data");
    }

    private Tidegate open(final EventLogSettings events) {
        return Tidegate.open(
                folder,
                TidegateOptions.defaults()
                        .withJournal(
                                JournalSettings.of(JournalSettings.Kind.FILE).withEvents(events)));
    }

    private Tidegate open() {
        return open(EventLogSettings.defaults());
    }

    /** Three entities, stock, and that many orders. */
    private static void trade(final Tidegate tidegate, final String name, final int orders) {
        final int house = tidegate.define(new Command.DefineWarehouse("W"));
        final int shop = tidegate.define(new Command.DefineChannel("C", false, List.of(house)));
        final int sku = tidegate.define(new Command.DefineSku("S", 0));
        tidegate.call(new Command.ReceiveStock(sku, house, orders, 1, 0, 0, 0));
        for (int i = 0; i < orders; i++) {
            tidegate.call(Orders.place(shop, name + i, "test", Urgency.URGENT)
                    .line(sku, 1, 250)
                    .build());
        }
    }

    private int run(final String words) {
        final StringWriter outWriter = new StringWriter();
        final StringWriter errWriter = new StringWriter();
        final int code = run(words, new PrintWriter(outWriter, true), new PrintWriter(errWriter, true));
        out = outWriter.toString();
        err = errWriter.toString();
        return code;
    }

    private int run(final String words, final PrintWriter outWriter, final PrintWriter errWriter) {
        final CommandLine commandLine = Main.commandLine();
        commandLine.setOut(outWriter);
        commandLine.setErr(errWriter);
        return commandLine.execute(("events " + folder + " " + words).trim().split(" +"));
    }

    private static Map<String, String> parse(final String line) throws IOException {
        final Map<String, String> fields = new TreeMap<>();
        try (JsonParser json = new JsonFactory().createParser(line)) {
            assertThat(json.nextToken()).isEqualTo(JsonToken.START_OBJECT);
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                final String name = json.currentName();
                json.nextToken();
                assertThat(fields.put(name, json.getText())).isNull();
            }
            assertThat(json.nextToken()).isNull();
        }
        return fields;
    }

    @Test
    void shouldPrintOneJsonObjectALineWithNamedFields() throws IOException {
        try (Tidegate tidegate = open()) {
            trade(tidegate, "TB-", ORDERS);
        }
        assertThat(run("--json")).isEqualTo(ExitCode.OK);
        assertThat(err).isEmpty();
        final List<Map<String, String>> events = new ArrayList<>();
        for (final String line : out.lines().toList()) {
            events.add(parse(line));
        }
        assertThat(events).extracting(event -> event.get("event")).containsExactlyElementsOf(numbers(1, events.size()));
        assertThat(events).extracting(event -> event.get("epoch")).containsOnly("1");
        final Map<String, String> placed = events.stream()
                .filter(event -> event.get("kind").equals("OrderPlaced"))
                .findFirst()
                .orElseThrow();
        assertThat(placed)
                .containsEntry("externalNumber", "TB-0")
                .containsEntry("urgency", "URGENT")
                .containsEntry("totalAmount", "250")
                .containsEntry("currency", "CNY")
                .containsEntry("source", "test");
        assertThat(events)
                .filteredOn(event -> event.get("kind").equals("StockMoved"))
                .extracting(event -> event.get("fromBucket") + ">" + event.get("toBucket"))
                .containsOnly("OUTSIDE>SELLABLE", "SELLABLE>HELD");
    }

    private static List<String> numbers(final long from, final long to) {
        return Stream.iterate(from, number -> number <= to, number -> number + 1)
                .map(String::valueOf)
                .toList();
    }

    @Test
    void shouldPrintBehindACursorUpToAnEvent() {
        try (Tidegate tidegate = open()) {
            trade(tidegate, "A", ORDERS);
        }
        assertThat(run("--from 1:4 --to 7")).isEqualTo(ExitCode.OK);
        assertThat(out.lines()).extracting(line -> line.split(" ")[0]).containsExactly("1:5", "1:6", "1:7");
        assertThat(run("--from end")).isEqualTo(ExitCode.OK);
        assertThat(out).isEmpty();
        assertThat(run("--from 5")).isEqualTo(ExitCode.USAGE);
        assertThat(out).isEmpty();
        assertThat(err).contains("EPOCH:SEQUENCE");
    }

    @Test
    void shouldFollowAFolderThatIsBeingWritten() {
        final StringWriter followed = new StringWriter();
        final CompletableFuture<Integer> following;
        final long last;
        try (Tidegate tidegate = open()) {
            trade(tidegate, "A", ORDERS);
            last = tidegate.events().newest().sequence() + ORDERS;
            following = CompletableFuture.supplyAsync(
                    () -> run("--follow --to " + last, new PrintWriter(followed), new PrintWriter(new StringWriter())));
            await().until(() -> followed.getBuffer().length() > 0);
            trade(tidegate, "B", ORDERS);
            await().until(following::isDone);
        }
        assertThat(following.join()).isEqualTo(ExitCode.OK);
        assertThat(followed.toString().lines())
                .extracting(line -> line.split(" ")[0].substring(2))
                .containsExactlyElementsOf(numbers(1, last));
    }

    @Test
    void shouldAnswerRewoundAndResyncWithCodesOfTheirOwn() {
        final long newest;
        try (Tidegate tidegate = open(EventLogSettings.defaults()
                .withSizes(64 * 1024, 1 << 20)
                .withRetention(1 << 20, 100, Long.MAX_VALUE))) {
            trade(tidegate, "A", 1_000);
            await().until(() -> tidegate.events().oldest().sequence() > 0);
            newest = tidegate.digest().sequence();
        }
        assertThat(newest).isPositive();
        assertThat(run("--from 1:1000000")).isEqualTo(ExitCode.REWOUND);
        assertThat(err).contains("REWOUND").contains("--from 1:");
        assertThat(run("--from 1:0")).isEqualTo(ExitCode.RESYNC);
        assertThat(err).contains("RESYNC").contains("take the state as of command");
        assertThat(out).isEmpty();
    }

    @Test
    void shouldPrintUpToDamageAndSetADamagedLogAside() throws IOException {
        try (Tidegate tidegate = open()) {
            trade(tidegate, "A", ORDERS);
        }
        assertThat(run("--json")).isEqualTo(ExitCode.OK);
        final String whole = out;
        final Path file = folder.resolve("events/00000000000000000001.events");
        final byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 8;
        Files.write(file, bytes);

        assertThat(run("--json")).isEqualTo(ExitCode.DAMAGED);
        assertThat(whole).startsWith(out);
        assertThat(out).isNotEmpty();
        assertThat(err).contains(file.toString()).contains("byte ");
        assertThat(verify()).isEqualTo(ExitCode.DAMAGED);
        assertThat(err).contains("--rebuild");

        assertThat(run("--rebuild")).as(err).isEqualTo(ExitCode.OK);
        assertThat(out).contains("events.old-1");
        assertThat(run("--json")).isEqualTo(ExitCode.OK);
        assertThat(out).isEqualTo(whole);
        assertThat(Files.readAllBytes(folder.resolve("events.old-1/00000000000000000001.events")))
                .isEqualTo(bytes);
        assertThat(verify()).isEqualTo(ExitCode.OK);
        try (Tidegate tidegate = open()) {
            assertThat(tidegate.events().report().damage()).isEmpty();
            assertThat(tidegate.events().report().missing()).isZero();
        }
    }

    private int verify() {
        final StringWriter errWriter = new StringWriter();
        final CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(new StringWriter()));
        commandLine.setErr(new PrintWriter(errWriter, true));
        final int code = commandLine.execute("verify", folder.toString());
        err = errWriter.toString();
        return code;
    }

    @Test
    void shouldRebuildInANewEpochWhenTheNotesCannotBeRead() throws IOException {
        try (Tidegate tidegate = open()) {
            trade(tidegate, "A", ORDERS);
        }
        final Path notes = folder.resolve("EVENTS");
        Files.writeString(notes, "nothing of use");
        assertThat(run("")).isEqualTo(ExitCode.DAMAGED);

        assertThat(run("--rebuild --json")).as(err).isEqualTo(ExitCode.OK);
        assertThat(Long.parseLong(parse(out).get("epoch"))).isGreaterThan(1_000_000_000);
        assertThat(folder.resolve("EVENTS.old-1")).hasContent("nothing of use");
        assertThat(run("--from 1:5")).isEqualTo(ExitCode.REWOUND);
        assertThat(run("--from start")).isEqualTo(ExitCode.OK);
    }

    @Test
    void shouldRefuseWhatHasNoEventLog() throws IOException {
        assertThat(run("")).isEqualTo(ExitCode.UNAVAILABLE);
        Files.createDirectory(folder);
        assertThat(run("")).isEqualTo(ExitCode.NOT_TIDEGATE);
        assertThat(run("--rebuild")).isEqualTo(ExitCode.NOT_TIDEGATE);
        try (Tidegate tidegate = open()) {
            assertThat(tidegate.events().newest().sequence()).isZero();
            assertThat(run("--rebuild")).isEqualTo(ExitCode.UNAVAILABLE);
            assertThat(err).contains("is held by");
        }
    }
}
