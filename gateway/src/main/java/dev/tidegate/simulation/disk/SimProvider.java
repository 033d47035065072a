package dev.tidegate.simulation.disk;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.spi.FileSystemProvider;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What {@code java.nio.file} asks of the simulated disk: no more than a journal's folder needs. */
final class SimProvider extends FileSystemProvider {
    private final SimFileSystem system;

    SimProvider(final SimFileSystem system) {
        this.system = system;
    }

    private static String text(final Path path) {
        return path.toAbsolutePath().toString();
    }

    @Override
    public String getScheme() {
        return "simulated";
    }

    @Override
    public FileSystem newFileSystem(final URI uri, final Map<String, ?> settings) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileSystem getFileSystem(final URI uri) {
        return system;
    }

    @Override
    public Path getPath(final URI uri) {
        return new SimPath(system, uri.getSchemeSpecificPart());
    }

    @Override
    public SeekableByteChannel newByteChannel(
            final Path path, final Set<? extends OpenOption> options, final FileAttribute<?>... attributes)
            throws IOException {
        return newFileChannel(path, options, attributes);
    }

    @Override
    public FileChannel newFileChannel(
            final Path path, final Set<? extends OpenOption> options, final FileAttribute<?>... attributes)
            throws IOException {
        final SimDisk disk = system.disk();
        final String name = text(path);
        if (disk.isFolder(name)) {
            return new SimChannel(system, name, null, 0);
        }
        SimFile file = disk.find(name);
        if (file != null && options.contains(StandardOpenOption.CREATE_NEW)) {
            throw new FileAlreadyExistsException(name);
        }
        if (file == null) {
            if (!options.contains(StandardOpenOption.CREATE) && !options.contains(StandardOpenOption.CREATE_NEW)) {
                throw new NoSuchFileException(name);
            }
            file = disk.create(name);
        } else if (options.contains(StandardOpenOption.TRUNCATE_EXISTING)) {
            disk.truncate(name, file, 0);
        }
        return new SimChannel(system, name, file, options.contains(StandardOpenOption.APPEND) ? file.size() : 0);
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(
            final Path folder, final DirectoryStream.Filter<? super Path> filter) throws IOException {
        if (!system.disk().isFolder(text(folder))) {
            throw new NotDirectoryException(text(folder));
        }
        final List<Path> found = system.disk().list(text(folder)).stream()
                .map(name -> (Path) new SimPath(system, name))
                .toList();
        return new DirectoryStream<>() {
            @Override
            public Iterator<Path> iterator() {
                return found.iterator();
            }

            @Override
            public void close() {
                // A list, which nothing is held for.
            }
        };
    }

    @Override
    public void createDirectory(final Path folder, final FileAttribute<?>... attributes) throws IOException {
        system.disk().createFolder(text(folder));
    }

    @Override
    public void delete(final Path path) throws IOException {
        system.disk().delete(text(path));
    }

    @Override
    public void copy(final Path source, final Path target, final CopyOption... options) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void move(final Path source, final Path target, final CopyOption... options) throws IOException {
        system.disk().move(text(source), text(target));
    }

    @Override
    public boolean isSameFile(final Path one, final Path other) {
        return text(one).equals(text(other));
    }

    @Override
    public boolean isHidden(final Path path) {
        return false;
    }

    @Override
    public FileStore getFileStore(final Path path) {
        return new SimStore(system.disk());
    }

    @Override
    public void checkAccess(final Path path, final AccessMode... modes) throws IOException {
        if (!system.disk().isFolder(text(path)) && system.disk().find(text(path)) == null) {
            throw new NoSuchFileException(text(path));
        }
    }

    @Override
    public <V extends FileAttributeView> @Nullable V getFileAttributeView(
            final Path path, final Class<V> type, final LinkOption... options) {
        return null;
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(
            final Path path, final Class<A> type, final LinkOption... options) throws IOException {
        checkAccess(path);
        final SimFile file = system.disk().find(text(path));
        return type.cast(new Attributes(file == null ? 0 : file.size(), file == null));
    }

    @Override
    public Map<String, Object> readAttributes(final Path path, final String attributes, final LinkOption... options) {
        throw new UnsupportedOperationException(attributes);
    }

    @Override
    public void setAttribute(final Path path, final String attribute, final Object value, final LinkOption... options) {
        throw new UnsupportedOperationException(attribute);
    }

    private record Attributes(long bytes, boolean folder) implements BasicFileAttributes {
        @Override
        public FileTime lastModifiedTime() {
            return FileTime.fromMillis(0);
        }

        @Override
        public FileTime lastAccessTime() {
            return FileTime.fromMillis(0);
        }

        @Override
        public FileTime creationTime() {
            return FileTime.fromMillis(0);
        }

        @Override
        public boolean isRegularFile() {
            return !folder;
        }

        @Override
        public boolean isDirectory() {
            return folder;
        }

        @Override
        public boolean isSymbolicLink() {
            return false;
        }

        @Override
        public boolean isOther() {
            return false;
        }

        @Override
        public long size() {
            return bytes;
        }

        @Override
        public @Nullable Object fileKey() {
            return null;
        }
    }
}
