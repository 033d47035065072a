package dev.tidegate.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Our gateway in a process of its own, and what its books say in the end. */
final class GatewaySide implements AutoCloseable {
    private static final int EXPECTED_ORDERS = 4_000_000;
    private static final long END_SECONDS = 60;

    final int port;
    private final Process process;
    private final BufferedReader said;

    GatewaySide(final JournalMode mode, final Path folder, final int window) throws IOException {
        process = BinaryServer.start("", mode.name(), folder, window, EXPECTED_ORDERS);
        said = process.inputReader();
        final String ready = String.valueOf(said.readLine());
        if (!ready.startsWith("ready ")) {
            process.destroy();
            throw new IOException("the gateway said " + ready);
        }
        port = Integer.parseInt(ready.split(" ")[2]);
    }

    /** Time that it had a processor. */
    long processorNanos() {
        return Processors.nanos(process);
    }

    /** Ends it, and checks its books against what the load was answered; answers a line for the report. */
    String proof(final long accepted, final long paid) throws IOException {
        process.getOutputStream().close();
        final String counts = String.valueOf(said.readLine());
        PeerRehearsal.require(counts.startsWith("verified "), counts);
        final long available = count(counts, "unitsSellable");
        final long held = count(counts, "unitsHeld");
        final long sold = count(counts, "unitsSold");
        final long orders = count(counts, "orders");
        final long open = count(counts, "openOrders");
        PeerRehearsal.require(available + held + sold == Storm.PLENTY, counts);
        PeerRehearsal.require(sold == paid, "sold " + sold + ", paid " + paid);
        PeerRehearsal.require(orders == accepted, orders + " orders, accepted " + accepted);
        PeerRehearsal.require(open == held + sold, open + " open orders, held " + held + ", sold " + sold);
        return String.format(
                "proof ok: verified, available %,d + held %,d + sold %,d = received, orders %,d",
                available, held, sold, orders);
    }

    /** A figure of what a server's books say. */
    static long count(final String counts, final String name) {
        final Matcher found = Pattern.compile("\\b" + name + "=(\\d+)").matcher(counts);
        PeerRehearsal.require(found.find(), counts);
        return Long.parseLong(found.group(1));
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (final InterruptedException e) {
            throw new IOException(e);
        }
    }
}
