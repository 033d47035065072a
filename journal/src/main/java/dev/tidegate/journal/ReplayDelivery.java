package dev.tidegate.journal;

import dev.tidegate.pipeline.JournalReplay;

/** Gives checked records to a replay: batches, recorded digests, and the snapshots that were made on the way. */
final class ReplayDelivery {
    /** Commands that are announced together; more than a processor can wait for at once bring nothing. */
    private static final int MOST_UPCOMING = 64;

    private final JournalReplay replay;
    private final Voids voids;
    private final LogPlace state;
    private final SnapshotChecks snapshots;
    private final Envelope envelope = new Envelope();
    private final Envelope ahead = new Envelope();

    /**
     * @param state the place that the replay stands at: records up to there are not handed on
     * @param snapshots what to compare with the state on the way
     */
    ReplayDelivery(
            final JournalReplay replay, final Voids voids, final LogPlace state, final SnapshotChecks snapshots) {
        this.replay = replay;
        this.voids = voids;
        this.state = state;
        this.snapshots = snapshots;
    }

    /**
     * Delivers all records of a block.
     *
     * @throws DamageException when frames or a digest are not right; else what the replay throws
     */
    void deliver(final ReplayBlock block) {
        int announced = 0;
        for (int i = 0; i < block.count(); i++) {
            envelope.wrap(block.bytes, block.start(i));
            if (envelope.record() > state.record()) {
                announced = i < announced ? announced : announce(block, i);
                if (envelope.kind() == Envelope.BATCH) {
                    batch(block, i);
                } else {
                    mark(block, i);
                }
            }
            snapshots.passed(envelope.record(), replay);
        }
    }

    private void batch(final ReplayBlock block, final int index) {
        final long first = envelope.sequence();
        final String fault = voids.deliver(
                replay,
                block.bytes,
                block.start(index) + Envelope.HEADER_BYTES,
                envelope.totalBytes() - Envelope.HEADER_BYTES,
                first,
                envelope.count(),
                envelope.timeMillis());
        if (fault != null) {
            throw block.segment().damaged(block.fileOffset(index), first, fault);
        }
    }

    private void mark(final ReplayBlock block, final int index) {
        if (voids.outdates(envelope.record(), envelope.sequence())) {
            return;
        }
        final String difference = replay.mark(envelope.sequence(), envelope.digestHigh(), envelope.digestLow());
        if (difference != null) {
            throw block.segment()
                    .differs(DamageException.Of.DIGEST, block.fileOffset(index), envelope.sequence(), difference);
        }
    }

    /**
     * Tells the replay of small batches that come next, several together: one alone is too little to read ahead.
     *
     * @return index behind the last record that was looked at
     */
    private int announce(final ReplayBlock block, final int from) {
        int to = from;
        int commands = 0;
        while (to < block.count()) {
            ahead.wrap(block.bytes, block.start(to));
            final int more = ahead.kind() == Envelope.BATCH ? ahead.count() : 0;
            if (more > MOST_UPCOMING - commands) {
                break;
            }
            commands += more;
            to++;
        }
        for (int i = from; i < to; i++) {
            ahead.wrap(block.bytes, block.start(i));
            if (ahead.kind() == Envelope.BATCH) {
                replay.upcoming(
                        block.bytes,
                        block.start(i) + Envelope.HEADER_BYTES,
                        ahead.totalBytes() - Envelope.HEADER_BYTES,
                        ahead.count());
            }
        }
        return Math.max(to, from + 1);
    }
}
