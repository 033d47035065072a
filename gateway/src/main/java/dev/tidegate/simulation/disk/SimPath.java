package dev.tidegate.simulation.disk;

import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A path on the simulated disk, absolute or a single relative one; there are no links and no dots in it. */
final class SimPath implements Path {
    private final SimFileSystem system;
    private final String text;

    SimPath(final SimFileSystem system, final String text) {
        this.system = system;
        this.text = text;
    }

    String text() {
        return text;
    }

    private List<String> names() {
        final String bare = text.startsWith("/") ? text.substring(1) : text;
        return bare.isEmpty() ? List.of() : Arrays.asList(bare.split("/"));
    }

    private Path of(final boolean absolute, final List<String> names) {
        return new SimPath(system, (absolute ? "/" : "") + String.join("/", names));
    }

    @Override
    public FileSystem getFileSystem() {
        return system;
    }

    @Override
    public boolean isAbsolute() {
        return text.startsWith("/");
    }

    @Override
    public @Nullable Path getRoot() {
        return isAbsolute() ? new SimPath(system, "/") : null;
    }

    @Override
    public @Nullable Path getFileName() {
        final List<String> names = names();
        return names.isEmpty() ? null : new SimPath(system, names.get(names.size() - 1));
    }

    @Override
    public @Nullable Path getParent() {
        final List<String> names = names();
        if (names.isEmpty() || names.size() == 1 && !isAbsolute()) {
            return null;
        }
        return of(isAbsolute(), names.subList(0, names.size() - 1));
    }

    @Override
    public int getNameCount() {
        return names().size();
    }

    @Override
    public Path getName(final int index) {
        return new SimPath(system, names().get(index));
    }

    @Override
    public Path subpath(final int beginIndex, final int endIndex) {
        return of(false, names().subList(beginIndex, endIndex));
    }

    @Override
    public boolean startsWith(final Path other) {
        return other instanceof SimPath that
                && isAbsolute() == that.isAbsolute()
                && that.names().size() <= names().size()
                && names().subList(0, that.names().size()).equals(that.names());
    }

    @Override
    public boolean endsWith(final Path other) {
        if (!(other instanceof SimPath that) || that.isAbsolute()) {
            return equals(other);
        }
        final List<String> own = names();
        final List<String> its = that.names();
        return its.size() <= own.size()
                && own.subList(own.size() - its.size(), own.size()).equals(its);
    }

    @Override
    public Path normalize() {
        return this;
    }

    @Override
    public Path resolve(final Path other) {
        if (other.isAbsolute()) {
            return other;
        }
        return new SimPath(system, text.equals("/") ? "/" + other : text + "/" + other);
    }

    @Override
    public Path relativize(final Path other) {
        if (!other.startsWith(this)) {
            throw new IllegalArgumentException(other + " is not below " + this);
        }
        return other.getNameCount() == getNameCount()
                ? new SimPath(system, "")
                : other.subpath(getNameCount(), other.getNameCount());
    }

    @Override
    public URI toUri() {
        return URI.create("simulated:" + text);
    }

    @Override
    public Path toAbsolutePath() {
        return isAbsolute() ? this : new SimPath(system, "/" + text);
    }

    @Override
    public Path toRealPath(final LinkOption... options) {
        return toAbsolutePath();
    }

    @Override
    public WatchKey register(
            final WatchService watcher, final WatchEvent.Kind<?>[] events, final WatchEvent.Modifier... modifiers) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int compareTo(final Path other) {
        return text.compareTo(((SimPath) other).text);
    }

    @Override
    public boolean equals(final @Nullable Object other) {
        return other instanceof SimPath that && system == that.system && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
