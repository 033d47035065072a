package dev.tidegate.launcher.replay;

import dev.tidegate.Tidegate;
import dev.tidegate.TidegateOptions;
import dev.tidegate.launcher.UsageException;
import dev.tidegate.pipeline.JournalException;
import dev.tidegate.pipeline.ReplayProgress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * The folder of a replay: a journal, and beside it the settings that the replay began with. The journal is made first,
 * since it takes an empty folder only and its lock keeps out a second run; the settings are there before the first
 * command. So a journal without settings is either empty, and ours to begin, or not of a replay.
 */
final class ReplayFolder {
    /** The name of the settings. */
    static final String SETTINGS = "replay.settings";

    private static final String SETTINGS_ASIDE = SETTINGS + ".tmp";
    private static final String MANIFEST = "MANIFEST";

    private final Path folder;
    private final ReplaySettings settings;

    ReplayFolder(final Path folder, final ReplaySettings settings) {
        this.folder = folder;
        this.settings = settings;
    }

    /**
     * Opens the folder, or makes it.
     *
     * @param progress told how far the commands of earlier runs have been read
     * @throws UsageException if it holds another replay or another journal; it is unchanged then
     * @throws JournalException if it cannot be opened
     * @throws IOException if the settings cannot be read or written
     */
    Tidegate open(final TidegateOptions options, final ReplayProgress progress) throws UsageException, IOException {
        final boolean begun = Files.exists(folder.resolve(MANIFEST));
        if (begun) {
            refuseOtherSettings();
        }
        final Tidegate tidegate = Tidegate.open(folder, options, progress);
        try {
            // Again, under the lock: another run may have begun it meanwhile.
            refuseOtherSettings();
            if (!hasSettings()) {
                refuseOtherJournal(tidegate);
                write();
            }
            return tidegate;
        } catch (final UsageException | IOException | RuntimeException failure) {
            tidegate.close();
            throw failure;
        }
    }

    private boolean hasSettings() {
        return Files.exists(folder.resolve(SETTINGS));
    }

    private void refuseOtherSettings() throws UsageException, IOException {
        if (!hasSettings()) {
            return;
        }
        final ReplaySettings begun;
        try {
            // Whatever the bytes are, they are a text: a wrong one is damage, and no failure of the disk.
            begun = ReplaySettings.parse(
                    new String(Files.readAllBytes(folder.resolve(SETTINGS)), StandardCharsets.UTF_8));
        } catch (final IllegalArgumentException damaged) {
            throw new JournalException(
                    JournalException.Kind.DAMAGED,
                    folder.resolve(SETTINGS) + " is damaged: " + damaged.getMessage() + "; nothing was changed",
                    damaged);
        }
        final String difference = settings.differenceFrom(begun).orElse("");
        if (!difference.isEmpty()) {
            throw new UsageException(folder + " holds another replay: " + difference + "; nothing was changed");
        }
    }

    private void refuseOtherJournal(final Tidegate tidegate) throws UsageException {
        if (tidegate.recovery().lastSequence() > 0) {
            throw new UsageException(folder + " holds a journal that no replay made; give a new folder");
        }
    }

    /** Aside, forced, renamed, folder forced: whoever sees the settings sees all of them. */
    private void write() throws IOException {
        final Path aside = folder.resolve(SETTINGS_ASIDE);
        try (FileChannel channel = FileChannel.open(
                aside, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            final ByteBuffer text = ByteBuffer.wrap(settings.text().getBytes(StandardCharsets.UTF_8));
            while (text.hasRemaining()) {
                channel.write(text);
            }
            channel.force(true);
        }
        Files.move(
                aside, folder.resolve(SETTINGS), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
            entries.force(true);
        }
    }
}
