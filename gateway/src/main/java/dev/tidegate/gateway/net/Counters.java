package dev.tidegate.gateway.net;

import dev.tidegate.message.OutcomeCode;
import dev.tidegate.pipeline.Histogram;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** What is counted on the way. Written by every event loop, read when somebody scrapes. */
public final class Counters {
    private static final int CODES = 800;

    /** Frames that came whole over the binary protocol. */
    public final LongAdder frames = new LongAdder();
    /** Commands that came, over whatever protocol. */
    public final LongAdder commands = new LongAdder();
    /** Reads that came, over whatever protocol. */
    public final LongAdder reads = new LongAdder();
    /** Times that answers were written to a connection, many at once. */
    public final LongAdder flushes = new LongAdder();
    /** HTTP requests that came whole. */
    public final LongAdder requests = new LongAdder();
    /** Connections that were closed for what they sent or did not send. */
    public final LongAdder byes = new LongAdder();
    /** Connections that were refused because there were too many. */
    public final LongAdder refusedConnections = new LongAdder();

    /** From the last byte of an HTTP request to its answer being handed to the socket. */
    public final Histogram httpNanos = Histogram.ofNanos();
    /** The same of the oldest answer of each frame of the binary protocol. */
    public final Histogram binaryNanos = Histogram.ofNanos();
    /** Rows of imports that were done, answered by the engine either way. */
    public final LongAdder importedRows = new LongAdder();

    private final AtomicLongArray outcomes = new AtomicLongArray(CODES);
    private final LongAdder[] refusals = new LongAdder[CODES];

    public Counters() {
        for (int i = 0; i < CODES; i++) {
            refusals[i] = new LongAdder();
        }
    }

    /** An outcome from the engine; on the answering thread alone. */
    public void answered(final OutcomeCode code) {
        outcomes.lazySet(code.number(), outcomes.getPlain(code.number()) + 1);
    }

    /** An outcome given at the edge. */
    public void refused(final OutcomeCode code, final int count) {
        refusals[code.number()].add(count);
    }

    /** How often a code was given. */
    public long outcomes(final OutcomeCode code) {
        return outcomes.get(code.number()) + refusals[code.number()].sum();
    }
}
