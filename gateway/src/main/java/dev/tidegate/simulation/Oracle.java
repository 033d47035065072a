package dev.tidegate.simulation;

import dev.tidegate.engine.Engine;
import dev.tidegate.engine.EngineReads.OrderView;
import dev.tidegate.message.Command;
import dev.tidegate.message.Command.PlaceOrder;
import dev.tidegate.message.Command.ReadmitOrder;
import dev.tidegate.message.CommandHeader;
import dev.tidegate.message.Outcome;
import dev.tidegate.model.EngineLedger;
import dev.tidegate.model.Ledger;
import dev.tidegate.model.OrderKeys;
import dev.tidegate.model.ReferenceModel;
import dev.tidegate.model.ReferenceOutcome;
import dev.tidegate.simulation.Violation.Promise;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The reference model, given the log in the order of its sequences. Every answer and the whole ledger must be the
 * model's. When a part of the log did not survive, the model begins anew and is given what did.
 */
final class Oracle {
    private final SentLog log;
    private ReferenceModel model = new ReferenceModel();
    private OrderKeys keys = new OrderKeys();
    private final Map<Long, Long> modelIds = new TreeMap<>();
    private final Map<List<Object>, Command> translations = new HashMap<>();
    private long applied;

    Oracle(final SentLog log) {
        this.log = log;
    }

    ReferenceModel model() {
        return model;
    }

    /** The key of the step that placed an order, by the model's id of it. */
    long keyOfOrder(final long modelId) {
        return keys.key(modelId);
    }

    /** Gives the model what was applied, up to that sequence, and compares the answers. */
    void follow(final long sequence) {
        while (applied < sequence) {
            applied++;
            apply(log.entry(applied), applied);
        }
    }

    /** Begins anew, since only that much of the log has survived. */
    void backTo(final long sequence) {
        if (sequence >= applied) {
            return;
        }
        model = new ReferenceModel();
        keys = new OrderKeys();
        translations.clear();
        applied = 0;
        follow(sequence);
        // The model numbers orders as they are placed, so that those of what is left have the numbers they had.
        modelIds.values().removeIf(id -> keys.key(id) == 0);
    }

    private void apply(final Entry entry, final long sequence) {
        final Call call = entry.call();
        if (call == null) {
            model.tick(sequence, entry.timeMillis());
            return;
        }
        final Command command = translated(call, entry.timeMillis());
        final ReferenceOutcome expected =
                model.apply(sequence, entry.timeMillis(), call.step().header(), command);
        keys.learn(call.step(), expected);
        final Outcome answer = entry.answer();
        if (answer != null) {
            compare(sequence, call, expected, answer);
        }
    }

    private Command translated(final Call call, final long timeMillis) {
        if (call.sent() instanceof PlaceOrder || !OrderKeys.isAboutOrder(call.sent())) {
            return call.sent();
        }
        // The same words under the same id stay the same, though the order they name may have come about meanwhile.
        final CommandHeader header = call.step().header();
        final List<Object> key = List.of(header.idHigh(), header.idLow(), header.principal(), words(call.sent()));
        if (!model.remembers(header, timeMillis)) {
            // A refusal that is not remembered, or no longer: they are looked at anew.
            translations.remove(key);
        }
        return translations.computeIfAbsent(key, words -> OrderKeys.withOrder(call.sent(), this::modelId));
    }

    /** What is equal when the commands are, byte for byte. */
    private static Object words(final Command sent) {
        return sent instanceof ReadmitOrder c ? List.of(c.orderId(), c.reason(), ByteBuffer.wrap(c.record())) : sent;
    }

    /** Every record with which an order has left, by the engine's id of it. */
    List<byte[]> records(final long engineId) {
        final Long known = modelIds.get(engineId);
        return known == null ? List.of() : model.records(known);
    }

    private long modelId(final long engineId) {
        final Long known = modelIds.get(engineId);
        if (known != null) {
            return known;
        }
        return engineId <= 0 || engineId >= OrderKeys.NOBODY ? engineId : OrderKeys.NOBODY / 2 + engineId;
    }

    private void compare(final long sequence, final Call call, final ReferenceOutcome expected, final Outcome answer) {
        final boolean aboutOrder = OrderKeys.isAboutOrder(call.sent());
        if (call.sent() instanceof PlaceOrder
                && answer.accepted()
                && expected.code().accepted()) {
            modelIds.put(answer.entityId(), expected.entityId());
        }
        final long entity = aboutOrder && answer.entityId() != 0 ? modelId(answer.entityId()) : answer.entityId();
        final ReferenceOutcome actual = EngineLedger.outcome(answer, entity);
        if (!actual.equals(expected)) {
            throw new Violation(
                    Promise.RULES,
                    "sequence " + sequence + ", " + call + "\n  model:  " + expected + "\n  engine: " + actual);
        }
    }

    /** Learns the ids of orders whose placing was journaled and never answered. */
    void learnUnanswered(final Engine engine) {
        for (long sequence = 1; sequence <= applied; sequence++) {
            final Entry entry = log.entry(sequence);
            final Call call = entry.call();
            if (entry.answer() == null && call != null && call.sent() instanceof PlaceOrder order) {
                final OrderView placed = engine.reads().order(order.channel(), order.externalNumber());
                final Long id = keys.idOfKey(call.step().key());
                if (placed != null && id != null && placed.placedSequence() == sequence) {
                    modelIds.put(placed.orderId(), id);
                }
            }
        }
    }

    /** Compares ledger, orders and counts with an engine that stands where the model stands. */
    void compareState(final Engine engine) {
        differs("sequence", applied, engine.sequence());
        differs("next deadline", model.nextDeadlineMillis(), engine.nextDeadlineMillis());
        differs("counts", model.counts(), EngineLedger.counts(engine));
        for (int sku = 1; sku <= model.skus(); sku++) {
            for (int warehouse = 1; warehouse <= model.warehouses(); warehouse++) {
                differs(
                        "stock of SKU " + sku + " at warehouse " + warehouse,
                        model.stock(sku, warehouse),
                        EngineLedger.stock(engine, sku, warehouse));
            }
        }
        modelIds.forEach((engineId, modelId) -> {
            final Ledger.@Nullable Order expected = model.order(modelId);
            differs("order " + engineId, expected, EngineLedger.order(engine, engineId));
        });
        final String wrong = engine.verify();
        if (wrong != null) {
            throw new Violation(Promise.RULES, "the engine's own check: " + wrong);
        }
    }

    private void differs(final String what, final @Nullable Object expected, final @Nullable Object actual) {
        if (!Objects.equals(expected, actual)) {
            throw new Violation(
                    Promise.RULES,
                    what + " after sequence " + applied + "\n  model:  " + expected + "\n  engine: " + actual);
        }
    }
}
