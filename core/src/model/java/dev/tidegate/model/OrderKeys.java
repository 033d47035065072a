package dev.tidegate.model;

import dev.tidegate.message.Command;
import dev.tidegate.message.Command.CancelOrder;
import dev.tidegate.message.Command.ConfirmPayment;
import dev.tidegate.message.Command.FailPayment;
import dev.tidegate.message.Command.PlaceOrder;
import dev.tidegate.message.Command.ReadmitOrder;
import dev.tidegate.message.Command.ReturnLines;
import dev.tidegate.message.Command.ShipOrder;
import dev.tidegate.message.Command.StartPayment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.function.LongUnaryOperator;

/** The order ids of one subject against the keys of the steps that placed the orders. */
public final class OrderKeys {
    /** Where ids begin that no order ever has. */
    public static final long NOBODY = 7_000_000_000_000_000L;

    private final Map<Long, Long> idOfKey = new HashMap<>();
    private final Map<Long, Long> keyOfId = new HashMap<>();

    /** Notes what a step was answered. */
    public void learn(final Step step, final ReferenceOutcome outcome) {
        if (step.command() instanceof PlaceOrder && outcome.code().accepted() && !outcome.duplicate()) {
            idOfKey.put(step.key(), outcome.entityId());
            keyOfId.put(outcome.entityId(), step.key());
        }
    }

    public long key(final long id) {
        return keyOfId.getOrDefault(id, 0L);
    }

    /** The subject's id of the order that a step has placed; null for none. */
    public Long idOfKey(final long key) {
        return idOfKey.get(key);
    }

    Map<Long, Long> idOfKey() {
        return idOfKey;
    }

    /**
     * The command with the subject's own order id, and for a recipe the record.
     *
     * @param records of an order of the subject, as {@link Subject#records} has them
     */
    public Command own(final Command command, final LongFunction<List<byte[]>> records) {
        if (command instanceof ReadmitOrder c) {
            final RecordRecipe recipe = RecordRecipe.of(c.record());
            final long named = id(c.orderId());
            return new ReadmitOrder(named, c.reason(), recipe.record(named, records.apply(id(recipe.key()))));
        }
        return withOrder(command, this::id);
    }

    /** The command with what {@code change} makes of the id of the order that it is about, if it is about one. */
    public static Command withOrder(final Command command, final LongUnaryOperator change) {
        if (command instanceof StartPayment c) {
            return new StartPayment(change.applyAsLong(c.orderId()));
        } else if (command instanceof ConfirmPayment c) {
            return new ConfirmPayment(change.applyAsLong(c.orderId()), c.amount());
        } else if (command instanceof FailPayment c) {
            return new FailPayment(change.applyAsLong(c.orderId()));
        } else if (command instanceof CancelOrder c) {
            return new CancelOrder(change.applyAsLong(c.orderId()), c.reason(), c.lines());
        } else if (command instanceof ShipOrder c) {
            return new ShipOrder(change.applyAsLong(c.orderId()), c.lines());
        } else if (command instanceof ReturnLines c) {
            return new ReturnLines(change.applyAsLong(c.orderId()), c.reason(), c.lines());
        } else if (command instanceof ReadmitOrder c) {
            final long named = change.applyAsLong(c.orderId());
            return new ReadmitOrder(named, c.reason(), RecordRecipe.addressed(c.record(), c.orderId(), named));
        }
        return command;
    }

    private long id(final long key) {
        return key <= 0 ? key : idOfKey.getOrDefault(key, NOBODY + key);
    }

    /** The outcome with the key in place of an order's id, so that two subjects' outcomes can be compared. */
    ReferenceOutcome common(final Command command, final ReferenceOutcome outcome) {
        return isAboutOrder(command)
                ? withEntity(outcome, keyOfId.getOrDefault(outcome.entityId(), -outcome.entityId()))
                : outcome;
    }

    public static boolean isAboutOrder(final Command command) {
        return command instanceof PlaceOrder || keyOf(command) != Long.MIN_VALUE;
    }

    /** The order that a command names; {@link Long#MIN_VALUE} when it is not about one. */
    static long keyOf(final Command command) {
        if (command instanceof StartPayment c) {
            return c.orderId();
        } else if (command instanceof ConfirmPayment c) {
            return c.orderId();
        } else if (command instanceof FailPayment c) {
            return c.orderId();
        } else if (command instanceof CancelOrder c) {
            return c.orderId();
        } else if (command instanceof ShipOrder c) {
            return c.orderId();
        } else if (command instanceof ReturnLines c) {
            return c.orderId();
        } else if (command instanceof ReadmitOrder c) {
            return c.orderId();
        }
        return Long.MIN_VALUE;
    }

    /** The outcome about another entity. */
    public static ReferenceOutcome withEntity(final ReferenceOutcome outcome, final long entity) {
        return new ReferenceOutcome(
                outcome.code(),
                outcome.duplicate(),
                outcome.firstSequence(),
                outcome.firstTimeMillis(),
                entity,
                outcome.line(),
                outcome.asked(),
                outcome.available(),
                outcome.deadlineMillis(),
                outcome.missing());
    }
}
