package dev.tidegate.launcher.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidegate.CommandIds;
import dev.tidegate.Orders;
import dev.tidegate.client.ClientOptions;
import dev.tidegate.client.Reads;
import dev.tidegate.client.TidegateClient;
import dev.tidegate.gateway.TestGateway;
import dev.tidegate.history.History;
import dev.tidegate.history.History.Answer;
import dev.tidegate.history.History.Call;
import dev.tidegate.launcher.ExitCode;
import dev.tidegate.launcher.Launched;
import dev.tidegate.message.Command;
import dev.tidegate.message.CommandHeader;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The sidecar is killed twenty times under callers of both protocols, who ask again under the same ids until they know.
 * Then every order is there exactly once, and the history they recorded makes sense.
 */
@Timeout(1800)
class ServeKillIT {
    private static final Logger LOG = Logger.getLogger(ServeKillIT.class.getName());
    private static final Path HISTORY = Path.of("target/histories/serve-kill.ndjson");
    private static final int KILLS = 20;
    private static final Duration HASTY = Duration.ofSeconds(2);
    private static final Duration PATIENT = Duration.ofSeconds(120);
    private static final long EACH_SECONDS = 600;
    private static final int SKUS = 5;
    private static final long RECEIVED = 1_000_000;
    private static final Set<String> AGAIN =
            Set.of("UNKNOWN", "BUSY", "NOT_READY", "NOT_RUNNING", "RATE_LIMITED", "TOO_MANY_CONNECTIONS");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final CommandIds ids = new CommandIds(System::currentTimeMillis);
    private final Queue<Operation> operations = new ConcurrentLinkedQueue<>();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final List<TidegateClient> clients = new ArrayList<>();
    private volatile boolean stopping;
    private int httpPort;
    private int tcpPort;

    @TempDir
    private Path folder;

    /** An operation from its first call to its last return. */
    private record Operation(
            String command, String externalNumber, long units, long calledAt, long returnedAt, List<Answer> answers) {
        Answer last() {
            return answers.get(answers.size() - 1);
        }
    }

    /** Sends a command once and says what came back. */
    private interface Wire {
        Answer send(CommandHeader header, Command command, String path, ObjectNode arguments) throws Exception;
    }

    private ServeProcess start() throws Exception {
        return ServeProcess.startAt(
                httpPort, tcpPort, folder.resolve("data"), List.of("-Xmx512m", "-XX:TieredStopAtLevel=1"));
    }

    @Test
    void shouldLeaveEveryOrderExactlyOnceHoweverOftenItIsKilled() throws Exception {
        httpPort = FreePorts.one();
        tcpPort = FreePorts.one();
        final List<Thread> callers = new ArrayList<>();
        final Random random = new Random(4711);
        try (History history = new History(HISTORY)) {
            ServeProcess serve = start();
            open(history);
            for (int i = 0; i < 2; i++) {
                callers.add(caller("binary-" + i, "binary", history, binary()));
                callers.add(caller("http-" + i, "http", history, http()));
            }
            callers.forEach(Thread::start);
            for (int kill = 0; kill < KILLS; kill++) {
                TimeUnit.MILLISECONDS.sleep(150 + random.nextInt(800));
                assertThat(serve.isAlive()).as(serve.log()).isTrue();
                history.mark("kill");
                serve.kill();
                serve = start();
                history.mark("ready");
            }
            TimeUnit.MILLISECONDS.sleep(500);
            stopping = true;
            for (final Thread caller : callers) {
                caller.join(TimeUnit.SECONDS.toMillis(EACH_SECONDS));
                assertThat(caller.isAlive()).isFalse();
            }
            clients.forEach(TidegateClient::close);
            assertThat(failures).isEmpty();
            judge();
            assertThat(serve.stop()).as(serve.log()).isZero();
        }
        final Launched proved = Launched.with("prove", folder.resolve("data").toString());
        assertThat(proved.code()).as(proved.out() + proved.err()).isZero();
        final Launched verified = Launched.with("verify", folder.resolve("data").toString());
        assertThat(verified.code()).as(verified.out() + verified.err()).isZero();
        final Launched checked = Launched.with("simulate", "--check", HISTORY.toString(), "--json");
        assertThat(checked.code()).as(checked.out() + checked.err()).isZero();
        // Every answer beside the model: those of the opening, and of each operation at least one.
        assertThat(MAPPER.readTree(checked.out()).get("compared").asInt()).isGreaterThan(operations.size());
        assertThat(plantedAnswer())
                .as("an answer that is wrong by a millisecond")
                .isEqualTo(ExitCode.FAILED);
    }

