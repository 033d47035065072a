package dev.tidegate.simulation.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import org.jspecify.annotations.Nullable;

/** An open file of the simulated disk, or an open folder, which can only be forced. */
final class SimChannel extends FileChannel {
    private final SimFileSystem system;
    private final String path;
    private final @Nullable SimFile file;
    private long position;
    private final int knownFailures;
    private boolean wasTold;

    SimChannel(final SimFileSystem system, final String path, final @Nullable SimFile file, final long position) {
        this.system = system;
        this.path = path;
        this.file = file;
        this.position = position;
        knownFailures = file == null ? 0 : file.reported();
    }

    private SimFile file() throws IOException {
        if (file == null) {
            throw new IOException("Is a directory");
        }
        return file;
    }

    @Override
    public int read(final ByteBuffer target) throws IOException {
        final int count = read(target, position);
        position += Math.max(0, count);
        return count;
    }

    @Override
    public int read(final ByteBuffer target, final long from) throws IOException {
        system.disk();
        final SimFile source = file();
        if (from >= source.size()) {
            return target.hasRemaining() ? -1 : 0;
        }
        final byte[] bytes = new byte[Math.min(target.remaining(), source.size() - (int) from)];
        source.read((int) from, bytes, 0, bytes.length);
        target.put(bytes);
        return bytes.length;
    }

    @Override
    public long read(final ByteBuffer[] targets, final int offset, final int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int write(final ByteBuffer source) throws IOException {
        final int count = write(source, position);
        position += count;
        return count;
    }

    @Override
    public int write(final ByteBuffer source, final long to) throws IOException {
        final byte[] bytes = new byte[source.remaining()];
        source.duplicate().get(bytes);
        final int count = system.disk().write(path, file(), Math.toIntExact(to), bytes);
        source.position(source.position() + count);
        return count;
    }

    @Override
    public long write(final ByteBuffer[] sources, final int offset, final int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public FileChannel position(final long newPosition) {
        position = newPosition;
        return this;
    }

    @Override
    public long size() throws IOException {
        system.disk();
        return file().size();
    }

    @Override
    public FileChannel truncate(final long size) throws IOException {
        system.disk().truncate(path, file(), Math.toIntExact(size));
        position = Math.min(position, size);
        return this;
    }

    @Override
    public void force(final boolean metaData) throws IOException {
        if (file == null) {
            system.disk().forceFolder(path);
            return;
        }
        // As in Linux, every channel is told once of a failure since it was opened, whoever caused it.
        final boolean toldBefore = wasTold;
        wasTold = true;
        system.disk().force(path, file, knownFailures, toldBefore);
        wasTold = false;
    }

    @Override
    public long transferTo(final long from, final long count, final WritableByteChannel target) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transferFrom(final ReadableByteChannel source, final long to, final long count) {
        throw new UnsupportedOperationException();
    }

    @Override
    public MappedByteBuffer map(final MapMode mode, final long from, final long size) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileLock lock(final long from, final long size, final boolean shared) {
        return tryLock(from, size, shared);
    }

    /** There is one process at a time, and it keeps its own book of what it has open. */
    @Override
    public FileLock tryLock(final long from, final long size, final boolean shared) {
        return new FileLock(this, from, size, shared) {
            @Override
            public boolean isValid() {
                return SimChannel.this.isOpen();
            }

            @Override
            public void release() {
                // Goes with the channel.
            }
        };
    }

    @Override
    protected void implCloseChannel() {
        // Nothing is held for it.
    }
}
