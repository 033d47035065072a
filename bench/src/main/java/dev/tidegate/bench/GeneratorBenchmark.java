package dev.tidegate.bench;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What making the commands costs, which the pipeline's producer does beside submitting them. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@NullUnmarked // JMH sets the fields before it runs anything.
public class GeneratorBenchmark {
    private static final int BLOCK = 1024;

    /** What the buyers do. */
    @Param({"HOT", "ZIPF", "LIFE"})
    public Mix mix;

    private final CommandBatch batch = new CommandBatch(BLOCK);
    private FlashSale sale;

    /** Begins a workload. */
    @Setup
    public void begin() {
        sale = new FlashSale(Plan.of(mix, 1_000_000), EngineRun.START_MILLIS, 42, 1);
    }

    /** One command, and where it is an order the answer to it. */
    @Benchmark
    @OperationsPerInvocation(BLOCK)
    public int make() {
        sale.fill(batch);
        for (int i = 0; i < BLOCK; i++) {
            sale.answered(batch.firstCorrelation() + i, 1);
        }
        return batch.bytes();
    }
}