    /** What the check says of the same history with the deadline of the last order changed. */
    private int plantedAnswer() throws IOException {
        final List<String> lines = Files.readAllLines(HISTORY);
        for (int i = lines.size() - 1; i >= 0; i--) {
            final ObjectNode line = (ObjectNode) MAPPER.readTree(lines.get(i));
            final long deadline = line.path("deadlineMillis").asLong();
            if (deadline > 0) {
                lines.set(i, line.put("deadlineMillis", deadline + 1).toString());
                final Path planted = Files.write(folder.resolve("planted.ndjson"), lines);
                final Launched checked = Launched.with("simulate", "--check", planted.toString());
                assertThat(checked.out() + checked.err()).contains("deadlineMillis=" + (deadline + 1));
                return checked.code();
            }
        }
        throw new AssertionError("no order was answered");
    }

    /** Makes what is sold. */
    private void open(final History history) throws IOException {
        try (TidegateClient client = connect(PATIENT)) {
            final ObjectNode east = History.arguments().put("code", "east");
            open(history, client, "define-warehouse", new Command.DefineWarehouse("east"), east);
            final ObjectNode web = History.arguments().put("code", "web").put("shipUnpaid", true);
            web.putArray("warehouses").add(1);
            open(history, client, "define-channel", new Command.DefineChannel("web", true, List.of(1)), web);
            for (int sku = 1; sku <= SKUS; sku++) {
                final String code = "SKU-" + sku;
                final ObjectNode defined = History.arguments().put("code", code);
                open(history, client, "define-sku", new Command.DefineSku(code, 0), defined);
                final ObjectNode receipt = History.arguments()
                        .put("sku", sku)
                        .put("warehouse", 1)
                        .put("quantity", RECEIVED)
                        .put("reason", 1);
                final Command receive = new Command.ReceiveStock(sku, 1, RECEIVED, 1, 0, 0, 0);
                open(history, client, "receive-stock", receive, receipt);
            }
        }
    }

    private void open(
            final History history,
            final TidegateClient client,
            final String name,
            final Command command,
            final ObjectNode arguments) {
        final CommandHeader header = ids.next();
        final UUID id = new UUID(header.idHigh(), header.idLow());
        final Call call = new Call(history.operation(), 1, "opening", "binary", id, name, arguments);
        history.call(call);
        final Outcome outcome = client.call(header, command);
        history.answered(call, Answer.of(result(outcome.code().name(), outcome.accepted()), outcome));
        assertThat(outcome.accepted()).as(outcome.toString()).isTrue();
    }

    // ---- the callers

    private TidegateClient connect(final Duration timeout) throws IOException {
        return TidegateClient.connect(
                ClientOptions.of("127.0.0.1", tcpPort).withTimeout(timeout).withLongestPause(Duration.ofMillis(100)));
    }

    private Wire binary() throws IOException {
        final TidegateClient client = connect(HASTY);
        clients.add(client);
        return (header, command, path, arguments) -> {
            try {
                final Outcome outcome = client.submit(header, command).get(120, TimeUnit.SECONDS);
                final OutcomeCode code = outcome.code();
                return Answer.of(result(code.name(), code.accepted()), outcome);
            } catch (final TimeoutException late) {
                return Answer.unknown();
            }
        };
    }

    private static String result(final String code, final boolean accepted) {
        return accepted ? "yes" : code.equals("UNKNOWN") ? "unknown" : "no";
    }

