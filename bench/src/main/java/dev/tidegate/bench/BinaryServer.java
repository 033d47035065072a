package dev.tidegate.bench;

import dev.tidegate.Tidegate;
import dev.tidegate.TidegateOptions;
import dev.tidegate.gateway.Gateway;
import dev.tidegate.gateway.config.Config;
import dev.tidegate.message.Command;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A gateway in front of one SKU of which there is more than enough, in a process of its own, until its input ends. */
public final class BinaryServer {
    private static final long BATCH_UNITS = 1_000_000_000;

    private BinaryServer() {}

    /** {@code MODE FOLDER WINDOW EXPECTED_ORDERS}; prints the ports once it is ready. */
    public static void main(final String[] arguments) throws IOException {
        final JournalMode mode = JournalMode.valueOf(arguments[0]);
        final TidegateOptions options = mode.applyTo(TidegateOptions.defaults())
                .withRingSlots(65_536)
                .withAnswerOnEngineThread(Boolean.getBoolean("tidegate.bench.inline"))
                .withExpectedOrders(Integer.parseInt(arguments[3]));
        final Config config = new Config()
                .set("http.address", "127.0.0.1:0", "bench")
                .set("binary.address", "127.0.0.1:0", "bench")
                .set("binary.window", arguments[2], "bench");
        try (BinaryBareHttp bare = new BinaryBareHttp();
                BareEcho echo = new BareEcho();
                Tidegate tidegate =
                        mode.journaled() ? Tidegate.open(Path.of(arguments[1]), options) : Tidegate.inMemory(options);
                Gateway gateway = new Gateway(open(tidegate), config.gateway())) {
            System.out.println(
                    "ready " + gateway.httpPort() + " " + gateway.binaryPort() + " " + bare.port() + " " + echo.port());
            while (System.in.read() >= 0) {
                // Whoever started us ends us by closing our input.
            }
            final String wrong = tidegate.verify();
            System.out.println(wrong == null ? "verified " + tidegate.counts() : "WRONG " + wrong);
        }
    }

    /**
     * Starts one with the flags of this JVM; its first line is {@code ready HTTP BINARY BARE_HTTP BARE_ECHO}, the ports.
     *
     * @param classes what comes before this JVM's own classes on its class path, empty for nothing
     */
    static Process start(
            final String classes, final String mode, final Path folder, final int window, final int expectedOrders)
            throws IOException {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of(
                "-cp",
                (classes.isEmpty() ? "" : classes + File.pathSeparator) + System.getProperty("java.class.path"),
                BinaryServer.class.getName(),
                mode,
                folder.toString(),
                String.valueOf(window),
                String.valueOf(expectedOrders)));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static Tidegate open(final Tidegate tidegate) {
        tidegate.define(new Command.DefineWarehouse("east"));
        tidegate.define(new Command.DefineChannel("web", false, List.of(1)));
        tidegate.define(new Command.DefineSku("hot", 0));
        tidegate.call(new Command.SetLimits(List.of(
                new Command.LimitValue(Command.Limit.IDS_REMEMBERED, 50_000_000),
                new Command.LimitValue(Command.Limit.ORDERS, 50_000_000),
                new Command.LimitValue(Command.Limit.ORDER_LINES, 50_000_000),
                new Command.LimitValue(Command.Limit.PURCHASE_COUNTERS, 50_000_000))));
        tidegate.call(new Command.SetPurchaseLimit(1, 1, 365L * 24 * 3600 * 1000));
        tidegate.call(new Command.ReceiveStock(1, 1, BATCH_UNITS, 1, 0, 0, 0));
        return tidegate;
    }
}
