package dev.tidegate.launcher;

/** What the process ends with, so that a script can tell the cases apart. */
public final class ExitCode {
    /** The command did what it was asked. */
    public static final int OK = 0;

    /** Anything that has no number of its own: a bug, or a machine that misbehaves. */
    public static final int FAILED = 1;

    /** An unknown option, a missing argument or a value out of range; nothing was started. */
    public static final int USAGE = 2;

    /** A journal that fails its checks. */
    public static final int DAMAGED = 3;

    /** The folder is not one of Tidegate's, or a newer version wrote it. */
    public static final int NOT_TIDEGATE = 4;

    /** The folder is in use by another process, cannot be read or written, or the disk is full. */
    public static final int UNAVAILABLE = 5;

    /** The cursor stands behind events that were lost. */
    public static final int REWOUND = 6;

    /** What is behind the cursor is not kept any more. */
    public static final int RESYNC = 7;

    private ExitCode() {}
}
