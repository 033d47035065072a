package dev.tidegate.simulation;

import dev.tidegate.message.Outcome;
import org.jspecify.annotations.Nullable;

/** One command of the log, as it was handed to the journal. */
final class Entry {
    private final long timeMillis;
    private final long batchFirst;
    private final @Nullable Call call;
    private @Nullable Outcome answer;

    /**
     * A command in a batch.
     *
     * @param batchFirst sequence of the first command of its batch
     * @param call who has sent it; null for a tick
     */
    Entry(final long timeMillis, final long batchFirst, final @Nullable Call call) {
        this.timeMillis = timeMillis;
        this.batchFirst = batchFirst;
        this.call = call;
    }

    long timeMillis() {
        return timeMillis;
    }

    long batchFirst() {
        return batchFirst;
    }

    @Nullable
    Call call() {
        return call;
    }

    /** What the node has answered; null when nobody was answered. */
    @Nullable
    Outcome answer() {
        return answer;
    }

    void answered(final Outcome given) {
        answer = given;
    }
}
