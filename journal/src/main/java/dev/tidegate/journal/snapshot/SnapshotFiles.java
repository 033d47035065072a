package dev.tidegate.journal.snapshot;

import dev.tidegate.engine.Engine;
import dev.tidegate.table.StateException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The snapshot files of a journal's folder, {@code snapshot-<sequence, 20 digits>}. */
public final class SnapshotFiles {
    private static final Pattern NAME = Pattern.compile("snapshot-(0[0-8]\\d{18})");
    private static final Pattern ASIDE = Pattern.compile("snapshot-\\d{20}\\.tmp");
    private static final int STEP_WORDS = 4096;

    private final Path folder;

    public SnapshotFiles(final Path folder) {
        this.folder = folder;
    }

    /** The file of the snapshot behind that sequence, whether it exists or not. */
    public Path file(final long sequence) {
        return folder.resolve(String.format("snapshot-%020d", sequence));
    }

    /** The snapshot files that exist, the newest first. */
    public List<Path> list() throws IOException {
        return named(NAME).sorted(Comparator.reverseOrder()).toList();
    }

    /** Sequence of the newest snapshot with a readable header, if that is no older than {@code least}; 0 for none. */
    public long newestFrom(final long least) throws IOException {
        for (final Path file : list()) {
            if (sequence(file) < least) {
                return 0;
            }
            try (SnapshotInput input = open(file)) {
                return input.header().sequence();
            } catch (final StateException | NoSuchFileException notThisOne) {
                continue;
            }
        }
        return 0;
    }

    /** Sequence in a snapshot file's name. */
    public static long sequence(final Path file) {
        final Matcher name = NAME.matcher(file.getFileName().toString());
        if (!name.matches()) {
            throw new IllegalArgumentException(file + " is no snapshot's name");
        }
        return Long.parseLong(name.group(1));
    }

    private Stream<Path> named(final Pattern name) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files
                    .filter(file -> name.matcher(file.getFileName().toString()).matches())
                    .toList()
                    .stream();
        }
    }

    /**
     * Opens a file and checks that it is what its name says.
     *
     * @throws StateException when it is not a readable snapshot
     */
    public SnapshotInput open(final Path file) throws IOException {
        final SnapshotInput input = SnapshotInput.open(file);
        if (input.header().sequence() != sequence(file)) {
            input.close();
            throw new StateException(
                    "it is the snapshot behind sequence " + input.header().sequence() + " under another's name");
        }
        return input;
    }

    /**
     * Writes the engine's state: aside, read back and checked, forced, renamed, folder forced. Cut short at any point, it
     * leaves the snapshots that were there and at most a file that {@link #removeAside} removes.
     *
     * @param pause called after every block
     * @throws StateException when what was written cannot be read back
     */
    public Path write(final Engine engine, final SnapshotHeader header, final Runnable pause) throws IOException {
        final Path file = file(header.sequence());
        final Path aside = folder.resolve(file.getFileName() + ".tmp");
        try (SnapshotWriter writer = new SnapshotWriter(aside, header, pause)) {
            engine.write(writer);
            writer.finish();
        } catch (final UncheckedIOException failure) {
            Files.deleteIfExists(aside);
            throw failure.getCause();
        } catch (final IOException failure) {
            Files.deleteIfExists(aside);
            throw failure;
        }
        try {
            check(aside, header, pause);
        } catch (final IOException | StateException failure) {
            Files.deleteIfExists(aside);
            throw failure;
        }
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        forceFolder();
        return file;
    }

    private static void check(final Path aside, final SnapshotHeader header, final Runnable pause) throws IOException {
        try (SnapshotInput input = SnapshotInput.open(aside)) {
            if (!input.header().equals(header)) {
                throw new StateException(aside + " was read back with another header");
            }
            final long[] words = new long[STEP_WORDS];
            while (input.left() > 0) {
                input.take(words, 0, (int) Math.min(words.length, input.left()));
                pause.run();
            }
        }
    }

    /** Removes what was being written when a process ended. Only for whoever makes the folder's snapshots. */
    public void removeAside() throws IOException {
        for (final Path aside : named(ASIDE).toList()) {
            Files.deleteIfExists(aside);
        }
    }

    /** Removes a snapshot that is no longer wanted. */
    public void remove(final Path file) throws IOException {
        Files.deleteIfExists(file);
        forceFolder();
    }

    private void forceFolder() throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
