package dev.tidegate.launcher.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import dev.tidegate.order.Closing;
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
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The sidecar is killed again and again under callers of both protocols, who ask again under the same ids until they know.
 * Then every order is there exactly once, and the history they recorded makes sense: orders that were taken, repeated over
 * the other protocol, refused for want of stock, expired, and paid late. How often it is killed says the system property
 * {@code tidegate.kills}, 20 times by default.
 */
@Timeout(36_000)
class ServeKillIT {
    private static final Path HISTORY = Path.of("target/histories/serve-kill.ndjson");
    private static final int KILLS = Integer.getInteger("tidegate.kills", 20);
    private static final Duration HASTY = Duration.ofSeconds(2);
    private static final Duration PATIENT = Duration.ofSeconds(120);
    private static final long EACH_SECONDS = 600;
    private static final int SKUS = 5;
    private static final long RECEIVED = 1_000_000;

    /** Of this there are two units beside one that stays held, so that it is always out of stock for three, and never for good. */
    private static final int SCARCE = SKUS + 1;

    private static final long SCARCE_RECEIVED = 3;
    private static final int SHORT_HOLD_MILLIS = 40;

    /** Longer than any run. */
    private static final long LONG_HOLD_MILLIS = TimeUnit.DAYS.toMillis(30);

    private static final int REPEATED_OF_HUNDRED = 15;
    private static final Set<String> AGAIN =
            Set.of("UNKNOWN", "BUSY", "NOT_READY", "NOT_RUNNING", "RATE_LIMITED", "TOO_MANY_CONNECTIONS");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final CommandIds ids = new CommandIds(System::currentTimeMillis);
    private final Queue<Operation> operations = new ConcurrentLinkedQueue<>();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final List<TidegateClient> clients = new ArrayList<>();
    private volatile boolean stopping;
    private int expired;
    private int httpPort;
    private int tcpPort;

    @TempDir
    private Path folder;

    /** An operation from its first call to its last return. */
    private record Operation(
            String command,
            String externalNumber,
            int sku,
            long units,
            long calledAt,
            long returnedAt,
            Answer first,
            List<Answer> repeated) {
        boolean taken() {
            return first.result().equals("yes");
        }
    }

    /** What an operation is about. */
    private record Subject(String externalNumber, int sku, long units) {}

    /** Sends a command once and says what came back. */
    private interface Sender {
        Answer send(CommandHeader header, Command command, String path, ObjectNode arguments) throws Exception;
    }

    private record Wire(String protocol, Sender sender) {}

    /** Somebody who sells: over a wire, and repeats some of it over the other. */
    private record Caller(String name, History history, Random random, Wire own, Wire other) {}

    private ServeProcess start() throws Exception {
        return ServeProcess.startAt(
                httpPort,
                tcpPort,
                folder.resolve("data"),
                List.of("-Xmx512m", "-XX:TieredStopAtLevel=1"),
                // A history does not tell of holds that the node extends behind an outage.
                "--set",
                "engine.holds-after-outage-millis=0");
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
                final Wire binary = binary();
                final Wire http = http();
                callers.add(thread(new Caller("binary-" + i, history, new Random(2L * i), binary, http)));
                callers.add(thread(new Caller("http-" + i, history, new Random(2L * i + 1), http, binary)));
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
        final int compared = MAPPER.readTree(checked.out()).get("compared").asInt();
        assertThat(compared).isGreaterThan(operations.size());
        report(compared);
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
            for (int sku = 1; sku <= SCARCE; sku++) {
                final String code = "SKU-" + sku;
                final ObjectNode defined = History.arguments().put("code", code);
                open(history, client, "define-sku", new Command.DefineSku(code, 0), defined);
                final long units = sku == SCARCE ? SCARCE_RECEIVED : RECEIVED;
                final ObjectNode receipt = History.arguments()
                        .put("sku", sku)
                        .put("warehouse", 1)
                        .put("quantity", units)
                        .put("reason", 1);
                final Command receive = new Command.ReceiveStock(sku, 1, units, 1, 0, 0, 0);
                open(history, client, "receive-stock", receive, receipt);
            }
            open(
                    history,
                    client,
                    "place-order",
                    order("held", SCARCE, 1, LONG_HOLD_MILLIS),
                    arguments("held", SCARCE, 1, LONG_HOLD_MILLIS));
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
        return new Wire("binary", (header, command, path, arguments) -> {
            try {
                final Outcome outcome = client.submit(header, command).get(120, TimeUnit.SECONDS);
                final OutcomeCode code = outcome.code();
                return Answer.of(result(code.name(), code.accepted()), outcome);
            } catch (final TimeoutException late) {
                return Answer.unknown();
            }
        });
    }

    private static String result(final String code, final boolean accepted) {
        return accepted ? "yes" : code.equals("UNKNOWN") ? "unknown" : "no";
    }

    private Wire http() {
        final HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        return new Wire("http", (header, command, path, arguments) -> {
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
        });
    }

