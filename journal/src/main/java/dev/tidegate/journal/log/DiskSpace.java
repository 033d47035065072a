package dev.tidegate.journal.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import net.openhft.posix.OpenFlag;
import net.openhft.posix.PosixAPI;

/**
 * Allocates disk space behind the end of a mapped file's data, by {@code fallocate} with {@code KEEP_SIZE}.
 *
 * <p>Where the file system or the platform has no such call, zeroes are written there instead. Only bytes that no append
 * has reached are ever touched.
 */
final class DiskSpace {
    private static final int KEEP_SIZE = 1;
    private static final int STEP_BYTES = 1 << 20;
    private static final int ENOSPC = 28;
    private static final int EDQUOT = 122;

    private final Path file;
    private final FileChannel channel;
    private volatile long allocated;
    private boolean unsupported;

    DiskSpace(final Path file, final FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    long allocated() {
        return allocated;
    }

    /** Allocates up to {@code upTo} bytes from the start, of which {@code used} may hold data; false when full. */
    boolean allocate(final long upTo, final long used) throws IOException {
        if (upTo <= allocated) {
            return true;
        }
        return unsupported ? writeZeroes(upTo, used) : fallocate(upTo) || unsupported && writeZeroes(upTo, used);
    }

    private boolean fallocate(final long upTo) throws IOException {
        final int descriptor;
        try {
            descriptor = PosixAPI.posix().open(file.toString(), OpenFlag.O_RDWR, 0);
        } catch (final LinkageError | RuntimeException noNativeCalls) {
            unsupported = true;
            return false;
        }
        if (descriptor < 0) {
            throw new IOException("cannot open " + file + " to allocate disk space");
        }
        try {
            if (PosixAPI.posix().fallocate(descriptor, KEEP_SIZE, allocated, upTo - allocated) == 0) {
                allocated = upTo;
                return true;
            }
            final int error = PosixAPI.posix().lastError();
            unsupported = error != ENOSPC && error != EDQUOT;
            return false;
        } finally {
            PosixAPI.posix().close(descriptor);
        }
    }

    private boolean writeZeroes(final long upTo, final long used) throws IOException {
        final ByteBuffer zeroes = ByteBuffer.allocateDirect(STEP_BYTES);
        allocated = Math.max(allocated, used);
        try {
            while (allocated < upTo) {
                zeroes.clear().limit((int) Math.min(STEP_BYTES, upTo - allocated));
                while (zeroes.hasRemaining()) {
                    allocated = allocated + channel.write(zeroes, allocated);
                }
            }
            return true;
        } catch (final IOException failure) {
            if (NoRoom.isCauseOf(failure)) {
                return false;
            }
            throw failure;
        }
    }
}
