package dev.tidegate.model;

import dev.tidegate.message.Command;
import dev.tidegate.message.Command.ConfirmPayment;
import dev.tidegate.message.Command.ExtendHolds;
import dev.tidegate.message.Command.Limit;
import dev.tidegate.message.Command.PlaceOrder;
import dev.tidegate.message.Command.ReadmitOrder;
import dev.tidegate.message.Command.ReturnLines;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.model.Books.NumberKey;
import dev.tidegate.model.Books.Order;
import dev.tidegate.model.Books.Remembered;
import dev.tidegate.model.RecordRecipe.Fault;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What no outcome code tells of a run, and a run shall meet: the ways of orders that are done, and of those that left. */
final class Situations {
    private static final long FIVE_MINUTES = 300_000;

    private final Map<Situation, Integer> met = new EnumMap<>(Situation.class);
    /** Before the step. */
    private List<Order> done = List.of();

    private int numbers;
    private long left;
    private long floor;
    private Order order;
    private boolean readmitted;
    private boolean doneUnpaid;
    private boolean completed;

    /** One of them. */
    enum Situation {
        COMPLETED_PAID,
        COMPLETED_UNPAID_AND_RETURNED,
        PAID_AFTER_ALL_CAME_BACK,
        ASKED_ABOUT_A_COMPLETED_ORDER,
        NUMBER_FORGOTTEN_BY_TIME,
        NUMBER_FORGOTTEN_FOR_WANT_OF_ROOM,
        NUMBER_FORGOTTEN_AT_ONCE,
        NUMBER_OF_AN_ORDER_THAT_LEFT_REFUSED,
        FORGOTTEN_NUMBER_PLACED_AGAIN,
        OLD_ORDER_PLACED_AS_BACKFILL,
        YOUNG_ORDER_PLACED_WITHOUT_BACKFILL,
        READMISSION_REPEATED,
        READMISSION_WITHOUT_ROOM,
        OLDER_RECORD_REFUSED,
        RECORD_OF_ANOTHER_ORDERS_NUMBER_REFUSED,
        READMITTED_TAKES_GOODS_BACK,
        READMITTED_PAID_LATE,
        READMITTED_PAID_LATE_AND_SHORT,
        READMITTED_LEFT_AGAIN_AS_IT_WAS,
        READMITTED_LEFT_AGAIN_CHANGED,
        READMITTED_TWICE,
        HOLDS_PUT_OFF
    }

    void before(final Step step, final Books books, final OrderKeys keys) {
        done = books.orders.values().stream().filter(Order::done).toList();
        numbers = books.numbers.size();
        left = countLeft(books);
        floor = books.floorOfNumbers;
        order = step.isTick()
                ? null
                : books.orders.get(keys.idOfKey().getOrDefault(OrderKeys.keyOf(step.command()), 0L));
        readmitted = order != null && order.readmitted;
        doneUnpaid = order != null && order.done() && !order.paid;
        completed = order != null && order.closing == Books.COMPLETED;
    }

    private static long countLeft(final Books books) {
        return books.records.values().stream().mapToLong(List::size).sum();
    }

    /** Behind a tick. */
    void afterTick(final Books books) {
        for (final Order each : done) {
            if (each.closed()) {
                meet(each.paid ? Situation.COMPLETED_PAID : Situation.COMPLETED_UNPAID_AND_RETURNED);
            }
        }
        final long most = books.limit(Limit.EXTERNALS_REMEMBERED);
        if (countLeft(books) > left && books.numbers.size() == most && floor != books.floorOfNumbers) {
            meet(most == 0 ? Situation.NUMBER_FORGOTTEN_AT_ONCE : Situation.NUMBER_FORGOTTEN_FOR_WANT_OF_ROOM);
        }
    }

