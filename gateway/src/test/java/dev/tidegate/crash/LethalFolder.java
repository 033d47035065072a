package dev.tidegate.crash;

import dev.tidegate.engine.Engine;
import dev.tidegate.engine.EngineSettings;
import dev.tidegate.journal.JournalFolder;
import dev.tidegate.pipeline.Journal;
import dev.tidegate.pipeline.JournalProvider;
import dev.tidegate.pipeline.JournalReplay;
import dev.tidegate.pipeline.JournalSettings;
import dev.tidegate.pipeline.Shadow;
import dev.tidegate.pipeline.Upkeep;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The product's journals, each in a {@link LethalJournal}. A child finds it where it looks for journals. */
public final class LethalFolder implements JournalProvider {
    private static @Nullable ChildPlan plan;
    private static @Nullable LethalJournal opened;

    private final JournalFolder folders = new JournalFolder();

    /** Says where the journals opened from now on end their process. */
    static void follow(final ChildPlan wanted) {
        plan = wanted;
    }

    /** See {@link LethalJournal#arm}. */
    static void arm() {
        Objects.requireNonNull(opened).arm();
    }

    @Override
    public OpenedJournal open(final Path folder, final JournalSettings settings, final JournalReplay replay) {
        final OpenedJournal found = folders.open(folder, settings, replay);
        final ChildPlan wanted = Objects.requireNonNull(plan);
        final LethalJournal journal = new LethalJournal(found.journal(), wanted.point(), wanted.nth());
        opened = journal;
        return new OpenedJournal(journal, found.recovery(), found.events(), found.tap());
    }

    @Override
    public Shadow shadow(
            final Path folder,
            final Journal journal,
            final Upkeep upkeep,
            final EngineSettings settings,
            final long liveBytes,
            final Shadow.Listener listener) {
        return folders.shadow(folder, ((LethalJournal) journal).journal, upkeep, settings, liveBytes, listener);
    }

    @Override
    public void snapshotAtEnd(final Path folder, final Upkeep upkeep, final Engine engine) {
        folders.snapshotAtEnd(folder, upkeep, engine);
    }
}
