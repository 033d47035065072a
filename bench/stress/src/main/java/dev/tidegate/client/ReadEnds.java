package dev.tidegate.client;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.wire.Wire;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** The answer to a read comes in the moment in which the client gives all reads up: its caller hears of one of them. */
@JCStressTest
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "answered")
@Outcome(id = "0, 2", expect = Expect.ACCEPTABLE, desc = "given up; the answer is nobody's")
@Outcome(expect = Expect.FORBIDDEN, desc = "both, or neither")
@State
public class ReadEnds {
    private static final HeapBuffer ANSWER = HeapBuffer.ofSize(8);

    private final ReentrantLock lock = new ReentrantLock();
    private final PendingReads reads = new PendingReads();
    private final CompletableFuture<HeapBuffer> future = new CompletableFuture<>();

    public ReadEnds() {
        reads.add(new byte[Wire.LENGTH_BYTES + Wire.HEADER_BYTES + Long.BYTES], future, 0);
    }

    /** As the connection does with an answer. */
    @Actor
    public void reader(final II_Result r) {
        final CompletableFuture<HeapBuffer> answered;
        lock.lock();
        try {
            answered = reads.answered(1);
        } finally {
            lock.unlock();
        }
        if (answered != null) {
            r.r1 = 1;
            answered.complete(ANSWER);
        }
    }

    @Actor
    public void closer() {
        reads.expire(lock, true, 0);
    }

    @Arbiter
    public void caller(final II_Result r) {
        if (future.isDone()) {
            r.r2 = future.isCompletedExceptionally() ? 2 : 1;
        }
    }
}