    /**
     * Behind a command.
     *
     * @param own the command as it was applied
     */
    void after(final Step step, final Command own, final ReferenceOutcome outcome, final Books books) {
        if (!(own instanceof ReadmitOrder) && books.numbers.size() < numbers) {
            meet(Situation.NUMBER_FORGOTTEN_BY_TIME);
        }
        final OutcomeCode code = outcome.code();
        if (own instanceof ReadmitOrder c) {
            readmission(RecordRecipe.of(((ReadmitOrder) step.command()).record()), c, outcome, books);
        } else if (outcome.duplicate()) {
            return;
        } else if (own instanceof PlaceOrder c) {
            placing(c, outcome, books);
        } else if (own instanceof ExtendHolds && outcome.available() > 0) {
            meet(Situation.HOLDS_PUT_OFF);
        } else if (own instanceof ConfirmPayment && code == OutcomeCode.ACCEPTED && doneUnpaid) {
            meet(Situation.PAID_AFTER_ALL_CAME_BACK);
        } else if (own instanceof ReturnLines && code == OutcomeCode.ACCEPTED && readmitted) {
            meet(Situation.READMITTED_TAKES_GOODS_BACK);
        } else if (code == OutcomeCode.PAID_LATE && readmitted) {
            meet(Situation.READMITTED_PAID_LATE);
        } else if (code == OutcomeCode.PAID_LATE_SHORT && readmitted) {
            meet(Situation.READMITTED_PAID_LATE_AND_SHORT);
        } else if (completed && (code == OutcomeCode.ALREADY_PAID || code == OutcomeCode.ALREADY_SHIPPED)) {
            meet(Situation.ASKED_ABOUT_A_COMPLETED_ORDER);
        }
    }

    private void placing(final PlaceOrder c, final ReferenceOutcome outcome, final Books books) {
        if (outcome.code() == OutcomeCode.DUPLICATE_EXTERNAL && !books.orders.containsKey(outcome.entityId())) {
            meet(Situation.NUMBER_OF_AN_ORDER_THAT_LEFT_REFUSED);
        }
        if (!outcome.code().accepted()) {
            return;
        }
        if (books.records.values().stream()
                .anyMatch(records -> numberOf(records.get(0)).equals(numberOf(c)))) {
            meet(Situation.FORGOTTEN_NUMBER_PLACED_AGAIN);
        }
        if (c.orderedMillis() != 0 && floor != Books.NO_FLOOR) {
            final boolean old = c.orderedMillis() <= floor + FIVE_MINUTES;
            meet(old ? Situation.OLD_ORDER_PLACED_AS_BACKFILL : Situation.YOUNG_ORDER_PLACED_WITHOUT_BACKFILL);
        }
    }

    private static NumberKey numberOf(final PlaceOrder c) {
        return new NumberKey(c.channel(), c.externalNumber());
    }

    private static NumberKey numberOf(final byte[] record) {
        final Order order = OrderRecord.order(record);
        return new NumberKey(order.channel, order.externalNumber);
    }

    private void readmission(
            final RecordRecipe recipe, final ReadmitOrder c, final ReferenceOutcome outcome, final Books books) {
        switch (outcome.code()) {
            case ACCEPTED -> {
                if (outcome.duplicate()) {
                    meet(Situation.READMISSION_REPEATED);
                }
            }
            case ORDERS_FULL, ORDER_LINES_FULL -> meet(Situation.READMISSION_WITHOUT_ROOM);
            case RECORD_MISMATCH -> {
                final Remembered known = books.numbers.get(numberOf(c.record()));
                if (known != null && known.orderId() != c.orderId()) {
                    meet(Situation.RECORD_OF_ANOTHER_ORDERS_NUMBER_REFUSED);
                } else if (recipe.fault() == Fault.OLDER) {
                    meet(Situation.OLDER_RECORD_REFUSED);
                }
            }
            default -> {}
        }
    }

    /** Behind the last step of a run. */
    void afterAll(final Books books) {
        for (final List<byte[]> records : books.records.values()) {
            for (int i = 1; i < records.size(); i++) {
                meet(
                        Arrays.equals(records.get(i - 1), records.get(i))
                                ? Situation.READMITTED_LEFT_AGAIN_AS_IT_WAS
                                : Situation.READMITTED_LEFT_AGAIN_CHANGED);
            }
            if (records.size() > 2) {
                meet(Situation.READMITTED_TWICE);
            }
        }
    }

    private void meet(final Situation situation) {
        met.merge(Objects.requireNonNull(situation), 1, Integer::sum);
    }

    Set<Situation> missing() {
        final Set<Situation> missing = EnumSet.allOf(Situation.class);
        missing.removeAll(met.keySet());
        return missing;
    }

    @Override
    public String toString() {
        return met.toString();
    }
}
