package dev.tidegate.simulation.disk;

import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.List;
import java.util.Set;

/** The disk as one process sees it, until that process ends. */
public final class SimFileSystem extends FileSystem {
    private final SimDisk disk;
    private final long process;
    private final SimProvider provider;

    /** The file system of the process that the disk's {@link SimDisk#restart} has begun last. */
    public SimFileSystem(final SimDisk disk) {
        this.disk = disk;
        process = disk.process();
        provider = new SimProvider(this);
    }

    /** The disk, for a process that still runs. */
    SimDisk disk() {
        disk.requireRunning(process);
        return disk;
    }

    @Override
    public FileSystemProvider provider() {
        return provider;
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public boolean isReadOnly() {
        return false;
    }

    @Override
    public String getSeparator() {
        return "/";
    }

    @Override
    public Iterable<Path> getRootDirectories() {
        return List.of(new SimPath(this, "/"));
    }

    @Override
    public Iterable<FileStore> getFileStores() {
        return List.of(new SimStore(disk));
    }

    @Override
    public Set<String> supportedFileAttributeViews() {
        return Set.of("basic");
    }

    @Override
    public Path getPath(final String first, final String... more) {
        final StringBuilder path = new StringBuilder(first);
        for (final String name : more) {
            path.append('/').append(name);
        }
        return new SimPath(this, path.toString());
    }

    @Override
    public PathMatcher getPathMatcher(final String pattern) {
        throw new UnsupportedOperationException();
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService() {
        throw new UnsupportedOperationException();
    }

    @Override
    public WatchService newWatchService() {
        throw new UnsupportedOperationException();
    }
}
