package dev.tidegate.launcher;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A bar on standard error while a command runs; draws nothing unless that is a terminal. Used by one thread. */
public final class ProgressBar implements AutoCloseable {
    private static final int WIDTH = 40;
    private static final long REDRAW_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final PrintWriter err;
    private final String name;
    private final long total;
    private final boolean shown;
    private long drawnNanos;
    private boolean drawn;

    /** A bar that is full at {@code total}. */
    public ProgressBar(final PrintWriter err, final String name, final long total) {
        this.err = err;
        this.name = name;
        this.total = Math.max(total, 1);
        shown = isTerminal();
        drawnNanos = System.nanoTime();
    }

    /** Draws how far it is, at most ten times in a second. */
    public void show(final long done) {
        if (shown && System.nanoTime() - drawnNanos >= REDRAW_NANOS) {
            draw(done);
        }
    }

    private void draw(final long done) {
        final int filled = (int) (WIDTH * Math.min(done, total) / total);
        err.printf("\r%s [%s%s] %3d %%", name, "#".repeat(filled), " ".repeat(WIDTH - filled), 100 * done / total);
        err.flush();
        drawnNanos = System.nanoTime();
        drawn = true;
    }

    /** Leaves the line to what comes next. */
    @Override
    public void close() {
        if (drawn) {
            err.print("\r\033[K");
            err.flush();
        }
    }

    /** Linux tells which file standard error is; elsewhere a console on input and output has to do. */
    private static boolean isTerminal() {
        final Path stderr = Path.of("/proc/self/fd/2");
        try {
            final String target = Files.readSymbolicLink(stderr).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (final IOException | UnsupportedOperationException notLinux) {
            return System.console() != null;
        }
    }
}
