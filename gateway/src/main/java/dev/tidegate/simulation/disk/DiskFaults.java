package dev.tidegate.simulation.disk;

/** Decides what goes wrong, call by call. */
public interface DiskFaults {
    /** Nothing ever does. */
    DiskFaults NONE = (call, file, bytes) -> Fault.NONE;

    /** What is asked of the disk. */
    enum Call {
        WRITE,
        FORCE,
        /** A file's length, or a name in its folder, changes. */
        CHANGE
    }

    /** What becomes of it. */
    enum Fault {
        NONE,
        /** It ends before anything was done. */
        CRASH_BEFORE,
        /** It ends when a part was done: some bytes of a write, nothing of anything else. */
        CRASH_DURING,
        /** It ends when all was done and nobody was told. */
        CRASH_AFTER,
        /**
         * It fails. What a force was to force may be on the disk or not, and counts as forced for the kernel; of a write
         * some bytes may have been written; a change is not made.
         */
        FAIL,
        /** A force that takes its time. */
        SLOW
    }

    /**
     * Called before every write, force and change.
     *
     * @param file its path
     * @param bytes bytes to write, 0 for other calls
     */
    Fault next(Call call, String file, int bytes);
}
