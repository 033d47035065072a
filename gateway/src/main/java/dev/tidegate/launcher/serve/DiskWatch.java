package dev.tidegate.launcher.serve;

/**
 * Tells, for the log, when the journal's disk becomes nearly full, and when it has room again. Room counts once it was
 * there for some looks in a row, so that a disk at the brink does not fill the log as well.
 */
final class DiskWatch {
    private static final int LOOKS_UNTIL_WELL = 40;

    private boolean told;
    private int looksWithRoom;

    /**
     * Looks once.
     *
     * @param low whether new orders are refused for want of room
     * @return what there is to tell; empty when that is nothing new
     */
    String look(final boolean low, final long freeBytes) {
        if (low) {
            looksWithRoom = 0;
            if (told) {
                return "";
            }
            told = true;
            return "the journal's disk is nearly full, " + mib(freeBytes)
                    + " MiB free: new orders are answered DISK_LOW, everything else as soon as there is no room at all";
        }
        if (!told || ++looksWithRoom < LOOKS_UNTIL_WELL) {
            return "";
        }
        told = false;
        looksWithRoom = 0;
        return "the journal's disk has room again, " + mib(freeBytes) + " MiB free: new orders are taken";
    }

    private static long mib(final long bytes) {
        return bytes >> 20;
    }
}
