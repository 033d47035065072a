package dev.tidegate.journal;

/** The newest record known forced, by the engine thread's own force or by the keeper's in the background. */
final class ForcedRecords {
    private volatile long byEngine;
    private volatile long byKeeper;
    private volatile boolean asked;

    void engineForced(final long record) {
        byEngine = record;
    }

    /** Says that the pipeline forces the log itself. */
    void ask() {
        asked = true;
    }

    /** Whether the pipeline forces the log itself, so that forces must be cheap. */
    boolean isAsked() {
        return asked;
    }

    void keeperForced(final long record) {
        byKeeper = record;
    }

    long newest() {
        return Math.max(byEngine, byKeeper);
    }
}
