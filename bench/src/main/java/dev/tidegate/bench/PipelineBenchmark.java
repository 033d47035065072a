package dev.tidegate.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A whole Tidegate with one producer that makes its commands itself; an operation is a command whose answer has come.
 * Every invocation waits for its last answer. The journal is in the working directory.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
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
public class PipelineBenchmark {
    private static final int BATCHES = 4096;

    /** What an answer promises. */
    @Param({"MEMORY", "PROCESS_CHRONICLE", "PROCESS_FILE", "DISK_CHRONICLE", "DISK_FILE"})
    public JournalMode mode;

    /** What the buyers do. */
    @Param("LIFE")
    public Mix mix;

    /** How many orders are open. */
    @Param("1000000")
    public int openOrders;

    /** Whether the engine's thread hands over the answers itself. */
    @Param("true")
    public boolean answerOnEngineThread;

    private Path folder;
    private PipelineRun run;

    /** Opens a folder and fills the engine. */
    @Setup(Level.Trial)
    public void open() throws IOException {
        folder = Files.createTempDirectory(Path.of("").toAbsolutePath(), "flash-sale-");
        run = new PipelineRun(Plan.of(mix, openOrders), mode, folder, answerOnEngineThread);
        run.fill();
    }

    /** Commands from the first submission to the last answer. */
    @Benchmark
    @OperationsPerInvocation(BATCHES * PipelineRun.BATCH)
    public long commands() {
        for (int i = 0; i < BATCHES; i++) {
            run.send();
        }
        run.await();
        return run.completed();
    }

    /** Checks the books and removes the journal. */
    @TearDown(Level.Trial)
    public void close() throws IOException {
        System.out.println(run.proof());
        run.close();
        PipelineMeasure.delete(folder);
    }
}