    private Thread thread(final Caller caller) {
        return new Thread(() -> {
            try {
                for (int i = 0; !stopping; i++) {
                    if (caller.random.nextInt(10) < 7) {
                        sale(caller, caller.name + "-" + i);
                    } else {
                        scarceSale(caller, caller.name + "-" + i);
                    }
                    TimeUnit.MILLISECONDS.sleep(1);
                }
            } catch (final Throwable failure) {
                failures.add(failure);
            }
        });
    }

    private void sale(final Caller caller, final String number) throws Exception {
        final Subject subject = new Subject(number, 1 + caller.random.nextInt(SKUS), 1 + caller.random.nextInt(3));
        final Answer placed = place(caller, subject, LONG_HOLD_MILLIS);
        final int then = caller.random.nextInt(10);
        if (then < 6) {
            pay(caller, subject, placed);
        } else if (then < 8) {
            cancel(caller, subject, placed);
        }
    }

    /** What there is hardly any of, held for a moment: refused, run out, or paid when it has run out, and cancelled again. */
    private void scarceSale(final Caller caller, final String number) throws Exception {
        final Subject subject = new Subject(number, SCARCE, 1 + caller.random.nextInt((int) SCARCE_RECEIVED));
        final Answer placed = place(caller, subject, 1 + caller.random.nextInt(SHORT_HOLD_MILLIS));
        if (placed.result().equals("yes") && caller.random.nextBoolean()) {
            TimeUnit.MILLISECONDS.sleep(caller.random.nextInt(2 * SHORT_HOLD_MILLIS));
            pay(caller, subject, placed);
            cancel(caller, subject, placed);
        }
    }

    private static Command order(final String number, final int sku, final long units, final long holdMillis) {
        return Orders.place(1, number, "kill", Command.Urgency.NORMAL)
                .line(sku, units, units * TestGateway.PRICE)
                .holdMillis(holdMillis)
                .build();
    }

    private static ObjectNode arguments(final String number, final int sku, final long units, final long holdMillis) {
        final ObjectNode place = History.arguments()
                .put("channel", 1)
                .put("externalNumber", number)
                .put("source", "kill")
                .put("holdMillis", holdMillis);
        place.putArray("lines")
                .addObject()
                .put("sku", sku)
                .put("quantity", units)
                .put("netAmount", units * TestGateway.PRICE);
        return place;
    }

    private Answer place(final Caller caller, final Subject subject, final long holdMillis) throws Exception {
        final Command order = order(subject.externalNumber, subject.sku, subject.units, holdMillis);
        final ObjectNode arguments = arguments(subject.externalNumber, subject.sku, subject.units, holdMillis);
        return run(caller, subject, "place-order", order, "/v1/orders", arguments);
    }

    private void pay(final Caller caller, final Subject subject, final Answer placed) throws Exception {
        final long amount = subject.units * TestGateway.PRICE;
        run(
                caller,
                subject,
                "confirm-payment",
                new Command.ConfirmPayment(placed.entityId(), amount),
                "/v1/orders/" + placed.entityId() + "/pay",
                History.arguments().put("amount", amount));
    }

    private void cancel(final Caller caller, final Subject subject, final Answer placed) throws Exception {
        run(
                caller,
                subject,
                "cancel-order",
                Orders.cancel(placed.entityId(), 7),
                "/v1/orders/" + placed.entityId() + "/cancel",
                History.arguments().put("reason", 7));
    }

