package dev.tidegate.bench;

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
 * The engine alone, one operation a command. Commands are made between the invocations, and in a reserve mix what is due
 * is done there too, so that as many orders stay open; in a life it is done inside, and counts.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xms6g", "-Xmx6g", "-XX:+UseTransparentHugePages"})
@NullUnmarked // JMH sets the fields before it runs anything.
public class EngineBenchmark {
    private static final int BLOCK = 1024;

    /** What the buyers do. */
    @Param({"HOT", "UNIFORM", "ZIPF", "SOLD_OUT", "SOLD_OUT_FORGOTTEN", "LIFE"})
    public Mix mix;

    /** How many orders are open: 10 million need {@code -jvmArgsAppend -Xms18g -Xmx18g}. */
    @Param("1000000")
    public int openOrders;

    /** Whether commands are read ahead 64 at a time, as the pipeline does. */
    @Param({"true", "false"})
    public boolean prepared;

    private final CommandBatch batch = new CommandBatch(BLOCK);
    private EngineRun run;

    /** Fills the engine. */
    @Setup(Level.Trial)
    public void fill() {
        run = new EngineRun(Plan.of(mix, openOrders));
        run.fill(batch);
    }

    /** Makes the next commands. */
    @Setup(Level.Invocation)
    public void make() {
        run.sale().fill(batch);
        if (!mix.life()) {
            run.tick(batch.timeMillis());
        }
    }

    /** One command. */
    @Benchmark
    @OperationsPerInvocation(BLOCK)
    public long command() {
        if (mix.life()) {
            run.tick(batch.timeMillis());
        }
        run.apply(batch, prepared);
        return run.accepted();
    }

    /** Tells the workload which orders there are. */
    @TearDown(Level.Invocation)
    public void take() {
        run.takeAnswers(batch);
    }

    /** Checks the books. */
    @TearDown(Level.Trial)
    public void prove() {
        System.out.println(Proof.of(run));
    }
}
