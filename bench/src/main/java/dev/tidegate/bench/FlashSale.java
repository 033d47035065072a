package dev.tidegate.bench;

import dev.tidegate.message.Outcome;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Makes the commands of one workload, batch by batch, already encoded. Answers may come on another thread: only which
 * order ids are known depends on when they come. Allocates nothing while it runs.
 */
final class FlashSale {
    /** More commands than can be unanswered at once. */
    private static final int CORRELATIONS = 1 << 17;

    private static final long UNANSWERED = -1;
    private static final int NOT_WAITING = -1;
    private static final int OF_FIVE_PAID = 3;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Plan plan;
    private final Dice dice;
    private final MessageWriter writer;
    private final SkuPicker skus;
    private final long startMillis;
    private final long nanosPerOrder;
    private final int waitingCount;
    private final int commandsPerStep;
    /** Ids of the orders that wait to be paid or cancelled, and when they were placed. */
    private final AtomicLongArray waiting;

    private final long[] placedMillis;
    /** Where the order of a correlation waits. */
    private final int[] placeOf = new int[CORRELATIONS];

    private long nextOrder;
    private long correlation;
    private long elapsedNanos;
    private long steppedAt;
    private long nowMillis;
    private long confirms;
    private long cancels;

    /** {@code commandsPerStep} is after how many commands the time moves. */
    FlashSale(final Plan plan, final long startMillis, final long seed, final int commandsPerStep) {
        this.plan = plan;
        this.startMillis = startMillis;
        this.commandsPerStep = commandsPerStep;
        nowMillis = startMillis;
        dice = new Dice(seed);
        writer = new MessageWriter(dice);
        skus = new SkuPicker(plan.mix());
        nanosPerOrder = plan.nanosPerOrder();
        waitingCount = plan.mix().life() ? plan.waitingOrders() : 0;
        waiting = new AtomicLongArray(waitingCount);
        placedMillis = new long[waitingCount];
    }

    /** Fills the batch, all of it at one engine time. */
    void fill(final CommandBatch batch) {
        if (correlation - steppedAt >= commandsPerStep) {
            steppedAt = correlation;
            nowMillis = startMillis + elapsedNanos / NANOS_PER_MILLI;
        }
        final long now = nowMillis;
        batch.begin(correlation, now);
        while (batch.count() < batch.capacity()) {
            final long followed = place(batch, now);
            if (followed != 0 && batch.count() < batch.capacity()) {
                follow(batch, now, followed);
            }
        }
    }

    /** Places an order; answers the id of the one that it relieves from waiting, 0 for none. */
    private long place(final CommandBatch batch, final long now) {
        batch.add(writer.place(batch.buffer, batch.at(), now, skus.pick(dice), nextOrder++));
        elapsedNanos += nanosPerOrder;
        final int index = (int) correlation++ & CORRELATIONS - 1;
        placeOf[index] = NOT_WAITING;
        if (waitingCount == 0 || dice.next() < 0) {
            return 0;
        }
        final int place = dice.below(waitingCount);
        final long before = waiting.getAcquire(place);
        if (before == UNANSWERED) {
            return 0;
        }
        final boolean expired = placedMillis[place] + plan.holdMillis() <= now;
        placedMillis[place] = now;
        placeOf[index] = place;
        waiting.setRelease(place, UNANSWERED);
        return expired ? 0 : before;
    }

    private void follow(final CommandBatch batch, final long now, final long orderId) {
        placeOf[(int) correlation++ & CORRELATIONS - 1] = NOT_WAITING;
        if (dice.below(5) < OF_FIVE_PAID) {
            batch.add(writer.confirm(batch.buffer, batch.at(), now, orderId));
            confirms++;
        } else {
            batch.add(writer.cancel(batch.buffer, batch.at(), now, orderId));
            cancels++;
        }
    }

    /** Takes an answer: the order's id, 0 when there is none. */
    void answered(final long ofCorrelation, final long orderId) {
        final int place = placeOf[(int) ofCorrelation & CORRELATIONS - 1];
        if (place != NOT_WAITING) {
            waiting.setRelease(place, orderId);
        }
    }

    void answered(final long ofCorrelation, final Outcome outcome) {
        answered(ofCorrelation, outcome.accepted() ? outcome.entityId() : 0);
    }

    Plan plan() {
        return plan;
    }

    /** Commands made so far. */
    long commands() {
        return correlation;
    }

    /** Orders placed so far. */
    long orders() {
        return nextOrder;
    }

    long confirms() {
        return confirms;
    }

    long cancels() {
        return cancels;
    }
}
