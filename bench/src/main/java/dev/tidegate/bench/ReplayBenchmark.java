package dev.tidegate.bench;

import dev.tidegate.Digest;
import dev.tidegate.Tidegate;
import dev.tidegate.pipeline.TimeSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Recovery from a journal, with every check of it: checksums, chain, sequences and digests. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 3)
@Fork(
        value = 1,
        jvmArgsAppend = {
            "-Xms6g",
            "-Xmx6g",
            "-XX:+UseTransparentHugePages",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
            "--add-opens=java.base/jdk.internal.ref=ALL-UNNAMED",
            "-Dchronicle.analytics.disable=true",
            "-Dchronicle.announcer.disable=true"
        })
@NullUnmarked // JMH sets the fields before it runs anything.
public class ReplayBenchmark {
    /** Which files hold the journal. */
    @Param({"PROCESS_CHRONICLE", "PROCESS_FILE"})
    public JournalMode mode;

    /** Commands in the journal, at least. */
    @Param("5000000")
    public long commands;

    private final Plan plan = Plan.of(Mix.LIFE, 1_000_000);
    private Path folder;
    private Digest digest;

    /** Commands replayed in a second. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Replayed {
        public double commandsPerSecond;
    }

    /** Writes the journal. */
    @Setup(Level.Trial)
    public void write() throws IOException {
        folder = Files.createTempDirectory(Path.of("").toAbsolutePath(), "flash-sale-");
        try (PipelineRun run = new PipelineRun(plan, mode, folder, true)) {
            while (run.sale().commands() < commands) {
                run.send();
            }
            run.await();
            digest = run.digest();
        }
    }

    /** Opens the folder. */
    @Benchmark
    public Digest replay(final Replayed replayed) {
        try (Tidegate tidegate =
                Tidegate.open(folder, PipelineRun.options(plan, mode, TimeSource.given(EngineRun.START_MILLIS)))) {
            if (!tidegate.digest().equals(digest)) {
                throw new IllegalStateException("replay gives another digest");
            }
            replayed.commandsPerSecond =
                    tidegate.recovery().commands() * 1e9 / tidegate.recovery().nanos();
            return digest;
        }
    }

    /** Removes the journal. */
    @TearDown(Level.Trial)
    public void delete() throws IOException {
        PipelineMeasure.delete(folder);
    }
}
