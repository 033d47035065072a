package dev.tidegate.journal;

import dev.tidegate.journal.log.ChronicleLog;
import dev.tidegate.journal.log.FileLog;
import dev.tidegate.journal.log.LogPort;
import dev.tidegate.pipeline.JournalException;
import dev.tidegate.pipeline.JournalSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The files of a journal's folder beside its segments. */
final class FolderFiles {
    static final String LOCK = "LOCK";
    static final String MANIFEST = "MANIFEST";
    static final String FORCED = "FORCED";
    static final String SHADOW = "SHADOW";

    private static final String MANIFEST_ASIDE = "MANIFEST.new";
    private static final Set<String> WITHOUT_RECORDS = Set.of(LOCK, FORCED, SHADOW, MANIFEST_ASIDE);

    private final Path folder;

    FolderFiles(final Path folder) {
        this.folder = folder;
    }

    static LogPort log(final Path folder, final JournalSettings.Kind kind) {
        return switch (kind) {
            case CHRONICLE -> new ChronicleLog(folder);
            case FILE -> new FileLog(folder);
        };
    }

    /**
     * Whether the folder holds a journal, which is when it has a manifest.
     *
     * @throws JournalException NOT_A_FOLDER when it holds something else, DAMAGED when it has segments only
     */
    boolean hasJournal() throws IOException {
        if (Files.exists(folder.resolve(MANIFEST))) {
            return true;
        }
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new JournalException(JournalException.Kind.NOT_A_FOLDER, folder + " is a file, not a folder");
        }
        if (Files.exists(folder)) {
            refuseOthers();
        }
        return false;
    }

    /** Creates the folder and those above it where they are missing, and forces their entries. */
    void createFolder() throws IOException {
        Path above = folder.toAbsolutePath();
        final List<Path> changed = new ArrayList<>();
        while (above != null && !Files.exists(above)) {
            above = above.getParent();
            changed.add(above);
        }
        Files.createDirectories(folder);
        for (final Path parent : changed) {
            force(parent);
        }
    }

    Manifest readManifest() throws IOException {
        return Manifest.parse(Files.readAllBytes(folder.resolve(MANIFEST)));
    }

    /** Replaces the manifest in one step: aside, forced, renamed, folder forced. */
    void writeManifest(final Manifest manifest) throws IOException {
        final Path aside = folder.resolve(MANIFEST_ASIDE);
        try (FileChannel channel = FileChannel.open(
                aside, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            final ByteBuffer bytes = ByteBuffer.wrap(manifest.toBytes());
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(
                aside, folder.resolve(MANIFEST), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        force();
    }

    /** Forces the folder's entries. */
    void force() throws IOException {
        force(folder);
    }

    private static void force(final Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private void refuseOthers() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (final Path file : files.sorted().toList()) {
                final String name = file.getFileName().toString();
                if (ChronicleLog.owns(name) || FileLog.owns(name)) {
                    throw new JournalException(
                            JournalException.Kind.DAMAGED,
                            folder + " has segments (" + name + ") but no MANIFEST; nothing was changed");
                }
                if (!WITHOUT_RECORDS.contains(name)) {
                    throw new JournalException(
                            JournalException.Kind.NOT_A_FOLDER,
                            folder + " holds " + name
                                    + " and no Tidegate journal; give an empty folder or a journal's");
                }
            }
        }
    }
}