    private Wire http() {
        final HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        return (header, command, path, arguments) -> {
            final HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + path))
                    .header("Content-Type", "application/json")
                    .header("Idempotency-Key", new UUID(header.idHigh(), header.idLow()).toString())
                    .timeout(HASTY)
                    .POST(HttpRequest.BodyPublishers.ofString(arguments.toString()))
                    .build();
            final JsonNode body;
            try {
                body = MAPPER.readTree(client.send(request, HttpResponse.BodyHandlers.ofString())
                        .body());
            } catch (final IOException broken) {
                return Answer.unknown();
            }
            final String code = body.path("code").asText("UNKNOWN");
            return Answer.of(result(code, body.path("number").asInt(1000) < 100), body);
        };
    }

    private Thread caller(final String name, final String protocol, final History history, final Wire wire) {
        return new Thread(() -> {
            final Random random = new Random(name.hashCode());
            try {
                for (int i = 0; !stopping; i++) {
                    sale(name, protocol, history, wire, random, name + "-" + i);
                    TimeUnit.MILLISECONDS.sleep(1);
                }
            } catch (final Throwable failure) {
                failures.add(failure);
            }
        });
    }

    private void sale(
            final String process,
            final String protocol,
            final History history,
            final Wire wire,
            final Random random,
            final String number)
            throws Exception {
        final long units = 1 + random.nextInt(3);
        final int sku = 1 + random.nextInt(SKUS);
        final ObjectNode place = History.arguments()
                .put("channel", 1)
                .put("externalNumber", number)
                .put("source", "kill");
        place.putArray("lines")
                .addObject()
                .put("sku", sku)
                .put("quantity", units)
                .put("netAmount", units * TestGateway.PRICE);
        final Command order = Orders.place(1, number, "kill", Command.Urgency.NORMAL)
                .line(sku, units, units * TestGateway.PRICE)
                .build();
        final Answer placed =
                run(process, protocol, history, wire, "place-order", order, "/v1/orders", place, number, units);
        final int then = random.nextInt(10);
        if (then < 6) {
            final long amount = units * TestGateway.PRICE;
            run(
                    process,
                    protocol,
                    history,
                    wire,
                    "confirm-payment",
                    new Command.ConfirmPayment(placed.entityId(), amount),
                    "/v1/orders/" + placed.entityId() + "/pay",
                    History.arguments().put("amount", amount),
                    number,
                    units);
        } else if (then < 8) {
            run(
                    process,
                    protocol,
                    history,
                    wire,
                    "cancel-order",
                    Orders.cancel(placed.entityId(), 7),
                    "/v1/orders/" + placed.entityId() + "/cancel",
                    History.arguments().put("reason", 7),
                    number,
                    units);
        }
    }

    private Answer run(
            final String process,
            final String protocol,
            final History history,
            final Wire wire,
            final String name,
            final Command command,
            final String path,
            final ObjectNode body,
            final String number,
            final long units)
            throws Exception {
        final CommandHeader header = ids.next();
        final UUID id = new UUID(header.idHigh(), header.idLow());
        final long op = history.operation();
        final ObjectNode arguments = body.deepCopy();
        if (!name.equals("place-order")) {
            arguments.put("order", Long.parseLong(path.split("/")[3]));
        }
        final List<Answer> answers = new ArrayList<>();
        final long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(EACH_SECONDS);
        long calledAt = -1;
        for (int attempt = 1; System.nanoTime() < until; attempt++) {
            final Call call = new Call(op, attempt, process, protocol, id, name, arguments);
            final long at = history.call(call);
            calledAt = calledAt < 0 ? at : calledAt;
            final Answer answer = wire.send(header, command, path, body);
            final long returnedAt = history.answered(call, answer);
            answers.add(answer);
            if (!AGAIN.contains(answer.code())) {
                operations.add(new Operation(name, number, units, calledAt, returnedAt, answers));
                return answer;
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        throw new AssertionError(process + " " + name + " " + number + " never learnt what became of it: " + answers);
    }

    // ---- what must hold

    private void judge() throws Exception {
        final List<Operation> all = new ArrayList<>(operations);
        final Map<Long, Operation> places = new HashMap<>();
        int repeated = 0;
        for (final Operation operation : all) {
            final Answer last = operation.last();
            assertThat(last.result()).as(operation.toString()).isEqualTo("yes");
            assertThat(places.put(last.place(), operation))
                    .as("the same place twice")
                    .isNull();
            repeated += last.duplicate() ? 1 : 0;
        }
        all.sort(Comparator.comparingLong(Operation::calledAt));
        final List<Operation> byReturn = new ArrayList<>(all);
        byReturn.sort(Comparator.comparingLong(Operation::returnedAt));
        long highest = 0;
        int returned = 0;
        for (final Operation operation : all) {
            while (byReturn.get(returned).returnedAt < operation.calledAt) {
                highest = Math.max(highest, byReturn.get(returned++).last().place());
            }
            assertThat(operation.last().place())
                    .as("what was answered before comes before")
                    .isGreaterThan(highest);
        }
        final int doubled = repeated;
        LOG.info(() ->
                all.size() + " operations, " + doubled + " of them had been done by an attempt without an answer");
        assertThat(all).hasSizeGreaterThan(100);
        compareWithReads(all);
    }

    private void compareWithReads(final List<Operation> all) throws Exception {
        final Map<String, Operation> placed = new HashMap<>();
        final Map<String, String> then = new HashMap<>();
        for (final Operation operation : all) {
            if (operation.command.equals("place-order")) {
                placed.put(operation.externalNumber, operation);
            } else {
                then.put(operation.externalNumber, operation.command);
            }
        }
        long held = 0;
        long sold = 0;
        final Set<Long> orders = new HashSet<>();
        try (TidegateClient client = connect(PATIENT)) {
            for (final Operation operation : placed.values()) {
                final Reads.Order order =
                        client.order(1, operation.externalNumber).orElseThrow();
                assertThat(order.orderId()).isEqualTo(operation.last().entityId());
                assertThat(orders.add(order.orderId())).isTrue();
                final String last = then.getOrDefault(operation.externalNumber, "");
                assertThat(order.paid()).isEqualTo(last.equals("confirm-payment"));
                held += last.isEmpty() ? operation.units : 0;
                sold += last.equals("confirm-payment") ? operation.units : 0;
            }
        }
        final JsonNode counts = MAPPER.readTree(HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + "/v1/counts"))
                                .timeout(Duration.ofSeconds(120))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body());
        assertThat(counts.get("orders").asLong()).isEqualTo(placed.size());
        assertThat(counts.get("unitsHeld").asLong()).isEqualTo(held);
        assertThat(counts.get("unitsSold").asLong()).isEqualTo(sold);
        assertThat(counts.get("unitsSellable").asLong()).isEqualTo(SKUS * RECEIVED - held - sold);
    }
}
