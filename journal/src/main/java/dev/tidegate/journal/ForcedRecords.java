package dev.tidegate.journal;

/** The newest record known forced, by the engine thread's own force or by the keeper's in the background. */
final class ForcedRecords {
    private volatile long byEngine;
    private volatile long byKeeper;

    ForcedRecords(final long record) {
        this.byEngine = record;
    }

    void engineForced(final long record) {
        byEngine = record;
    }

    void keeperForced(final long record) {
        byKeeper = record;
    }

    long newest() {
        return Math.max(byEngine, byKeeper);
    }
}
