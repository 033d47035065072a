package dev.tidegate.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** A port before another port that cuts each connection after some bytes in either direction: 1 to 3 times so many. */
final class UnreliableWire implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final int target;
    private final long bytesEach;
    private volatile boolean closed;
    int connections;

    UnreliableWire(final int target, final long bytesEach) throws IOException {
        this.target = target;
        this.bytesEach = bytesEach;
        start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    private static void start(final Runnable work) {
        final Thread thread = new Thread(work, "unreliable-wire");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!closed) {
            try {
                final Socket near = server.accept();
                final Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
                connections++;
                sockets.add(near);
                sockets.add(far);
                final AtomicLong left = new AtomicLong(bytesEach + connections % 5 * bytesEach / 2);
                start(() -> copy(near, far, left));
                start(() -> copy(far, near, left));
            } catch (final IOException ended) {
                // Closed, or the gateway is away.
            }
        }
    }

    private static void copy(final Socket from, final Socket to, final AtomicLong left) {
        final byte[] bytes = new byte[1000];
        try (from;
                to) {
            final InputStream in = from.getInputStream();
            final OutputStream out = to.getOutputStream();
            int count = in.read(bytes);
            while (count > 0 && left.addAndGet(-count) > 0) {
                out.write(bytes, 0, count);
                count = in.read(bytes);
            }
        } catch (final IOException cut) {
            // That is what it is for.
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        server.close();
        for (final Socket socket : sockets) {
            socket.close();
        }
    }
}
