package dev.tidegate.gateway.http;

import dev.tidegate.CommandIds;
import dev.tidegate.engine.EngineReads.OrderView;
import dev.tidegate.gateway.net.Gate;
import dev.tidegate.gateway.security.Caller;
import dev.tidegate.message.Command;
import dev.tidegate.message.CommandEncoder;
import dev.tidegate.message.CommandHeader;
import dev.tidegate.message.CommandKind;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.pipeline.Callback;
import dev.tidegate.pipeline.Intake;
import io.netty.util.concurrent.FastThreadLocal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Commands over HTTP. A body is read in one pass; if it names something by a code whose number is not known here yet,
 * the engine is asked for the number and the body read again.
 */
final class CommandRequests {
    private static final int MOST_IN_BATCH = 1000;
    private static final int FIRST_ORDER_COMMAND = CommandKind.START_PAYMENT.templateId();
    private static final int LAST_ORDER_COMMAND = CommandKind.READMIT_ORDER.templateId();

    private static final FastThreadLocal<Desk> DESKS = new FastThreadLocal<>() {
        @Override
        protected Desk initialValue() {
            return new Desk();
        }
    };

    /** What an event loop encodes with. */
    private static final class Desk {
        final CommandEncoder encoder = new CommandEncoder();
        HeapBuffer buffer = HeapBuffer.ofSize(1024);

        int encode(final CommandHeader header, final Command command) {
            final int size = CommandEncoder.sizeOf(command);
            if (size > buffer.capacity()) {
                buffer = HeapBuffer.ofSize(size);
            }
            try {
                return encoder.encode(header, command, buffer, 0);
            } catch (final IllegalArgumentException | IllegalStateException | IndexOutOfBoundsException tooLong) {
                // A text longer than the schema can count.
                return -1;
            }
        }
    }

    /** A command that is ready to be sent. */
    private record Ready(CommandRoute route, Command command, CommandHeader header) {}

    private final Gate gate;
    private final Names names;
    private final CommandIds ids;

    CommandRequests(final Gate gate, final Names names) {
        this.gate = gate;
        this.names = names;
        ids = new CommandIds(gate.tidegate().pipeline().time()::nowMillis);
    }

    // ---- one

    void one(final CommandRoute route, final Exchange exchange, final Map<String, String> path) throws Problem {
        requireHead(exchange);
        final Caller caller = exchange.connection.caller(exchange);
        final List<Names.Code> unknown = new ArrayList<>();
        final Draft draft = new Draft(names, unknown);
        for (final Map.Entry<String, String> segment : path.entrySet()) {
            draft.setFromPath(Objects.requireNonNull(route.inPath()), segment.getValue());
        }
        if (exchange.bodyLength() > 0) {
            Body.read(exchange.body(), exchange.bodyLength(), (name, body) -> take(route, draft, name, body));
        }
        final Command command = route.build(draft);
        if (!unknown.isEmpty()) {
            resolve(unknown, exchange, () -> one(route, exchange, path));
            return;
        }
        final String key = exchange.idempotencyKey;
        final CommandHeader header = header(key, caller, draft.number(Field.REFERENCE));
        submit(new Ready(route, command, header), caller, exchange);
    }

    private static boolean take(final CommandRoute route, final Draft draft, final String name, final Body body)
            throws Problem, IOException {
        final Field field = route.field(name);
        if (field == null) {
            return false;
        }
        draft.read(field, body);
        return true;
    }

    private static void requireHead(final Exchange exchange) throws Problem {
        if (exchange.target.indexOf('?') >= 0) {
            Requests.query(exchange, List.of());
        }
        if (exchange.repeat != null && !exchange.repeat.equals("true") && !exchange.repeat.equals("false")) {
            throw Problem.badRequest("Tidegate-Repeat must be true or false");
        }
        final String type = exchange.contentType;
        // A body without a type, too: a web page can send one to any address without asking there first.
        if (type == null ? exchange.bodyLength() > 0 : !type.startsWith("application/json")) {
            throw new Problem(415, "UNSUPPORTED_MEDIA_TYPE", "the body must be application/json, and be called so");
        }
    }

    private static boolean repeats(final Exchange exchange) {
        return "true".equals(exchange.repeat);
    }

    private CommandHeader header(final @Nullable String key, final Caller caller, final long reference) throws Problem {
        if (key != null) {
            return CommandIdText.header(key, caller.principal(), caller.actor(), caller.actorType(), reference);
        }
        final CommandHeader made = ids.next();
        return new CommandHeader(
                made.idHigh(), made.idLow(), caller.principal(), caller.actorType(), caller.actor(), reference);
    }