    /** Sends a command until what became of it is known, and some that are known once more. */
    private Answer run(
            final Caller caller,
            final Subject subject,
            final String name,
            final Command command,
            final String path,
            final ObjectNode body)
            throws Exception {
        final CommandHeader header = ids.next();
        final ObjectNode arguments = body.deepCopy();
        if (!name.equals("place-order")) {
            arguments.put("order", Long.parseLong(path.split("/")[3]));
        }
        final UUID id = new UUID(header.idHigh(), header.idLow());
        final long op = caller.history.operation();
        final int repetitions = caller.random.nextInt(100) < REPEATED_OF_HUNDRED ? 1 + caller.random.nextInt(2) : 0;
        final List<Answer> known = new ArrayList<>();
        final long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(EACH_SECONDS);
        long calledAt = -1;
        long returnedAt = -1;
        for (int attempt = 1; known.size() <= repetitions; attempt++) {
            final Wire wire = known.isEmpty() ? caller.own : caller.other;
            final Call call = new Call(op, attempt, caller.name, wire.protocol, id, name, arguments);
            final long at = caller.history.call(call);
            calledAt = calledAt < 0 ? at : calledAt;
            final Answer answer = wire.sender.send(header, command, path, body);
            final long answeredAt = caller.history.answered(call, answer);
            if (!AGAIN.contains(answer.code())) {
                returnedAt = returnedAt < 0 ? answeredAt : returnedAt;
                known.add(answer);
            } else if (System.nanoTime() > until) {
                throw new AssertionError(caller.name + " " + name + " " + subject.externalNumber
                        + " never learnt what became of it: " + answer);
            } else {
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
        operations.add(new Operation(
                name,
                subject.externalNumber,
                subject.sku,
                subject.units,
                calledAt,
                returnedAt,
                known.get(0),
                known.subList(1, known.size())));
        return known.get(0);
    }

    // ---- what must hold

    private void judge() throws Exception {
        final List<Operation> all = new ArrayList<>(operations);
        final Map<Long, Operation> places = new HashMap<>();
        for (final Operation operation : all) {
            final Answer answer = operation.first;
            // What may be refused is what there is too little of, and what has run out meanwhile.
            assertThat(operation.taken() || operation.sku == SCARCE)
                    .as(operation.toString())
                    .isTrue();
            assertThat(places.put(answer.place(), operation))
                    .as("the same place twice")
                    .isNull();
            for (final Answer again : operation.repeated) {
                assertThat(again.duplicate()).as(operation.toString()).isTrue();
                assertThat(List.of(again.code(), again.place(), again.entityId()))
                        .as(operation.toString())
                        .isEqualTo(List.of(answer.code(), answer.place(), answer.entityId()));
            }
        }
        all.sort(Comparator.comparingLong(Operation::calledAt));
        final List<Operation> byReturn = new ArrayList<>(all);
        byReturn.sort(Comparator.comparingLong(Operation::returnedAt));
        long highest = 0;
        int returned = 0;
        for (final Operation operation : all) {
            while (byReturn.get(returned).returnedAt < operation.calledAt) {
                highest = Math.max(highest, byReturn.get(returned++).first.place());
            }
            assertThat(operation.first.place())
                    .as("what was answered before comes before")
                    .isGreaterThan(highest);
        }
        assertThat(all).hasSizeGreaterThan(100);
        compareWithReads(all);
    }

    /** A line for the run's report, and all that the load was made for must be in it. */
    private void report(final int compared) {
        final Map<String, Integer> codes = new TreeMap<>();
        int unseen = 0;
        int repeated = 0;
        for (final Operation operation : operations) {
            codes.merge(operation.command + " " + operation.first.code(), 1, Integer::sum);
            unseen += operation.first.duplicate() ? 1 : 0;
            repeated += operation.repeated.size();
        }
        System.out.println("report: sidecar killed " + KILLS + " times under callers of both protocols: "
                + operations.size() + " operations, " + unseen + " of them done by an attempt without an answer, "
                + repeated + " repetitions answered as such, " + expired + " orders expired, " + compared
                + " answers compared with the model; " + codes);
        assertThat(repeated).isPositive();
        assertThat(expired).isPositive();
        assertThat(codes).containsKeys("place-order OUT_OF_STOCK", "confirm-payment PAID_LATE");
    }

    private void compareWithReads(final List<Operation> all) throws Exception {
        final Map<String, Operation> placed = new HashMap<>();
        final Map<String, String> then = new HashMap<>();
        for (final Operation operation : all) {
            if (!operation.command.equals("place-order")) {
                then.put(operation.externalNumber, operation.command);
            } else if (operation.taken()) {
                placed.put(operation.externalNumber, operation);
            }
        }
        long held = 0;
        long sold = 0;
        final Set<Long> orders = new HashSet<>();
        try (TidegateClient client = connect(PATIENT)) {
            for (final Operation operation : placed.values()) {
                final String last = then.getOrDefault(operation.externalNumber, "");
                final boolean expires = operation.sku == SCARCE && last.isEmpty();
                final Reads.Order order = order(client, operation.externalNumber, expires);
                assertThat(order.orderId()).isEqualTo(operation.first.entityId());
                assertThat(orders.add(order.orderId())).isTrue();
                expired += expires ? 1 : 0;
                if (operation.sku != SCARCE) {
                    assertThat(order.paid()).isEqualTo(last.equals("confirm-payment"));
                    held += last.isEmpty() ? operation.units : 0;
                    sold += last.equals("confirm-payment") ? operation.units : 0;
                }
            }
            final Reads.AtWarehouse scarce =
                    client.stock(SCARCE).orElseThrow().warehouses().get(0);
            assertThat(scarce.sellable() + scarce.held() + scarce.sold()).isEqualTo(SCARCE_RECEIVED);
            assertThat(scarce.held()).as("by the opening alone").isEqualTo(1);
            held += scarce.held();
            sold += scarce.sold();
        }
        final JsonNode counts = MAPPER.readTree(HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + "/v1/counts"))
                                .timeout(Duration.ofSeconds(120))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body());
        // And the one of the opening.
        assertThat(counts.get("orders").asLong()).isEqualTo(placed.size() + 1);
        assertThat(counts.get("unitsHeld").asLong()).isEqualTo(held);
        assertThat(counts.get("unitsSold").asLong()).isEqualTo(sold);
        assertThat(counts.get("unitsSellable").asLong()).isEqualTo(SKUS * RECEIVED + SCARCE_RECEIVED - held - sold);
    }

    /** An order as it is read, once it has expired if that is what it does. */
    private static Reads.Order order(final TidegateClient client, final String number, final boolean expires) {
        return await().atMost(PATIENT)
                .pollDelay(Duration.ZERO)
                .until(
                        () -> client.order(1, number).orElseThrow(),
                        read -> !expires || read.closing() == Closing.EXPIRED);
    }
}
