package dev.tidegate.launcher.serve;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/**
 * Ports for a process that is started on them again and again. Below those that systems give out themselves, or a caller
 * who looks for the process while it is down may be given its port.
 */
public final class FreePorts {
    private static final int FIRST = 15_000;
    private static final int COUNT = 15_000;

    private static int next = (int) (ProcessHandle.current().pid() * 101 % COUNT);

    private FreePorts() {}

    /** One that nobody listens on, and another one each time. */
    public static synchronized int one() throws IOException {
        for (int tried = 0; tried < COUNT; tried++) {
            next = (next + 1) % COUNT;
            if (isFree(FIRST + next)) {
                return FIRST + next;
            }
        }
        throw new IOException("no port from " + FIRST + " on is free");
    }

    private static boolean isFree(final int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (final IOException taken) {
            return false;
        }
    }
}
