package dev.tidegate.client;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.stress.Shop;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** A command and a read are given to a client that is being closed, and has no gateway: each gets one answer. */
@JCStressTest
@Outcome(
        id = {"1, 1, 1", "0, 0, 1"},
        expect = Expect.ACCEPTABLE,
        desc = "taken and answered once, or not taken; the read has ended")
@Outcome(expect = Expect.FORBIDDEN, desc = "a command without an answer or with two, or a read without an end")
@State
public class ClientCloses {
    /** Nobody listens on port 1. */
    private static final ClientOptions NOWHERE =
            ClientOptions.of("127.0.0.1", 1).withPending(4).withTimeout(Duration.ofHours(1));

    private final AtomicInteger answers = new AtomicInteger();
    private volatile @Nullable Connection opened;
    private @Nullable CompletableFuture<HeapBuffer> read;

    @Actor
    public void caller(final III_Result r) {
        // Made here and not with the state: its threads would be there by the thousand.
        final Connection connection = new Connection(NOWHERE);
        opened = connection;
        read = connection.read(Reads.stock(1), frame -> frame);
        r.r1 = connection.submit(Shop.id(1), Shop.ORDER, 1, (correlation, outcome) -> answers.incrementAndGet())
                ? 1
                : 0;
    }

    @Actor
    public void closer() {
        Connection connection = opened;
        while (connection == null) {
            Thread.onSpinWait();
            connection = opened;
        }
        connection.close();
    }

    @Arbiter
    public void all(final III_Result r) {
        r.r2 = answers.get();
        r.r3 = read != null && read.isDone() ? 1 : 0;
    }
}