    private void submit(final Ready ready, final Caller caller, final Exchange exchange) throws Problem {
        if (caller.restricted() && namesOrder(ready)) {
            ofOwnChannel(List.of(orderId(ready.command)), caller, exchange, () -> send(ready, caller, exchange));
        } else {
            send(ready, caller, exchange);
        }
    }

    private void send(final Ready ready, final Caller caller, final Exchange exchange) throws Problem {
        exchange.idHigh = ready.header.idHigh();
        exchange.idLow = ready.header.idLow();
        final OutcomeCode refusal = submit(ready, caller, repeats(exchange), 0, exchange);
        if (refusal != OutcomeCode.ACCEPTED) {
            throw Problem.of(refusal);
        }
    }

    /** Submits a command; ACCEPTED when the callback will be called, else why not. */
    private OutcomeCode submit(
            final Ready ready,
            final Caller caller,
            final boolean repeat,
            final long correlation,
            final Callback callback) {
        gate.counters().commands.increment();
        final OutcomeCode refusal = refusal(ready, caller);
        if (refusal != OutcomeCode.ACCEPTED) {
            gate.counters().refused(refusal, 1);
            return refusal;
        }
        final Desk desk = DESKS.get();
        final int length = desk.encode(ready.header, ready.command);
        if (length < 0) {
            return OutcomeCode.MALFORMED;
        }
        if (ready.route == CommandRoute.PLACE_ORDER && !repeat && gate.soldOutNow(desk.buffer, 0, length)) {
            gate.counters().refused(OutcomeCode.SOLD_OUT_NOW, 1);
            return OutcomeCode.SOLD_OUT_NOW;
        }
        final Intake intake = gate.tidegate().pipeline().submitMessage(desk.buffer, 0, length, correlation, callback);
        if (intake != Intake.TAKEN) {
            gate.counters().refused(intake.code(), 1);
        }
        return intake.code();
    }

    private OutcomeCode refusal(final Ready ready, final Caller caller) {
        if (gate.closing()) {
            return OutcomeCode.NOT_RUNNING;
        }
        if (!caller.allowsTemplate(ready.route.kind().templateId())) {
            return OutcomeCode.FORBIDDEN;
        }
        if (gate.keyRates().take(caller.keyId(), 1, System.nanoTime()) > 0) {
            return OutcomeCode.RATE_LIMITED;
        }
        if (ready.command instanceof Command.PlaceOrder order && !caller.allowsChannel(order.channel())) {
            return OutcomeCode.FORBIDDEN;
        }
        if (ready.command instanceof Command.ReadmitOrder readmit) {
            final HeapBuffer record = new HeapBuffer(readmit.record());
            return caller.allowsRecord(record, 0, record.capacity()) ? OutcomeCode.ACCEPTED : OutcomeCode.FORBIDDEN;
        }
        return OutcomeCode.ACCEPTED;
    }

    private static boolean namesOrder(final Ready ready) {
        final int template = ready.route.kind().templateId();
        return template >= FIRST_ORDER_COMMAND && template <= LAST_ORDER_COMMAND;
    }

    private static long orderId(final Command command) {
        if (command instanceof Command.StartPayment start) {
            return start.orderId();
        }
        if (command instanceof Command.ConfirmPayment confirm) {
            return confirm.orderId();
        }
        if (command instanceof Command.FailPayment fail) {
            return fail.orderId();
        }
        if (command instanceof Command.CancelOrder cancel) {
            return cancel.orderId();
        }
        if (command instanceof Command.ReadmitOrder readmit) {
            return readmit.orderId();
        }
        return command instanceof Command.ShipOrder ship ? ship.orderId() : ((Command.ReturnLines) command).orderId();
    }

    // ---- many

    /** {@code {"commands": [{"command": "place-order", "idempotencyKey": "...", ...}, ...]}}, done in this order. */
    void batch(final Exchange exchange, final Map<String, String> path) throws Problem {
        requireHead(exchange);
        final Caller caller = exchange.connection.caller(exchange);
        final List<Names.Code> unknown = new ArrayList<>();
        final List<Ready> commands = new ArrayList<>();
        final boolean[] said = {false};
        Body.read(exchange.body(), exchange.bodyLength(), (name, body) -> {
            if (!name.equals("commands")) {
                return false;
            }
            said[0] = true;
            body.list(MOST_IN_BATCH, item -> commands.add(inBatch(item, caller, unknown)));
            return true;
        });
        if (!said[0]) {
            throw Problem.badRequest("missing field commands");
        }
        if (commands.isEmpty()) {
            throw Problem.badRequest("commands must be a list of at least one");
        }
        if (!unknown.isEmpty()) {
            resolve(unknown, exchange, () -> batch(exchange, path));
            return;
        }
        final List<Long> orders = commands.stream()
                .filter(CommandRequests::namesOrder)
                .map(ready -> orderId(ready.command))
                .toList();
        if (caller.restricted() && !orders.isEmpty()) {
            ofOwnChannel(orders, caller, exchange, () -> sendAll(commands, caller, exchange));
        } else {
            sendAll(commands, caller, exchange);
        }
    }

