package dev.tidegate.journal;

import dev.tidegate.engine.Engine;
import dev.tidegate.engine.EngineSettings;
import dev.tidegate.pipeline.Journal;
import dev.tidegate.pipeline.JournalException;
import dev.tidegate.pipeline.JournalProvider.OpenedJournal;
import dev.tidegate.pipeline.JournalReplay;
import dev.tidegate.pipeline.JournalSettings;
import dev.tidegate.pipeline.Shadow;
import dev.tidegate.pipeline.Upkeep;
import java.nio.file.Path;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Journals in folders without a thread of their own: what they do in the background is done by their owner, step by step,
 * and their clock is whichever their owner gives them. The folder may be on any {@link java.nio.file.FileSystem}. All
 * else is {@link JournalFolder}'s. For simulations, where a run must be repeatable exactly. Belongs to one thread.
 */
public final class SteppedFolder {
    private final Surroundings around;
    private final JournalFolder folders;

    /**
     * Journals with these clocks.
     *
     * @param newId gives the id of a new journal
     */
    public SteppedFolder(final LongSupplier nanoTime, final LongSupplier currentMillis, final Supplier<UUID> newId) {
        around = new Surroundings(nanoTime, currentMillis, newId, false);
        folders = new JournalFolder(FolderFiles::log, around);
    }

    /** See {@link JournalFolder#open}; {@link #work} does the work behind it. Its settings ask for no event log. */
    public OpenedJournal open(final Path folder, final JournalSettings settings, final JournalReplay replay) {
        if (settings.events().kept()) {
            throw new IllegalArgumentException("an event log needs a thread of its own");
        }
        return folders.open(folder, settings, replay);
    }

    /** One step of a journal's background work: space ahead, next segment, chain, seals; false for nothing to do. */
    public static boolean work(final Journal journal) {
        return journal instanceof FolderJournal own && own.work();
    }

    /** See {@link JournalFolder#shadow}; {@link #work(Shadow)} does its work. */
    public Shadow shadow(final Path folder, final Journal journal, final Upkeep upkeep, final EngineSettings settings) {
        return folders.shadow(folder, journal, upkeep, settings, 0, status -> {});
    }

    /** See {@link JournalFolder#snapshotAtEnd}. */
    public void snapshotAtEnd(final Path folder, final Upkeep upkeep, final Engine engine) {
        folders.snapshotAtEnd(folder, upkeep, engine);
    }

    /** One step of a shadow's work: some of the log, or a snapshot; false once it has ended. */
    public static boolean work(final Shadow shadow) {
        return shadow instanceof FolderShadow own && own.work();
    }

    /**
     * See {@link JournalFolder#read}.
     *
     * @throws JournalException as there
     */
    public static JournalReading read(final Path folder, final JournalReplay replay) {
        return JournalFolder.readInOneThread(folder, replay);
    }
}
