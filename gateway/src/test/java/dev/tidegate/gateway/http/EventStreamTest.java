package dev.tidegate.gateway.http;

import static dev.tidegate.gateway.TestGateway.MARKET;
import static dev.tidegate.gateway.TestGateway.PRICE;
import static dev.tidegate.gateway.TestGateway.WEB;
import static dev.tidegate.gateway.TestGateway.place;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidegate.gateway.TestGateway;
import dev.tidegate.gateway.security.ApiKeys;
import dev.tidegate.launcher.events.EventsCommand;
import dev.tidegate.message.Command;
import dev.tidegate.pipeline.EventCursor;
import dev.tidegate.wire.Words;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Events and units left as streams over HTTP. */
@Timeout(300)
class EventStreamTest {
    /** Events that the shop itself makes. */
    private static final long SHOP = 6;

    private static final Contract CONTRACT = new Contract();

    @TempDir
    private Path folder;

    /** What a Server-Sent Events client is told. */
    private record Told(String id, String name, String data) {
        JsonNode json() throws IOException {
            return Contract.MAPPER.readTree(data);
        }
    }

    /** Every object of every stream here is looked at. */
    private static void assertAsTheContractSays(final String target, final String kind, final String data)
            throws IOException {
        final String end = target.startsWith("/v1/units") ? "UnitsEnd" : "StreamEnd";
        final String schema = switch (kind) {
            case "units" -> "UnitsOfSku";
            case "HEARTBEAT" -> "Heartbeat";
            default -> Words.templateOfKind(kind) == 0 ? end : "Event";
        };
        assertThat(CONTRACT.checkObject(schema, data)).as(data).isEmpty();
        if (!kind.equals("units")) {
            assertThat(Contract.MAPPER.readTree(data).at("/kind").asText()).isEqualTo(kind);
        }
    }

    /** A client as the standard describes it. */
    private static final class Sse implements AutoCloseable {
        private final String target;
        private final Socket socket;
        private final BufferedReader in;
        final List<String> head = new ArrayList<>();
        String lastId = "";

        Sse(final TestGateway shop, final String target, final String... headers) throws IOException {
            this.target = target;
            socket = new Socket(InetAddress.getLoopbackAddress(), shop.httpPort());
            socket.setSoTimeout(120_000);
            final String request = "GET " + target + " HTTP/1.1\r\nHost: x\r\n" + String.join("", headers) + "\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                head.add(line);
            }
            if (head.get(0).startsWith("HTTP/1.1 200")) {
                assertThat(head).contains("Content-Type: text/event-stream");
                CONTRACT.checkResponse("GET", target.replaceAll("\\?.*", ""), 200, "text/event-stream", "");
            }
        }

