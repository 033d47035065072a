package dev.tidegate.simulation.disk;

import java.nio.file.FileStore;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileStoreAttributeView;
import org.jspecify.annotations.Nullable;

/** How much room there is. */
final class SimStore extends FileStore {
    private final SimDisk disk;

    SimStore(final SimDisk disk) {
        this.disk = disk;
    }

    @Override
    public String name() {
        return "simulated";
    }

    @Override
    public String type() {
        return "simulated";
    }

    @Override
    public boolean isReadOnly() {
        return false;
    }

    @Override
    public long getTotalSpace() {
        return Long.MAX_VALUE;
    }

    @Override
    public long getUsableSpace() {
        return disk.usableBytes();
    }

    @Override
    public long getUnallocatedSpace() {
        return disk.usableBytes();
    }

    @Override
    public boolean supportsFileAttributeView(final Class<? extends FileAttributeView> type) {
        return false;
    }

    @Override
    public boolean supportsFileAttributeView(final String name) {
        return name.equals("basic");
    }

    @Override
    public <V extends FileStoreAttributeView> @Nullable V getFileStoreAttributeView(final Class<V> type) {
        return null;
    }

    @Override
    public Object getAttribute(final String attribute) {
        throw new UnsupportedOperationException(attribute);
    }
}
