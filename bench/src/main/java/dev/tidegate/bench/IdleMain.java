package dev.tidegate.bench;

import dev.tidegate.launcher.Main;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What a sidecar costs that nobody asks anything: the real {@code serve} in a process of its own with the flags of this JVM,
 * alone and with connections that are open and idle, half of them HTTP with a request behind them, half binary and greeted.
 *
 * <pre>
 * SECONDS SETTLE CONNECTIONS [NAME=VALUE ...]
 * </pre>
 *
 * The processor time of SECONDS, after SETTLE seconds each; further settings of {@code serve} behind. Linux only.
 */
public final class IdleMain {
    static final String USAGE = "SECONDS SETTLE CONNECTIONS [NAME=VALUE ...]";

    private static final String IDLE_MILLIS = "timeouts.idle-millis=3600000";
    private static final int HTTP_PORT = 0;
    private static final int BINARY_PORT = 1;
    private static final byte[] POLL = "GET /livez HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int PATIENCE_SECONDS = 60;

    private IdleMain() {}

    public static void main(final String[] arguments) throws IOException, InterruptedException {
        if (arguments.length < 3) {
            System.out.println(USAGE);
            return;
        }
        final int seconds = Integer.parseInt(arguments[0]);
        final int settle = Integer.parseInt(arguments[1]);
        final int connections = Integer.parseInt(arguments[2]);
        System.out.println(Report.machine());
        final Path folder = Files.createTempDirectory(Path.of("").toAbsolutePath(), "idle-");
        final Process server = serve(folder, List.of(arguments).subList(3, arguments.length));
        final List<SocketChannel> open = new ArrayList<>();
        try {
            final int[] ports = ports(server.inputReader());
            row(server, "alone", settle, seconds);
            for (int i = 0; i < connections; i++) {
                open.add(i % 2 == 0 ? http(ports[HTTP_PORT]) : new BinaryPeer(ports[BINARY_PORT], 64).channel);
            }
            row(server, "with " + connections + " idle connections", settle, seconds);
            for (final SocketChannel channel : open) {
                requireOpen(channel);
            }
            System.out.println("proof ok: all " + open.size() + " connections are still open");
        } finally {
            for (final SocketChannel channel : open) {
                channel.close();
            }
            server.destroy();
            if (!server.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                server.destroyForcibly().waitFor();
            }
            PipelineMeasure.delete(folder);
        }
    }

    private static Process serve(final Path folder, final List<String> settings) throws IOException {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName(), "serve"));
        command.addAll(List.of("--data", folder.resolve("data").toString()));
        command.addAll(List.of("--http", "127.0.0.1:0", "--tcp", "127.0.0.1:0", "--set", IDLE_MILLIS));
        for (final String setting : settings) {
            command.addAll(List.of("--set", setting));
        }
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static int[] ports(final BufferedReader said) throws IOException {
        String line = said.readLine();
        while (line != null && !line.startsWith("ready ")) {
            line = said.readLine();
        }
        return ports(String.valueOf(line));
    }

    /** The ports in {@code ready http=PORT tcp=PORT}: HTTP's, the binary protocol's. */
    static int[] ports(final String ready) throws IOException {
        final int tcp = ready.indexOf(" tcp=");
        if (!ready.startsWith("ready http=") || tcp < 0) {
            throw new IOException("serve said " + ready);
        }
        return new int[] {Integer.parseInt(ready.substring(11, tcp)), Integer.parseInt(ready.substring(tcp + 5))};
    }

    /** A connection that has had an answer. */
    private static SocketChannel http(final int port) throws IOException {
        final SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.write(ByteBuffer.wrap(POLL));
        final ByteBuffer in = ByteBuffer.allocate(1024);
        if (channel.read(in) < 0) {
            throw new EOFException("no answer came");
        }
        channel.configureBlocking(false);
        return channel;
    }

    private static void requireOpen(final SocketChannel channel) throws IOException {
        if (channel.read(ByteBuffer.allocate(1024)) < 0) {
            throw new EOFException("an idle connection was closed");
        }
    }

    private static void row(final Process server, final String what, final int settle, final int seconds)
            throws IOException, InterruptedException {
        TimeUnit.SECONDS.sleep(settle);
        final ProcessStat before = ProcessStat.of(server.pid());
        final long start = System.nanoTime();
        TimeUnit.SECONDS.sleep(seconds);
        final ProcessStat after = ProcessStat.of(server.pid());
        System.out.printf(
                "idle %s: %.2f %% of a core over %d s, %,d MB resident, load %.1f%n",
                what,
                after.percentSince(before, System.nanoTime() - start),
                seconds,
                after.residentBytes() >> 20,
                Report.load());
    }
}
