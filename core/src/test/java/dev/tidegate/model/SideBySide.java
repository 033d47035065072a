package dev.tidegate.model;

import dev.tidegate.model.Books.Order;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** The model and another subject, given the same steps, compared after each. */
final class SideBySide {
    private final ReferenceModel model = new ReferenceModel();
    private final OrderKeys modelKeys = new OrderKeys();
    private final Subject other;
    private final OrderKeys otherKeys = new OrderKeys();
    private final int compareStateEvery;
    private long sequence;

    /** How the two differ. */
    record Difference(String what, Object expected, Object actual) {
        @Override
        public String toString() {
            return what + "\n  model:  " + expected + "\n  engine: " + actual;
        }
    }

    SideBySide(final Supplier<Subject> other, final int compareStateEvery) {
        this.other = other.get();
        this.compareStateEvery = compareStateEvery;
    }

    ReferenceModel model() {
        return model;
    }

    OrderKeys modelKeys() {
        return modelKeys;
    }

    /** The first difference over these steps, with everything compared after each. */
    static Optional<Difference> replay(final Supplier<Subject> other, final List<Step> steps) {
        final SideBySide both = new SideBySide(other, 1);
        final Coverage unused = new Coverage();
        return steps.stream()
                .map(step -> both.run(step, unused))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Applies a step to both. Something thrown by the other subject is a difference too. */
    Optional<Difference> run(final Step step, final Coverage coverage) {
        sequence++;
        if (step.isTick()) {
            model.tick(sequence, step.timeMillis());
        } else {
            coverage.before(step.command(), step.timeMillis(), model.books(), modelKeys);
        }
        final ReferenceOutcome expected = step.isTick() ? null : apply(model, modelKeys, step);
        if (expected != null) {
            coverage.after(step.command(), expected);
        }
        try {
            return compare(step, expected);
        } catch (final RuntimeException | AssertionError thrown) {
            final StackTraceElement[] stack = thrown.getStackTrace();
            return Optional.of(new Difference(
                    "the engine threw " + thrown + (stack.length == 0 ? "" : " at " + stack[0]), expected, null));
        }
    }

    private Optional<Difference> compare(final Step step, final ReferenceOutcome expected) {
        if (step.isTick()) {
            other.tick(sequence, step.timeMillis());
        } else {
            final ReferenceOutcome actual = apply(other, otherKeys, step);
            if (!actual.equals(expected)) {
                return Optional.of(new Difference("outcome", expected, actual));
            }
        }
        if (model.nextDeadlineMillis() != other.nextDeadlineMillis()) {
            return Optional.of(new Difference("next deadline", model.nextDeadlineMillis(), other.nextDeadlineMillis()));
        }
        return sequence % compareStateEvery == 0 ? compareState() : Optional.empty();
    }

    private ReferenceOutcome apply(final Subject subject, final OrderKeys keys, final Step step) {
        final ReferenceOutcome outcome =
                subject.apply(sequence, step.timeMillis(), step.header(), keys.own(step.command(), subject::records));
        keys.learn(step, outcome);
        return keys.common(step.command(), outcome);
    }

    /** Compares ledger, orders and counts. */
    Optional<Difference> compareState() {
        if (!model.counts().equals(other.counts())) {
            return Optional.of(new Difference("counts", model.counts(), other.counts()));
        }
        for (int sku = 1; sku <= model.books().skus.size(); sku++) {
            for (int warehouse = 1; warehouse <= model.books().warehouses.size(); warehouse++) {
                final Ledger.Stock expected = model.stock(sku, warehouse);
                final Ledger.Stock actual = other.stock(sku, warehouse);
                if (!expected.equals(actual)) {
                    return Optional.of(new Difference("stock of " + sku + " at " + warehouse, expected, actual));
                }
            }
        }
        return compareOrders();
    }

    /** What is known of the orders that have left, by id and by number. */
    private Optional<Difference> compareArchive() {
        for (final long key : modelKeys.idOfKey().keySet()) {
            final boolean expected = model.archived(modelKeys.idOfKey().get(key));
            final boolean actual = other.archived(otherKeys.idOfKey().get(key));
            if (expected != actual) {
                return Optional.of(new Difference("whether the order of step " + key + " has left", expected, actual));
            }
        }
        for (final List<byte[]> records : model.books().records.values()) {
            final Order order = OrderRecord.order(records.get(0));
            final long expected = model.archived(order.channel, order.externalNumber);
            final long actual = other.archived(order.channel, order.externalNumber);
            if (modelKeys.key(expected) != otherKeys.key(actual)) {
                return Optional.of(new Difference(
                        "step of the order that left as " + order.externalNumber + " of " + order.channel,
                        modelKeys.key(expected),
                        otherKeys.key(actual)));
            }
        }
        return Optional.empty();
    }

    private static List<String> records(final Subject subject, final OrderKeys keys, final long key) {
        final long id = keys.idOfKey().get(key);
        return OrderRecord.texts(subject.records(id), id);
    }

    private Optional<Difference> compareOrders() {
        final Set<Long> placed = new TreeSet<>(modelKeys.idOfKey().keySet());
        for (final long key : placed) {
            final Ledger.Order expected = model.order(modelKeys.idOfKey().get(key));
            final Ledger.Order actual = other.order(otherKeys.idOfKey().get(key));
            if (!Objects.equals(expected, actual)) {
                return Optional.of(new Difference("order of step " + key, expected, actual));
            }
            final List<String> left = records(model, modelKeys, key);
            final List<String> leftThere = records(other, otherKeys, key);
            if (!left.equals(leftThere)) {
                return Optional.of(new Difference("records of the order of step " + key, left, leftThere));
            }
        }
        return compareArchive();
    }
}
