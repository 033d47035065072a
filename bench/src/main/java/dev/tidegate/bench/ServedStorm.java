package dev.tidegate.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;

/** A {@link BinaryServer} in a process of its own. */
final class ServedStorm implements AutoCloseable {
    private final Process server;
    private final BufferedReader said;
    private final String[] ready;

    ServedStorm(
            final String classes, final Storm.Of what, final Path folder, final int window, final int expectedOrders)
            throws IOException {
        server = BinaryServer.start(classes, what, folder, window, what.storm().expectedOrders(expectedOrders));
        said = server.inputReader();
        String line = said.readLine();
        while (line != null && !line.startsWith("ready ")) {
            // A logger may tell of itself first.
            line = said.readLine();
        }
        if (line == null) {
            server.destroy();
            throw new IOException("the gateway ended before it was ready");
        }
        ready = line.split(" ");
    }

    int httpPort() {
        return Integer.parseInt(ready[1]);
    }

    int binaryPort() {
        return Integer.parseInt(ready[2]);
    }

    int bareHttpPort() {
        return Integer.parseInt(ready[3]);
    }

    int barePort() {
        return Integer.parseInt(ready[4]);
    }

    /** Ends it; answers what its books say. */
    String books() throws IOException {
        server.getOutputStream().close();
        return String.valueOf(said.readLine());
    }

    /** Proves a row by its answers and these books, which it ends. */
    String prove(final Storm storm, final LoadRow row) throws IOException {
        final String answers = storm.wrong(row.counted());
        PeerRehearsal.require(answers == null, String.valueOf(answers));
        final String books = books();
        final String wrong = storm.wrong(books, row.acceptedEver());
        PeerRehearsal.require(wrong == null, String.valueOf(wrong));
        return "proof ok: " + row.counted() + "; units sellable "
                + String.format("%,d", GatewaySide.count(books, "unitsSellable")) + ", orders "
                + String.format("%,d", GatewaySide.count(books, "orders")) + ", verified";
    }

    @Override
    public void close() throws IOException {
        server.destroy();
        try {
            server.waitFor();
        } catch (final InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
