package dev.tidegate.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.journal.log.ChronicleFlags;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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

    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(300);

    private final Process process;
    private final Path said;
    private final Path errors;
    private final Answers answers;
    private final List<String> others = new ArrayList<>();
    private long readTo;

    private CrashNode(final Process process, final Path said, final Path errors, final Answers answers) {
        this.process = process;
        this.said = said;
        this.errors = errors;
        this.answers = answers;
    }

    /**
     * Starts a child.
     *
     * @param answers gets what it answers
     * @param services folder of classes and services that come first on its class path
     */
    static CrashNode start(
            final ChildPlan plan, final Answers answers, final Path services, final Map<String, String> environment)
            throws IOException {
        Files.deleteIfExists(plan.armed());
        final Path said = plan.folder().resolveSibling(plan.folder().getFileName() + ".out");
        final Path errors = plan.folder().resolveSibling(plan.folder().getFileName() + ".err");
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
        command.addAll(Arrays.asList(ChronicleFlags.line().split(" ")));
        command.add("-cp");
        command.add(
                services + ":" + System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        command.add(CrashChild.class.getName());
        command.addAll(plan.words());
        // Into a file, for what is in it at a stop or kill is all there is.
        final ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(said.toFile())
                .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()));
        builder.environment().putAll(environment);
        return new CrashNode(builder.start(), said, errors, answers);
    }

    /** Makes the folder that has a child find {@link LethalFolder} when it looks for journals. */
    static Path services(final Path into) throws IOException {
        final Path services = Files.createDirectories(into.resolve("services/META-INF/services"));
        Files.writeString(
                services.resolve("dev.tidegate.pipeline.JournalProvider"),
                LethalFolder.class.getName() + System.lineSeparator());
        return into.resolve("services");
    }

    /** Takes what it has said since. */
    private void read() throws IOException {
        final byte[] more;
        try (FileChannel file = FileChannel.open(said, StandardOpenOption.READ)) {
            final ByteBuffer bytes = ByteBuffer.allocate((int) (file.size() - readTo));
            while (bytes.hasRemaining() && file.read(bytes, readTo + bytes.position()) > 0) {
                continue;
            }
            more = Arrays.copyOf(bytes.array(), bytes.position());
        }
        int from = 0;
        for (int i = 0; i < more.length; i++) {
            if (more[i] == '\n') {
                take(new String(more, from, i - from, StandardCharsets.UTF_8));
                from = i + 1;
            }
        }
        readTo += from;
    }

    private void take(final String line) {
        if (line.startsWith("answer ")) {
            answers.add(line);
        } else {
            others.add(line);
        }
    }

    /** Answers of this folder so far, of this child and those before. */
    Answers answersNow() throws IOException {
        read();
        return answers.copy();
    }

    /** The lines that are no answers and begin with a word. */
    List<String> said(final String word) throws IOException {
        read();
        return others.stream().filter(line -> line.startsWith(word)).toList();
    }

    /** Waits for its end and everything it has said; its exit code, 128 and the signal where one has ended it. */
    int awaitEnd() throws InterruptedException, IOException {
        final boolean ended = process.waitFor(LIMIT_NANOS, TimeUnit.NANOSECONDS);
        assertThat(ended).as("the child hangs; " + said("") + errors()).isTrue();
        read();
        return process.exitValue();
    }

    /** Waits until it has stopped itself or has ended; false for ended. */
    boolean awaitStopped() throws InterruptedException, IOException {
        final long until = System.nanoTime() + LIMIT_NANOS;
        while (process.isAlive() && !isStopped(process.pid())) {
            assertThat(System.nanoTime()).as("neither stops nor ends").isLessThan(until);
            TimeUnit.MICROSECONDS.sleep(500);
        }
        return process.isAlive();
    }

    /** Whether every thread of a process stands still: a signal stops them some time after it was sent. */
    static boolean isStopped(final long pid) throws IOException {
        final Path tasks = Path.of("/proc", Long.toString(pid), "task");
        try (Stream<Path> threads = Files.list(tasks)) {
            for (final Path thread : threads.toList()) {
                final String state = Files.readString(thread.resolve("stat"));
                if (state.charAt(state.lastIndexOf(')') + 2) != 'T') {
                    return false;
                }
            }
            return true;
        } catch (final IOException | UncheckedIOException ended) {
            return false;
        }
    }

    /** Goes on after a stop. */
    void goOn() throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-CONT", Long.toString(process.pid()))
                        .start()
                        .waitFor(120, TimeUnit.SECONDS))
                .isTrue();
    }

    String errors() throws IOException {
        return Files.readString(errors);
    }

    /** Ends it as {@code kill -9} does, stopped or not. */
    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        process.onExit().orTimeout(LIMIT_NANOS, TimeUnit.NANOSECONDS).join();
        read();
    }
}
