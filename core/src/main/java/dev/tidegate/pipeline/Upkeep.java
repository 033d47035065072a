package dev.tidegate.pipeline;

import java.util.concurrent.TimeUnit;

/**
 * What keeps a folder able to run for years: snapshots, what may go once they cover it, and room that is kept. Every
 * option has a default; each method returns a changed copy.
 *
 * @param snapshotEvery commands after which the shadow makes a snapshot; 0 for no shadow
 * @param snapshotAtEnds whether a snapshot is made after a start that had much to replay, and at a clean close: for
 *     machines whose memory does not hold the state twice
 * @param keepSnapshots how many of the newest snapshots are kept, 2 to 100; the one that the log begins behind stays, too
 * @param shadowPercent how much of one processor's time the shadow may take, 1 to 100
 * @param retentionDays days of engine time that the log reaches back at least, 90 to 36,500; {@value #FOR_EVER} for ever.
 *     Older segments go once a snapshot covers them
 * @param capBytes size of the sealed segments above which they go earlier, but never before {@value #LEAST_DAYS} days: the
 *     days win over the cap
 * @param compress whether sealed segments are compressed
 * @param lowWaterBytes free space of the disk below which new orders are refused with DISK_LOW; 0 to 1 TiB
 */
public record Upkeep(
        long snapshotEvery,
        boolean snapshotAtEnds,
        int keepSnapshots,
        int shadowPercent,
        int retentionDays,
        long capBytes,
        boolean compress,
        long lowWaterBytes) {

    /** The shortest retention, which an audit needs. */
    public static final int LEAST_DAYS = 90;

    /** Retention for ever. */
    public static final int FOR_EVER = 0;

    private static final int MOST_DAYS = 36_500;
    private static final long MIB = 1L << 20;

    /** No snapshots, and so everything stays; 64 MiB of the disk are kept for the orders there are. */
    public static final Upkeep NONE = new Upkeep(0, false, 3, 50, 100, Long.MAX_VALUE, false, 64 * MIB);

    public Upkeep {
        require("snapshotEvery", snapshotEvery, 0, Long.MAX_VALUE);
        require("keepSnapshots", keepSnapshots, 2, 100);
        require("shadowPercent", shadowPercent, 1, 100);
        if (retentionDays != FOR_EVER) {
            require("retentionDays", retentionDays, LEAST_DAYS, MOST_DAYS);
        }
        require("capBytes", capBytes, 0, Long.MAX_VALUE);
        require("lowWaterBytes", lowWaterBytes, 0, MIB * MIB);
    }

    /** The retention in milliseconds; {@link Long#MAX_VALUE} for ever. */
    public long retentionMillis() {
        return retentionDays == FOR_EVER ? Long.MAX_VALUE : TimeUnit.DAYS.toMillis(retentionDays);
    }

    /** What no cap goes below, in milliseconds; {@link Long#MAX_VALUE} when everything stays for ever. */
    public long leastMillis() {
        return retentionDays == FOR_EVER ? Long.MAX_VALUE : TimeUnit.DAYS.toMillis(LEAST_DAYS);
    }

    public Upkeep withSnapshotEvery(final long commands) {
        return new Upkeep(
                commands,
                snapshotAtEnds,
                keepSnapshots,
                shadowPercent,
                retentionDays,
                capBytes,
                compress,
                lowWaterBytes);
    }

    public Upkeep withSnapshotAtEnds(final boolean wanted) {
        return new Upkeep(
                snapshotEvery, wanted, keepSnapshots, shadowPercent, retentionDays, capBytes, compress, lowWaterBytes);
    }

    public Upkeep withKeepSnapshots(final int count) {
        return new Upkeep(
                snapshotEvery, snapshotAtEnds, count, shadowPercent, retentionDays, capBytes, compress, lowWaterBytes);
    }

    public Upkeep withShadowPercent(final int percent) {
        return new Upkeep(
                snapshotEvery,
                snapshotAtEnds,
                keepSnapshots,
                percent,
                retentionDays,
                capBytes,
                compress,
                lowWaterBytes);
    }

    public Upkeep withRetentionDays(final int days) {
        return new Upkeep(
                snapshotEvery, snapshotAtEnds, keepSnapshots, shadowPercent, days, capBytes, compress, lowWaterBytes);
    }

    public Upkeep withCapBytes(final long bytes) {
        return new Upkeep(
                snapshotEvery,
                snapshotAtEnds,
                keepSnapshots,
                shadowPercent,
                retentionDays,
                bytes,
                compress,
                lowWaterBytes);
    }

    public Upkeep withCompress(final boolean wanted) {
        return new Upkeep(
                snapshotEvery,
                snapshotAtEnds,
                keepSnapshots,
                shadowPercent,
                retentionDays,
                capBytes,
                wanted,
                lowWaterBytes);
    }

    public Upkeep withLowWaterBytes(final long bytes) {
        return new Upkeep(
                snapshotEvery, snapshotAtEnds, keepSnapshots, shadowPercent, retentionDays, capBytes, compress, bytes);
    }

    private static void require(final String name, final long value, final long low, final long high) {
        if (value < low || value > high) {
            throw new IllegalArgumentException(name + " is " + value + ", must be " + low + " to " + high);
        }
    }
}