        /** The next event; null when the stream has ended. */
        Told next() throws IOException {
            String name = "message";
            final StringBuilder data = new StringBuilder();
            final long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                // Heartbeats keep the socket's own time limit from being reached.
                assertThat(System.nanoTime() - until)
                        .as("nothing but heartbeats came")
                        .isNegative();
                assertThat(line).as("a line of the standard").matches("(id|event|data): .*|: heartbeat|retry: [0-9]+|");
                if (line.startsWith("id: ")) {
                    lastId = line.substring(4);
                } else if (line.startsWith("event: ")) {
                    name = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    data.append(line.substring(6));
                } else if (line.isEmpty() && data.length() > 0) {
                    assertAsTheContractSays(target, name, data.toString());
                    return new Told(lastId, name, data.toString());
                } else if (line.isEmpty()) {
                    name = "message";
                }
            }
            return null;
        }

        List<Told> next(final int count) throws IOException {
            final List<Told> told = new ArrayList<>();
            while (told.size() < count) {
                told.add(next());
            }
            return told;
        }

        void awaitHeartbeat() throws IOException {
            for (String line = in.readLine(); !line.equals(": heartbeat"); line = in.readLine()) {
                lastId = line.startsWith("id: ") ? line.substring(4) : lastId;
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static void awaitEvents(final TestGateway shop, final long count) {
        shop.awaitEventLog();
        assertThat(shop.tidegate.events().newest().sequence()).isEqualTo(count);
    }

    @Test
    void shouldStreamFromTheStartAndGoOnFromTheLastId() throws Exception {
        try (TestGateway shop = TestGateway.openFolder(folder)) {
            for (int i = 0; i < 20; i++) {
                shop.tidegate.call(place(WEB, "A-" + i, 1));
            }
            final String last;
            try (Sse stream = new Sse(shop, "/v1/events?from=start")) {
                assertThat(stream.head.get(0)).isEqualTo("HTTP/1.1 200 OK");
                assertThat(stream.head).contains("Content-Type: text/event-stream");
                final List<Told> told = stream.next(15);
                assertThat(told)
                        .extracting(Told::id)
                        .containsExactlyElementsOf(LongStream.rangeClosed(1, 15)
                                .mapToObj(i -> "1:" + i)
                                .toList());
                assertThat(told.get(6).name()).isEqualTo("OrderPlaced");
                assertThat(told.get(6).json().at("/externalNumber").asText()).isEqualTo("A-0");
                last = told.get(14).id();
            }
            try (Sse stream = new Sse(shop, "/v1/events?from=start", "Last-Event-ID: " + last + "\r\n")) {
                assertThat(stream.next().id()).isEqualTo("1:16");
                stream.next((int) SHOP + 40 - 16);
                shop.tidegate.call(place(WEB, "A-new", 1));
                assertThat(stream.next().json().at("/externalNumber").asText()).isEqualTo("A-new");
            }
        }
    }

    @Test
    void shouldSendTheObjectsThatTheLauncherPrints() throws Exception {
        final List<String> sent = new ArrayList<>();
        try (TestGateway shop = TestGateway.openFolder(folder)) {
            final long order = shop.tidegate.call(place(WEB, "王 \"1\"", 2)).entityId();
            shop.tidegate.call(new Command.ConfirmPayment(order, 2 * PRICE));
            try (Sse stream = new Sse(shop, "/v1/events?from=start")) {
                stream.next((int) SHOP + 4).forEach(told -> sent.add(told.data()));
            }
        }
        final StringWriter printed = new StringWriter();
        final int code = new CommandLine(EventsCommand.class)
                .setOut(new PrintWriter(printed))
                .execute(folder.toString(), "--from", "start", "--json");
        assertThat(code).isZero();
        assertThat(printed.toString().lines().toList()).isEqualTo(sent);
    }

    @Test
    void shouldFilterByCodesAndKeepInTouchAboutWhatWasNotAskedFor() throws Exception {
        try (TestGateway shop = TestGateway.openFolder(folder, "feed.heartbeat-millis", "100");
                Sse stream = new Sse(
                        shop, "/v1/events?from=end&kinds=StockMoved,OrderPlaced&skus=DRESS-RED-M&channels=market")) {
            stream.awaitHeartbeat();
            shop.tidegate.call(place(WEB, "B-1", 1));
            final long order = shop.tidegate.call(place(MARKET, "B-2", 3)).entityId();

            final Told told = stream.next();
            assertThat(told.name()).isEqualTo("StockMoved");
            assertThat(told.json().at("/orderId").asLong()).isEqualTo(order);
            assertThat(told.json().at("/fromBucket").asText()).isEqualTo("SELLABLE");
            shop.tidegate.call(place(WEB, "B-3", 1));
            Awaitility.await().until(() -> {
                stream.awaitHeartbeat();
                return stream.lastId.equals("1:" + (SHOP + 6));
            });
        }
    }

    @Test
    void shouldRefuseWhatMakesNoSense() throws Exception {
        try (TestGateway shop = TestGateway.openFolder(folder, "feed.subscriptions", "1")) {
            final HttpCaller caller = new HttpCaller(shop.httpPort());
            assertThat(caller.get("/v1/events?from=yesterday").statusCode()).isEqualTo(400);
            assertThat(caller.get("/v1/events?kinds=OrderLost").statusCode()).isEqualTo(400);
            assertThat(caller.get("/v1/events?orders=x").statusCode()).isEqualTo(400);
            assertThat(caller.get("/v1/events?since=1").statusCode()).isEqualTo(400);
            assertThat(caller.get("/v1/events?skus=NO-SUCH").statusCode()).isEqualTo(404);
            assertThat(caller.get("/v1/events/socket").statusCode()).isEqualTo(426);
            assertThat(caller.get("/v1/units/stream").statusCode()).isEqualTo(400);
            try (Sse one = new Sse(shop, "/v1/events")) {
                assertThat(one.head).isNotEmpty();
                assertThat(caller.get("/v1/events").statusCode()).isEqualTo(503);
                assertThat(HttpCaller.text(caller.get("/v1/units/stream?skus=1"), "code"))
                        .isEqualTo("TOO_MANY");
            }
            Awaitility.await().until(() -> shop.gateway.feed().count() == 0);
        }
        try (TestGateway memory = TestGateway.open()) {
            assertThat(HttpCaller.text(new HttpCaller(memory.httpPort()).get("/v1/events"), "code"))
                    .isEqualTo("UNAVAILABLE");
        }
    }

    @Test
    void shouldSayRewoundAndResyncAndWhereToGoOn() throws Exception {
        try (TestGateway shop = TestGateway.openFolder(folder)) {
            awaitEvents(shop, SHOP);
            try (Sse stream = new Sse(shop, "/v1/events?from=1:900")) {
                final Told told = stream.next();
                assertThat(told.name()).isEqualTo("REWOUND");
                assertThat(told.id()).isEqualTo("1:6");
                assertThat(told.json().at("/resumeFrom").asText()).isEqualTo("1:6");
                assertThat(stream.next()).isNull();
            }
            try (Sse stream = new Sse(shop, "/v1/events?from=7:1")) {
                final Told told = stream.next();
                assertThat(told.name()).isEqualTo("RESYNC");
                assertThat(told.json().at("/resumeFrom").asText()).isEqualTo("1:0");
                assertThat(told.json().at("/sequence").asLong()).isPositive();
                assertThat(stream.next()).isNull();
            }
        }
    }

    @Test
    void shouldAnswerWhatWasAskedBeforeOnTheSameConnection() throws Exception {
        try (TestGateway shop = TestGateway.openFolder(folder);
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), shop.httpPort())) {
            socket.setSoTimeout(120_000);
            socket.getOutputStream()
                    .write(("GET /v1/counts HTTP/1.1\r\nHost: x\r\n\r\n"
                                    + "GET /v1/events?from=start HTTP/1.1\r\nHost: x\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            final BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            final StringBuilder all = new StringBuilder();
            while (!all.toString().contains("id: 1:6\n")) {
                all.append(in.readLine()).append('\n');
            }
            assertThat(all.indexOf("unitsSellable")).isBetween(0, all.indexOf("text/event-stream"));
        }
    }

    @Test
    void shouldTellOfUnitsThatChange() throws Exception {
        try (TestGateway shop = TestGateway.open("feed.units-millis", "10", "feed.heartbeat-millis", "200");
                Sse stream = new Sse(shop, "/v1/units/stream?skus=DRESS-RED-M,2")) {
            assertThat(stream.next(2))
                    .extracting(told -> told.json().at("/units").asLong())
                    .containsExactly(1_000_000L, 0L);
            shop.tidegate.call(place(WEB, "U-1", 10));
            // The other SKU may be marked as sold out at any time, and is told then, too.
            Told changed = stream.next();
            while (changed.json().at("/sku").asInt() != 1) {
                changed = stream.next();
            }
            final JsonNode now = changed.json();
            assertThat(now.at("/units").asLong()).isEqualTo(999_990);
            stream.awaitHeartbeat();
            // Nothing more comes but that and the last words.
            final Thread closing = new Thread(shop.gateway::close);
            closing.start();
            Told told = stream.next();
            while (told.name().equals("units")) {
                told = stream.next();
            }
            assertThat(told.name()).isEqualTo("CLOSING");
            assertThat(stream.next()).isNull();
            closing.join(120_000);
            assertThat(closing.isAlive()).isFalse();
        }
    }

    @Test
    void shouldCountWhoFollowsByWhatItGoesOver() throws Exception {
        try (TestGateway shop = TestGateway.openFolder(folder);
                Sse events = new Sse(shop, "/v1/events");
                Sse units = new Sse(shop, "/v1/units/stream?skus=1")) {
            assertThat(events.head.get(0)).isEqualTo(units.head.get(0));
            final Messages messages = new Messages();
            final WebSocket socket = socket(shop, "", messages);
            messages.next();

            Awaitility.await()
                    .untilAsserted(() -> assertThat(metrics(shop))
                            .contains(
                                    "tidegate_feed_subscriptions{over=\"sse\"} 1",
                                    "tidegate_feed_subscriptions{over=\"units\"} 1",
                                    "tidegate_feed_subscriptions{over=\"websocket\"} 1",
                                    "tidegate_feed_subscriptions{over=\"binary\"} 0",
                                    "tidegate_feed_waiting 0",
                                    "tidegate_feed_cuts_total{over=\"sse\"} 0"));
            socket.abort();
            units.socket.close();
            Awaitility.await()
                    .untilAsserted(() -> assertThat(metrics(shop))
                            .contains(
                                    "tidegate_feed_subscriptions{over=\"sse\"} 1",
                                    "tidegate_feed_subscriptions{over=\"units\"} 0",
                                    "tidegate_feed_subscriptions{over=\"websocket\"} 0"));
        }
    }

    private static Stream<String> metrics(final TestGateway shop) throws IOException {
        return new HttpCaller(shop.httpPort()).get("/metrics").body().lines();
    }

    // ---- clients of others

    /** Keeps what a WebSocket is told. */
    private static final class Messages implements WebSocket.Listener {
        final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
        private final StringBuilder part = new StringBuilder();

        @Override
        public CompletionStage<?> onText(final WebSocket socket, final CharSequence data, final boolean last) {
            part.append(data);
            if (last) {
                texts.add(part.toString());
                part.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onPong(final WebSocket socket, final java.nio.ByteBuffer message) {
            texts.add("pong " + StandardCharsets.UTF_8.decode(message));
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(final WebSocket socket, final int status, final String reason) {
            texts.add("closed " + status + " " + reason);
            return null;
        }

        JsonNode next() throws Exception {
            final String said = said();
            final JsonNode json = Contract.MAPPER.readTree(said);
            assertAsTheContractSays("/v1/events/socket", json.at("/kind").asText(), said);
            return json;
        }

        String said() throws InterruptedException {
            final String said = texts.poll(120, TimeUnit.SECONDS);
            assertThat(said).isNotNull();
            return said;
        }
    }

    private static WebSocket socket(
            final TestGateway shop, final String query, final Messages messages, final String... headers) {
        final WebSocket.Builder builder = HttpClient.newHttpClient().newWebSocketBuilder();
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        return builder.buildAsync(
                        URI.create("ws://127.0.0.1:" + shop.httpPort() + "/v1/events/socket" + query), messages)
                .join();
    }

    @Test
    void shouldSpeakToAStandardWebSocketClient() throws Exception {
        try (TestGateway shop = TestGateway.openFolder(folder)) {
            final Messages messages = new Messages();
            final long order = shop.tidegate.call(place(WEB, "W-1", 1)).entityId();
            final WebSocket socket = socket(shop, "?from=1:" + SHOP, messages);
            assertThat(messages.next().at("/kind").asText()).isEqualTo("HEARTBEAT");
            final JsonNode placed = messages.next();
            assertThat(placed.at("/kind").asText()).isEqualTo("OrderPlaced");
            assertThat(placed.at("/epoch").asLong()).isEqualTo(1);
            assertThat(placed.at("/event").asLong()).isEqualTo(SHOP + 1);
            messages.next();
            socket.sendPing(java.nio.ByteBuffer.wrap("hi".getBytes(StandardCharsets.US_ASCII)))
                    .join();
            assertThat(messages.said()).isEqualTo("pong hi");
            shop.tidegate.call(new Command.ConfirmPayment(order, PRICE));
            messages.next();
            assertThat(messages.next().at("/stateAfter").asText()).isEqualTo("PAID");

            socket.sendClose(WebSocket.NORMAL_CLOSURE, "enough").join();
            assertThat(messages.said()).startsWith("closed 1000");
            Awaitility.await().until(() -> shop.gateway.feed().count() == 0);
        }
    }

    @Test
    void shouldEndAWebSocketWithTheReason() throws Exception {
        try (TestGateway shop = TestGateway.openFolder(folder)) {
            final Messages rewound = new Messages();
            socket(shop, "?from=1:777", rewound);
            assertThat(rewound.next().at("/kind").asText()).isEqualTo("REWOUND");
            assertThat(rewound.said()).isEqualTo("closed 1000 REWOUND");

            final Messages chatty = new Messages();
            final WebSocket talking = socket(shop, "", chatty);
            chatty.next();
            talking.sendText("hello", true).join();
            assertThat(chatty.said()).startsWith("closed 1003");

            final Messages last = new Messages();
            socket(shop, "", last);
            last.next();
            shop.gateway.close();
            final JsonNode closing = last.next();
            assertThat(closing.at("/kind").asText()).isEqualTo("CLOSING");
            assertThat(EventCursor.parse(closing.at("/resumeFrom").asText()).sequence())
                    .isEqualTo(SHOP);
            assertThat(last.said()).isEqualTo("closed 1001 CLOSING");
        }
    }

    @Test
    void shouldNotLetAPageOfSomebodyElseListen() throws Exception {
        try (TestGateway shop = TestGateway.openFolder(folder)) {
            assertThatThrownBy(() -> socket(shop, "", new Messages(), "Origin", "http://evil.example"))
                    .hasMessageContaining("WebSocketHandshakeException");
            final Messages own = new Messages();
            socket(shop, "", own, "Origin", "http://127.0.0.1:" + shop.httpPort());
            assertThat(own.next().at("/kind").asText()).isEqualTo("HEARTBEAT");
        }
    }

    @Test
    void shouldShowAKeyOnlyItsOwnChannel() throws Exception {
        final Path keys = folder.resolve("keys.yaml");
        final String secret = "cd".repeat(32);
        Files.writeString(
                keys,
                "keys:\n  - {id: web, sha256: " + ApiKeys.hashHex(secret)
                        + ", principal: 1, scopes: [read], channels: [1]}\n");
        try (TestGateway shop = TestGateway.openFolder(folder.resolve("data"), "security.keys-file", keys.toString())) {
            assertThat(new HttpCaller(shop.httpPort()).get("/v1/events").statusCode())
                    .isEqualTo(401);
            shop.tidegate.call(place(MARKET, "K-1", 1));
            final long own = shop.tidegate.call(place(WEB, "K-2", 1)).entityId();
            try (Sse stream =
                    new Sse(shop, "/v1/events?from=1:" + SHOP, "Authorization: Bearer tg_web_" + secret + "\r\n")) {
                assertThat(stream.next(2))
                        .extracting(told -> told.json().at("/orderId").asLong())
                        .containsOnly(own);
            }
        }
    }

    @Test
    void shouldStreamToCurl() throws Exception {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(path -> Files.isExecutable(Path.of(path, "curl"))),
                "no curl on the PATH");
        try (TestGateway shop = TestGateway.openFolder(folder)) {
            final Path out = folder.resolve("curl.txt");
            final Process curl = new ProcessBuilder(
                            "curl",
                            "-sN",
                            "-H",
                            "Last-Event-ID: 1:5",
                            "http://127.0.0.1:" + shop.httpPort() + "/v1/events")
                    .redirectOutput(out.toFile())
                    .start();
            try {
                Awaitility.await().until(() -> Files.readString(out).contains("id: 1:6\nevent: StockMoved\ndata: {"));
                shop.tidegate.call(place(WEB, "CURL", 1));
                Awaitility.await().until(() -> Files.readString(out).contains("\"externalNumber\":\"CURL\""));
            } finally {
                curl.destroy();
            }
            assertThat(curl.waitFor(120, TimeUnit.SECONDS)).isTrue();
        }
    }
}
