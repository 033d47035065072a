package dev.tidegate.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.journal.log.ChronicleFlags;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A {@link CrashChild} and what it has said so far. */
final class CrashNode implements AutoCloseable {
    /** What SIGKILL and {@link Runtime#halt} of {@link LethalJournal} end with. */
    static final int KILLED = 137;

    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final Process process;
    private final Path errors;
    private final Answers answers;
    private final List<String> others = new ArrayList<>();
    private final Thread reader;
    private volatile long readAt = System.nanoTime();

    private CrashNode(final Process process, final Path errors, final Answers answers) {
        this.process = process;
        this.errors = errors;
        this.answers = answers;
        reader = new Thread(this::read, "crash-child-reader");
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts a child.
     *
     * @param answers gets what it answers, until it has ended
     * @param services folder of classes and services that come first on its class path
     */
    static CrashNode start(
            final ChildPlan plan, final Answers answers, final Path services, final Map<String, String> environment)
            throws IOException {
        Files.deleteIfExists(plan.armed());
        final Path errors = plan.folder().resolveSibling(plan.folder().getFileName() + ".err");
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
        command.addAll(Arrays.asList(ChronicleFlags.line().split(" ")));
        command.add("-cp");
        command.add(services + ":"
                + System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        command.add(CrashChild.class.getName());
        command.addAll(plan.words());
        final ProcessBuilder builder = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()));
        builder.environment().putAll(environment);
        return new CrashNode(builder.start(), errors, answers);
    }

    /** Makes the folder that has a child find {@link LethalFolder} when it looks for journals. */
    static Path services(final Path into) throws IOException {
        final Path services = Files.createDirectories(into.resolve("services/META-INF/services"));
        Files.writeString(
                services.resolve("dev.tidegate.pipeline.JournalProvider"),
                LethalFolder.class.getName() + System.lineSeparator());
        return into.resolve("services");
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                take(line);
                readAt = System.nanoTime();
            }
        } catch (final IOException closed) {
            take("unread " + closed);
        }
    }

    private void take(final String line) {
        synchronized (answers) {
            if (line.startsWith("answer ")) {
                answers.add(line);
            } else {
                others.add(line);
            }
        }
    }

    /** Answers of this folder so far, of this child and those before. */
    Answers answersNow() {
        synchronized (answers) {
            return answers.copy();
        }
    }

    /** The lines that are no answers and begin with a word. */
    List<String> said(final String word) {
        synchronized (answers) {
            return others.stream().filter(line -> line.startsWith(word)).toList();
        }
    }

    /** Waits for its end and everything it has said; its exit code, 128 and the signal where one has ended it. */
    int awaitEnd() throws InterruptedException, IOException {
        final boolean ended = process.waitFor(LIMIT_NANOS, TimeUnit.NANOSECONDS);
        assertThat(ended).as("the child hangs; " + said("") + errors()).isTrue();
        reader.join(TimeUnit.NANOSECONDS.toMillis(LIMIT_NANOS));
        assertThat(reader.isAlive()).isFalse();
        return process.exitValue();
    }

    /** Waits until it has stopped itself or has ended; false for ended. */
    boolean awaitStopped() throws InterruptedException, IOException {
        final long until = System.nanoTime() + LIMIT_NANOS;
        while (process.isAlive() && !isStopped()) {
            assertThat(System.nanoTime()).as("neither stops nor ends").isLessThan(until);
            TimeUnit.MICROSECONDS.sleep(500);
        }
        if (!process.isAlive()) {
            return false;
        }
        // What it had written before is in the pipe.
        while (process.getInputStream().available() > 0 || System.nanoTime() - readAt < 5_000_000) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
        return true;
    }

    private boolean isStopped() throws IOException {
        final Path tasks = Path.of("/proc", Long.toString(process.pid()), "task");
        try (Stream<Path> threads = Files.list(tasks)) {
            for (final Path thread : threads.toList()) {
                final String state = Files.readString(thread.resolve("stat"));
                if (state.charAt(state.lastIndexOf(')') + 2) != 'T') {
                    return false;
                }
            }
            return true;
        } catch (final IOException ended) {
            return false;
        }
    }

    /** Goes on after a stop. */
    void goOn() throws IOException, InterruptedException {
        signal("CONT");
    }

    void signal(final String name) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .start()
                        .waitFor(10, TimeUnit.SECONDS))
                .isTrue();
    }

    String errors() throws IOException {
        return Files.readString(errors);
    }

    @Override
    public void close() throws InterruptedException, IOException {
        // Through its handle: what it has printed stays readable.
        process.toHandle().destroyForcibly();
        awaitEnd();
    }
}
