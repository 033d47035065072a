package dev.tidegate.journal;

import dev.tidegate.Digest;
import dev.tidegate.Orders;
import dev.tidegate.Tidegate;
import dev.tidegate.TidegateOptions;
import dev.tidegate.message.Command;
import dev.tidegate.message.Command.Urgency;
import dev.tidegate.message.Outcome;
import dev.tidegate.pipeline.GivenTime;
import dev.tidegate.pipeline.JournalSettings;
import dev.tidegate.pipeline.RecoveryReport;
import dev.tidegate.pipeline.Shadow;
import dev.tidegate.pipeline.TimeSource;
import dev.tidegate.pipeline.Upkeep;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A shop on a real folder, which trades at random: orders that are paid, shipped, cancelled or left to expire. */
final class SmallShop implements AutoCloseable {
    static final Upkeep SHADOW =
            Upkeep.NONE.withSnapshotEvery(Long.MAX_VALUE).withKeepSnapshots(100).withShadowPercent(100);

    private static final long NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long MOST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(120);
    static final long START = 1_800_000_000_000L;
    private static final int SKUS = 20;

    final Tidegate tidegate;
    private final GivenTime time;
    private final List<Long> open = new ArrayList<>();
    private final Random random;
    private long now;
    private String document = "";

    SmallShop(final Path folder, final JournalSettings settings, final long seed) {
        time = TimeSource.given(START);
        tidegate = Tidegate.open(folder, options(settings).withTime(time));
        random = new Random(seed);
        now = Math.max(START, tidegate.recovery().lastTimeMillis());
        if (tidegate.recovery().lastSequence() == 0) {
            furnish();
        }
    }

    static TidegateOptions options(final JournalSettings settings) {
        return TidegateOptions.defaults()
                .withJournal(settings)
                .withExpectedOrders(100)
                .withCommandsPerMark(64);
    }

    static SmallShop open(final Path folder, final JournalSettings.Kind kind) {
        return new SmallShop(folder, TestJournal.small(kind).withUpkeep(SHADOW), 1);
    }

    private void furnish() {
        final int house = tidegate.define(new Command.DefineWarehouse("house"));
        tidegate.define(new Command.DefineChannel("shop", true, List.of(house)));
        for (int i = 1; i <= SKUS; i++) {
            final int sku = tidegate.define(new Command.DefineSku("sku" + i, 0));
            tidegate.call(new Command.ReceiveStock(sku, house, 100_000, 1, 0, 0, 0));
            tidegate.call(new Command.SetPurchaseLimit(sku, 1_000, 60_000));
        }
    }

    /** Makes every order as large as this, so that segments fill. */
    SmallShop withDocuments(final int bytes) {
        document = "x".repeat(bytes);
        return this;
    }

    /** Trades with so many commands, ticks apart. */
    SmallShop trade(final int commands) {
        for (int i = 0; i < commands; i++) {
            now += random.nextInt(3_000);
            time.moveTo(now);
            step();
        }
        return this;
    }

    private void step() {
        final int what = random.nextInt(10);
        if (what < 6 || open.isEmpty()) {
            final Outcome placed = tidegate.call(Orders.place(1, "N" + random.nextLong(), "shop", Urgency.NORMAL)
                    .line(1 + random.nextInt(SKUS), 1 + random.nextInt(3), 100)
                    .line(1 + random.nextInt(SKUS), 1, 50)
                    .buyer(1, 1 + random.nextInt(50))
                    .document(document)
                    .build());
            if (placed.accepted()) {
                open.add(placed.entityId());
            }
            return;
        }
        final long order = open.remove(random.nextInt(open.size()));
        if (what < 8) {
            tidegate.call(new Command.ConfirmPayment(order, 150));
            tidegate.call(Orders.ship(order));
        } else if (what == 8) {
            tidegate.call(Orders.cancel(order, 1));
        }
    }

    void moveTime(final long millis) {
        now += millis;
        tidegate.advanceTo(now);
    }

    /** Has the shadow follow everything and make a snapshot of it; its sequence is the answer. */
    long snapshot() throws Exception {
        final long sequence = tidegate.digest().sequence();
        final Shadow shadow = tidegate.shadow();
        final long start = System.nanoTime();
        while (shadow.status().sequence() < sequence) {
            if (shadow.status().phase() != Shadow.Phase.FOLLOWING || System.nanoTime() - start > MOST_WAIT_NANOS) {
                throw new AssertionError(shadow.status().toString());
            }
            LockSupport.parkNanos(NAP_NANOS);
        }
        return shadow.snapshot().get(120, TimeUnit.SECONDS);
    }

    Digest digest() {
        return tidegate.digest();
    }

    @Override
    public void close() {
        tidegate.close();
    }

    /** What opening a folder comes to. */
    record Found(Digest digest, RecoveryReport report) {}

    static Found recover(final Path folder, final JournalSettings.Kind kind) {
        try (Tidegate again =
                Tidegate.open(folder, options(TestJournal.small(kind)).withTime(TimeSource.given(START)))) {
            final String wrong = again.verify();
            if (wrong != null) {
                throw new AssertionError(wrong);
            }
            return new Found(again.digest(), again.recovery());
        }
    }
}
