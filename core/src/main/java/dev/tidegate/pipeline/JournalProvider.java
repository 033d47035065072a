package dev.tidegate.pipeline;

import dev.tidegate.engine.Engine;
import dev.tidegate.engine.EngineSettings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Opens journals in folders; found with {@link java.util.ServiceLoader}, so that {@code core} needs no journal. */
public interface JournalProvider {

    /**
     * Opens or creates the journal in {@code folder}: takes its exclusive lock, replays what it holds into
     * {@code replay}, cuts a torn tail (kept aside and reported), forces the rest, and is then ready to append.
     *
     * @throws JournalException with the kind and the exact place; the folder is unchanged then
     */
    OpenedJournal open(Path folder, JournalSettings settings, JournalReplay replay);

    /**
     * Starts a shadow of the folder, on a thread of its own that keeps no process alive. One that cannot be had, because
     * another process has it or memory does not hold the state twice, has ended already and says why.
     *
     * @param journal the folder's journal, which lets go of what a snapshot covers
     * @param settings sizes and keys of its engine's tables
     * @param liveBytes memory of the tables of the engine beside it
     * @param listener told of every snapshot and of the end
     */
    Shadow shadow(
            Path folder,
            Journal journal,
            Upkeep upkeep,
            EngineSettings settings,
            long liveBytes,
            Shadow.Listener listener);

    /** Makes a snapshot of the state that a closed folder ends with; the engine is the one that was closed. */
    void snapshotAtEnd(Path folder, Upkeep upkeep, Engine engine);

    /**
     * A journal ready to append, and what recovery found.
     *
     * @param events the event log, null when none is kept
     * @param tap where the log's events come from, null when none is kept
     */
    record OpenedJournal(
            Journal journal,
            RecoveryReport recovery,
            @Nullable EventLog events,
            @Nullable EventTap tap) {

        /** Without an event log. */
        public OpenedJournal(final Journal journal, final RecoveryReport recovery) {
            this(journal, recovery, null, null);
        }
    }
}
