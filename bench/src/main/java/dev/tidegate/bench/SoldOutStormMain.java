package dev.tidegate.bench;

import dev.tidegate.Orders;
import dev.tidegate.Tidegate;
import dev.tidegate.TidegateOptions;
import dev.tidegate.message.Command;
import dev.tidegate.message.Command.Urgency;
import dev.tidegate.message.CommandEncoder;
import dev.tidegate.message.CommandHeader;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.Outcome;
import dev.tidegate.pipeline.Durability;
import dev.tidegate.pipeline.Intake;
import dev.tidegate.pipeline.Pipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The sold-out storm: orders of many buyers for one SKU of which nothing is left, as one edge thread sees them, encoded
 * anew with an id of their own each. {@code MEMORY|PROCESS|DISK [SECONDS]}. Through the ring while a hold lives, answered
 * before it by the shield once none does; and polls of the units left.
 */
public final class SoldOutStormMain implements AutoCloseable {
    private static final int MESSAGES = 1024;
    private static final int UNITS = 10_000;

    private final Tidegate tidegate;
    private final Pipeline pipeline;
    private final CommandEncoder encoder = new CommandEncoder();
    private final HeapBuffer message = HeapBuffer.ofSize(4096);
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong taken = new AtomicLong();
    private final int shop;
    private final int sku;
    private long numbers;

    private SoldOutStormMain(final Durability durability, final Path folder) {
        final TidegateOptions options = TidegateOptions.defaults().withDurability(durability);
        tidegate = durability == Durability.MEMORY ? Tidegate.inMemory(options) : Tidegate.open(folder, options);
        pipeline = tidegate.pipeline();
        final int house = tidegate.define(new Command.DefineWarehouse("HOUSE"));
        shop = tidegate.define(new Command.DefineChannel("SHOP", false, List.of(house)));
        sku = tidegate.define(new Command.DefineSku("HOT", 0));
        tidegate.call(new Command.ReceiveStock(sku, house, UNITS, 1, 0, 0, 0));
    }

    public static void main(final String[] arguments) throws IOException {
        final Durability durability = Durability.valueOf(arguments[0]);
        final double seconds = arguments.length > 1 ? Double.parseDouble(arguments[1]) : 3;
        final Path folder = Files.createTempDirectory(Path.of("").toAbsolutePath(), "sold-out-");
        System.out.println(Report.machine());
        try (SoldOutStormMain storm = new SoldOutStormMain(durability, folder)) {
            final long last = storm.sellAllButThePaymentOfTheLast();
            storm.row("a hold lives: through the ring", seconds);
            storm.tidegate.call(new Command.ConfirmPayment(last, 100));
            storm.row("no hold lives: at the edge", seconds);
            storm.polls(seconds);
        } finally {
            PipelineMeasure.delete(folder);
        }
    }

    private Command.PlaceOrder order() {
        return Orders.place(shop, "N" + numbers++, "bench", Urgency.NORMAL)
                .line(sku, 1, 100)
                .build();
    }

    private long sellAllButThePaymentOfTheLast() {
        long order = 0;
        for (int i = 0; i < UNITS; i++) {
            if (order != 0) {
                tidegate.call(new Command.ConfirmPayment(order, 100));
            }
            order = tidegate.call(order()).entityId();
        }
        return order;
    }

    /** Asks the shield for every order, and submits those it does not cover. */
    private void row(final String what, final double seconds) {
        storm(seconds / 3);
        refused.set(0);
        taken.set(0);
        final long start = System.nanoTime();
        final long edge = storm(seconds);
        while (refused.get() < taken.get()) {
            Thread.onSpinWait();
        }
        final double nanos = System.nanoTime() - start;
        final long answered = edge + refused.get();
        System.out.printf(
                "sold-out storm %s, %s: %,d at the edge, %,d by the engine, %.0f ns each, %.2f M/s, load %.1f%n",
                pipeline.durability(),
                what,
                edge,
                refused.get(),
                nanos / answered,
                answered * 1e3 / nanos,
                Report.load());
    }

    private long storm(final double seconds) {
        final long end = System.nanoTime() + (long) (seconds * 1e9);
        final Command.PlaceOrder order = order();
        long edge = 0;
        while (System.nanoTime() < end) {
            for (int i = 0; i < MESSAGES; i++) {
                final CommandHeader header = tidegate.newHeader();
                final int length = encoder.encode(header, order, message, 0);
                if (pipeline.soldOutNow(message, 0, length)) {
                    edge++;
                } else {
                    submit(length);
                }
            }
        }
        return edge;
    }

    private void submit(final int length) {
        Intake intake = pipeline.submitMessage(message, 0, length, 0, this::answered);
        while (intake == Intake.BUSY) {
            Thread.yield();
            intake = pipeline.submitMessage(message, 0, length, 0, this::answered);
        }
        if (intake != Intake.TAKEN) {
            throw new IllegalStateException(intake.toString());
        }
        taken.lazySet(taken.getPlain() + 1);
    }

    private void answered(final long correlation, final Outcome outcome) {
        if (outcome.accepted()) {
            throw new IllegalStateException("sold a unit that is not there: " + outcome);
        }
        refused.lazySet(refused.getPlain() + 1);
    }

    private void polls(final double seconds) {
        final long start = System.nanoTime();
        final long end = start + (long) (seconds * 1e9);
        long polls = 0;
        long units = 0;
        while (System.nanoTime() < end) {
            for (int i = 0; i < MESSAGES; i++) {
                units += tidegate.stockView().units(sku);
            }
            polls += MESSAGES;
        }
        System.out.printf(
                "polls of the units left, %d of them: %.1f ns each%n",
                units, (double) (System.nanoTime() - start) / polls);
    }

    @Override
    public void close() {
        tidegate.close();
    }
}