    private Ready inBatch(final Body item, final Caller caller, final List<Names.Code> unknown)
            throws Problem, IOException {
        final Draft draft = new Draft(names, unknown);
        final CommandRoute[] route = {null};
        final String[] key = {null};
        item.object((name, body) -> {
            if (name.equals("command")) {
                route[0] = CommandRoute.of(body.text()).orElseThrow(() -> body.wrong("the name of a command"));
            } else if (route[0] == null) {
                throw body.wrong("behind the field command, which comes first");
            } else if (name.equals("idempotencyKey")) {
                key[0] = body.text();
            } else {
                final Field inPath = route[0].inPath();
                if (inPath != null && inPath.key().equals(name)) {
                    draft.read(inPath, body);
                    return true;
                }
                return take(route[0], draft, name, body);
            }
            return true;
        });
        if (route[0] == null) {
            throw item.wrong("an object with the field command");
        }
        final Field inPath = route[0].inPath();
        try {
            if (inPath != null && !draft.has(inPath)) {
                throw Problem.badRequest("missing field " + inPath.key());
            }
            return new Ready(route[0], route[0].build(draft), header(key[0], caller, draft.number(Field.REFERENCE)));
        } catch (final Problem wrong) {
            throw wrong.at(item.path());
        }
    }

    private void sendAll(final List<Ready> commands, final Caller caller, final Exchange exchange) {
        final Outcome[] outcomes = new Outcome[commands.size()];
        final AtomicInteger left = new AtomicInteger(commands.size());
        for (int i = 0; i < outcomes.length; i++) {
            final Ready ready = commands.get(i);
            final int index = i;
            final OutcomeCode refusal = submit(ready, caller, repeats(exchange), i, (correlation, outcome) -> {
                gate.counters().answered(outcome.code());
                outcomes[index] = new Outcome().copyFrom(outcome);
                finish(commands, outcomes, left, exchange);
            });
            if (refusal != OutcomeCode.ACCEPTED) {
                outcomes[i] = new Outcome().begin(0, 0).set(refusal, 0, 0, 0, 0);
                finish(commands, outcomes, left, exchange);
            }
        }
    }

    private static void finish(
            final List<Ready> commands, final Outcome[] outcomes, final AtomicInteger left, final Exchange exchange) {
        // The last one to count down sees what all the others wrote.
        if (left.decrementAndGet() > 0) {
            return;
        }
        final Json json = new Json().begin().name("outcomes").beginList();
        for (int i = 0; i < outcomes.length; i++) {
            final CommandHeader header = commands.get(i).header;
            Response.fields(json.begin(), outcomes[i], header.idHigh(), header.idLow())
                    .end();
        }
        exchange.answerLater(Response.json(json.endList().end()));
    }

    // ---- what must be asked first

    /** What goes on once something is known; on the event loop. */
    @FunctionalInterface
    private interface Step {
        void go() throws Problem;
    }

    private void resolve(final List<Names.Code> codes, final Exchange exchange, final Step then) throws Problem {
        gate.tidegate()
                .pipeline()
                .<Names.@Nullable Code>read(reads -> {
                    for (final Names.Code code : codes) {
                        if (names.resolve(reads, code) == 0) {
                            return code;
                        }
                    }
                    return null;
                })
                .whenComplete((missing, failure) -> exchange.connection.goOn(exchange, failure, () -> {
                    if (missing != null) {
                        throw Problem.unknown(missing);
                    }
                    then.go();
                }));
    }

    private void ofOwnChannel(final List<Long> orders, final Caller caller, final Exchange exchange, final Step then) {
        gate.tidegate()
                .pipeline()
                .read(reads -> {
                    for (final long orderId : orders) {
                        final OrderView order = reads.order(orderId);
                        if (order != null && !caller.allowsChannel(order.channel())) {
                            return false;
                        }
                    }
                    return true;
                })
                .whenComplete((own, failure) -> exchange.connection.goOn(exchange, failure, () -> {
                    if (!own) {
                        throw new Problem(403, "FORBIDDEN", "an order is of a channel that the key does not allow");
                    }
                    then.go();
                }));
    }
}
