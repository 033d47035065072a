package dev.tidegate.launcher.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.launcher.Main;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code tidegate serve} in a process of its own, on ports that are free. */
public final class ServeProcess implements AutoCloseable {
    private static final long READY_SECONDS = 300;

    private final Process process;
    private final Path errors;
    private int httpPort;
    private int tcpPort;

    private ServeProcess(final Process process, final Path errors) {
        this.process = process;
        this.errors = errors;
    }

    /**
     * Starts a sidecar and waits until it serves.
     *
     * @param folder of its data, and beside it of what it says
     * @param flags of its JVM
     * @param words behind {@code serve}
     */
    public static ServeProcess start(final Path folder, final List<String> flags, final String... words)
            throws IOException, InterruptedException {
        return startAt(0, 0, folder, flags, words);
    }

    /** The same on given ports, 0 for any. */
    public static ServeProcess startAt(
            final int http, final int tcp, final Path folder, final List<String> flags, final String... words)
            throws IOException, InterruptedException {
        return startIn(Map.of(), http, tcp, folder, flags, words);
    }

    /** The same with more in its environment. */
    public static ServeProcess startIn(
            final Map<String, String> environment,
            final int http,
            final int tcp,
            final Path folder,
            final List<String> flags,
            final String... words)
            throws IOException, InterruptedException {
        final ServeProcess made = begin(environment, http, tcp, folder, flags, words);
        made.awaitReady(out(folder));
        return made;
    }

    private static Path out(final Path folder) {
        return folder.resolveSibling(folder.getFileName() + ".out");
    }

    /** Starts one and does not wait: it may still be reading its journal. Its log begins anew. */
    public static ServeProcess startReading(final Path folder, final List<String> flags, final String... words)
            throws IOException {
        Files.deleteIfExists(folder.resolveSibling(folder.getFileName() + ".err"));
        return begin(Map.of(), 0, 0, folder, flags, words);
    }

    private static ServeProcess begin(
            final Map<String, String> environment,
            final int http,
            final int tcp,
            final Path folder,
            final List<String> flags,
            final String... words)
            throws IOException {
        final Path errors = folder.resolveSibling(folder.getFileName() + ".err");
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> flag.startsWith("--") || flag.startsWith("-Dchronicle"))
                .toList());
        command.addAll(List.of(
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Main.class.getName(),
                "serve",
                "--data",
                folder.toString(),
                "--http",
                "127.0.0.1:" + http,
                "--tcp",
                "127.0.0.1:" + tcp));
        command.addAll(List.of(words));
        final ProcessBuilder builder = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()))
                .redirectOutput(out(folder).toFile());
        builder.environment().putAll(environment);
        return new ServeProcess(builder.start(), errors);
    }

    private void awaitReady(final Path out) throws IOException, InterruptedException {
        final long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_SECONDS);
        String said = "";
        while (!said.endsWith("\n") && process.isAlive() && System.nanoTime() < until) {
            process.waitFor(5, TimeUnit.MILLISECONDS);
            said = Files.readString(out, StandardCharsets.UTF_8);
        }
        if (!said.startsWith("ready ")) {
            kill();
            throw new IllegalStateException("serve said '" + said + "': " + Files.readString(errors));
        }
        httpPort = Integer.parseInt(said.replaceAll("(?s).*http=(\\d+).*", "$1"));
        tcpPort = Integer.parseInt(said.replaceAll("(?s).*tcp=(\\d+).*", "$1"));
    }

    public int httpPort() {
        return httpPort;
    }

    public int tcpPort() {
        return tcpPort;
    }

    /** The operating system's number of the process. */
    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Everything that was logged so far. */
    public String log() throws IOException {
        return Files.readString(errors);
    }

    /** Ends it as {@code kill -9} does. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    }

    /** Tells it to end, and answers its exit code. */
    public int stop() throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    /** Waits for an end that nobody asked for, and answers its exit code. */
    public int awaitEnd() throws InterruptedException {
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
