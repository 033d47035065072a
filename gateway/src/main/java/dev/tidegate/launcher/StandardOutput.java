package dev.tidegate.launcher;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Where answers go, in UTF-8 whatever the locale. Remembers the first failure, which a {@link PrintWriter} keeps to itself: an
 * answer that was cut short by a full disk must not end with {@link ExitCode#OK}.
 */
final class StandardOutput extends OutputStream {
    /** What the system says when whoever read has gone, as {@code head} does once it has enough. */
    private static final String READER_GONE = "Broken pipe";

    private final OutputStream bytes;
    private @Nullable IOException failure;

    StandardOutput(final OutputStream bytes) {
        this.bytes = new BufferedOutputStream(bytes);
    }

    /** A writer to it that is flushed at the end of each line. */
    PrintWriter writer() {
        return new PrintWriter(new OutputStreamWriter(this, StandardCharsets.UTF_8), true);
    }

    /** Why not everything arrived; null when it did, or when nobody wanted the rest. */
    @Nullable
    IOException failure() {
        final IOException found = failure;
        return found == null || READER_GONE.equals(found.getMessage()) ? null : found;
    }

    @Override
    public void write(final int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(final byte[] source, final int offset, final int length) throws IOException {
        try {
            bytes.write(source, offset, length);
        } catch (final IOException failed) {
            throw noted(failed);
        }
    }

    @Override
    public void flush() throws IOException {
        try {
            bytes.flush();
        } catch (final IOException failed) {
            throw noted(failed);
        }
    }

    private IOException noted(final IOException failed) {
        if (failure == null) {
            failure = failed;
        }
        return failed;
    }
}
