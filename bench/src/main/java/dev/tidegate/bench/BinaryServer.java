package dev.tidegate.bench;

import dev.tidegate.Orders;
import dev.tidegate.Tidegate;
import dev.tidegate.TidegateOptions;
import dev.tidegate.gateway.Gateway;
import dev.tidegate.gateway.config.Config;
import dev.tidegate.message.Command;
import dev.tidegate.message.Command.Urgency;
import dev.tidegate.message.Outcome;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A gateway in front of one SKU, of which there is more than enough or nothing, in a process of its own, until its input
 * ends; and bare servers that give answers of the same length.
 */
public final class BinaryServer {
    private BinaryServer() {}

    /** {@code MODE FOLDER WINDOW EXPECTED_ORDERS [STORM]}; prints the ports once it is ready. */
    public static void main(final String[] arguments) throws IOException {
        final JournalMode mode = JournalMode.valueOf(arguments[0]);
        final TidegateOptions options = mode.applyTo(TidegateOptions.defaults())
                .withRingSlots(65_536)
                .withAnswerOnEngineThread(Boolean.getBoolean("tidegate.bench.inline"))
                .withExpectedOrders(Integer.parseInt(arguments[3]));
        final Storm storm = arguments.length > 4 ? Storm.valueOf(arguments[4]) : Storm.ORDERS;
        final Config config = new Config()
                .set("http.address", "127.0.0.1:0", "bench")
                .set("binary.address", "127.0.0.1:0", "bench")
                .set("binary.window", arguments[2], "bench");
        try (Tidegate tidegate =
                        mode.journaled() ? Tidegate.open(Path.of(arguments[1]), options) : Tidegate.inMemory(options);
                Gateway gateway = new Gateway(open(tidegate, storm), config.gateway());
                BareEcho echo = new BareEcho();
                BinaryBareHttp bare = bareHttp(gateway, storm)) {
            System.out.println(
                    "ready " + gateway.httpPort() + " " + gateway.binaryPort() + " " + bare.port() + " " + echo.port());
            while (System.in.read() >= 0) {
                // Whoever started us ends us by closing our input.
            }
            final String wrong = tidegate.verify();
            System.out.println(wrong == null ? "verified " + tidegate.counts() : "WRONG " + wrong);
        }
    }

    private static BinaryBareHttp bareHttp(final Gateway gateway, final Storm storm) throws IOException {
        return new BinaryBareHttp(
                HttpSample.of(gateway.httpPort(), BinaryHttpLoad.pollRequest()),
                storm.soldOut()
                        ? HttpSample.of(gateway.httpPort(), BinaryHttpLoad.orderRequest(0, 0))
                        : BinaryBareHttp.ACCEPTED);
    }

    /** One with plenty of its SKU. */
    static Process start(
            final String classes, final String mode, final Path folder, final int window, final int expectedOrders)
            throws IOException {
        return start(classes, new Storm.Of(JournalMode.valueOf(mode), Storm.ORDERS), folder, window, expectedOrders);
    }

    /**
     * Starts one with the flags of this JVM; its first line is {@code ready HTTP BINARY BARE_HTTP BARE_ECHO}, the ports.
     *
     * @param classes what comes before this JVM's own classes on its class path, empty for nothing
     */
    static Process start(
            final String classes, final Storm.Of what, final Path folder, final int window, final int expectedOrders)
            throws IOException {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of(
                "-cp",
                (classes.isEmpty() ? "" : classes + File.pathSeparator) + System.getProperty("java.class.path"),
                BinaryServer.class.getName(),
                what.mode().name(),
                folder.toString(),
                String.valueOf(window),
                String.valueOf(expectedOrders),
                what.storm().name()));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static Tidegate open(final Tidegate tidegate, final Storm storm) {
        tidegate.define(new Command.DefineWarehouse("east"));
        tidegate.define(new Command.DefineChannel("web", false, List.of(1)));
        tidegate.define(new Command.DefineSku("hot", 0));
        tidegate.call(new Command.SetLimits(List.of(
                new Command.LimitValue(Command.Limit.IDS_REMEMBERED, 50_000_000),
                new Command.LimitValue(Command.Limit.ORDERS, 50_000_000),
                new Command.LimitValue(Command.Limit.ORDER_LINES, 50_000_000),
                new Command.LimitValue(Command.Limit.PURCHASE_COUNTERS, 50_000_000))));
        tidegate.call(new Command.ReceiveStock(1, 1, storm.units(), 1, 0, 0, 0));
        if (storm.soldOut()) {
            sell(tidegate, storm);
        }
        // Whoever bought before has told no buyer.
        tidegate.call(new Command.SetPurchaseLimit(1, 1, 365L * 24 * 3600 * 1000));
        if (storm.soldOut()) {
            awaitShield(tidegate, storm);
        }
        return tidegate;
    }

    /** Sells everything, and leaves as many units unpaid as the storm wants. */
    private static void sell(final Tidegate tidegate, final Storm storm) {
        for (long left = storm.units(); left > 0; left--) {
            final Outcome placed = order(tidegate, "sold" + left);
            if (left > storm.heldUnits()) {
                tidegate.call(new Command.ConfirmPayment(placed.entityId(), 100));
            }
        }
    }

    private static void awaitShield(final Tidegate tidegate, final Storm storm) {
        // The shield covers a SKU once it has taken in the accepted ids, some with each batch.
        for (long left = storm.units(); left > 0 && !soldOut(tidegate); left--) {
            if (order(tidegate, "late" + left).accepted()) {
                throw new IllegalStateException("sold more than there was");
            }
        }
        if (soldOut(tidegate) != (storm.heldUnits() == 0)) {
            throw new IllegalStateException("the shield is not as " + storm + " wants: " + tidegate.counts());
        }
    }

    private static Outcome order(final Tidegate tidegate, final String number) {
        return tidegate.call(
                Orders.place(1, number, "bench", Urgency.NORMAL).line(1, 1, 100).build());
    }

    private static boolean soldOut(final Tidegate tidegate) {
        return Objects.requireNonNull(tidegate.stockView().get(1)).soldOut();
    }
}
