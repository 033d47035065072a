package dev.tidegate.launcher;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A bar on standard error while a command runs, or a count where nobody knows how much there is to do; draws nothing
 * unless that is a terminal. Used by one thread.
 */
public final class ProgressBar implements AutoCloseable {
    private static final int WIDTH = 40;
    private static final long REDRAW_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** In place of a total. */
    static final long UNKNOWN = -1;

    private final PrintWriter err;
    private final String name;
    private final long total;
    private final boolean shown;
    private final LongSupplier nanos;
    private long drawnNanos;
    private boolean drawn;

    /** A bar that is full at {@code total}. */
    public ProgressBar(final PrintWriter err, final String name, final long total) {
        this(err, name, Math.max(total, 1), isTerminal(), System::nanoTime);
    }

    ProgressBar(
            final PrintWriter err, final String name, final long total, final boolean shown, final LongSupplier nanos) {
        this.err = err;
        this.name = name;
        this.total = total;
        this.shown = shown;
        this.nanos = nanos;
        drawnNanos = nanos.getAsLong();
    }

    /** A count of commands, of which nobody knows how many there are before all have been read. */
    public static ProgressBar counting(final PrintWriter err, final String name) {
        return new ProgressBar(err, name, UNKNOWN, isTerminal(), System::nanoTime);
    }

    /** Draws how far it is, at most ten times in a second. */
    public void show(final long done) {
        if (shown && nanos.getAsLong() - drawnNanos >= REDRAW_NANOS) {
            draw(done);
            err.flush();
            drawnNanos = nanos.getAsLong();
            drawn = true;
        }
    }

    private void draw(final long done) {
        if (total == UNKNOWN) {
            err.printf(Locale.ROOT, "\r%s %,d commands", name, done);
        } else {
            final int filled = (int) (WIDTH * Math.min(done, total) / total);
            err.printf("\r%s [%s%s] %3d %%", name, "#".repeat(filled), " ".repeat(WIDTH - filled), 100 * done / total);
        }
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
