package dev.tidegate.pipeline;

/**
 * What keeps a folder able to run for years: snapshots, and what may go once they cover it.
 *
 * @param snapshotEvery commands after which the shadow makes a snapshot; 0 for no shadow
 * @param snapshotAtEnds whether a snapshot is made after a start that had much to replay, and at a clean close: for
 *     machines whose memory does not hold the state twice
 * @param keepSnapshots how many of the newest snapshots are kept, 2 to 100; the one that the log begins behind stays, too
 * @param shadowPercent how much of one processor's time the shadow may take, 1 to 100
 */
public record Upkeep(long snapshotEvery, boolean snapshotAtEnds, int keepSnapshots, int shadowPercent) {

    /** No snapshots; everything stays. */
    public static final Upkeep NONE = new Upkeep(0, false, 3, 50);

    public Upkeep {
        require("snapshotEvery", snapshotEvery, 0, Long.MAX_VALUE);
        require("keepSnapshots", keepSnapshots, 2, 100);
        require("shadowPercent", shadowPercent, 1, 100);
    }

    public Upkeep withSnapshotEvery(final long commands) {
        return new Upkeep(commands, snapshotAtEnds, keepSnapshots, shadowPercent);
    }

    public Upkeep withSnapshotAtEnds(final boolean wanted) {
        return new Upkeep(snapshotEvery, wanted, keepSnapshots, shadowPercent);
    }

    public Upkeep withKeepSnapshots(final int count) {
        return new Upkeep(snapshotEvery, snapshotAtEnds, count, shadowPercent);
    }

    public Upkeep withShadowPercent(final int percent) {
        return new Upkeep(snapshotEvery, snapshotAtEnds, keepSnapshots, percent);
    }

    private static void require(final String name, final long value, final long low, final long high) {
        if (value < low || value > high) {
            throw new IllegalArgumentException(name + " is " + value + ", must be " + low + " to " + high);
        }
    }
}
