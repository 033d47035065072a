package dev.tidegate;

import dev.tidegate.engine.Engine;
import dev.tidegate.pipeline.Journal;
import dev.tidegate.pipeline.JournalProvider;
import dev.tidegate.pipeline.Shadow;
import dev.tidegate.pipeline.Upkeep;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What is done for a folder beside its engine: the shadow, and the snapshot at a clean close. */
final class Ends {
    /** Nothing. */
    static final Ends NONE = new Ends(null, null, Upkeep.NONE, null);

    private final @Nullable JournalProvider provider;
    private final @Nullable Path folder;
    private final Upkeep upkeep;
    private final @Nullable Shadow shadow;

    private Ends(
            final @Nullable JournalProvider provider,
            final @Nullable Path folder,
            final Upkeep upkeep,
            final @Nullable Shadow shadow) {
        this.provider = provider;
        this.folder = folder;
        this.upkeep = upkeep;
        this.shadow = shadow;
    }

    static Ends of(
            final JournalProvider provider,
            final Path folder,
            final Journal journal,
            final TidegateOptions options,
            final long liveBytes) {
        final Upkeep upkeep = options.journal().upkeep();
        final Shadow shadow = upkeep.snapshotEvery() == 0
                ? null
                : provider.shadow(
                        folder,
                        journal,
                        upkeep,
                        options.engineSettings().withMostTableBytes(0),
                        liveBytes,
                        options.shadowListener());
        return new Ends(provider, folder, upkeep, shadow);
    }

    @Nullable
    Shadow shadow() {
        return shadow;
    }

    void close() {
        if (shadow != null) {
            shadow.close();
        }
    }

    /** After a clean close, when that was asked for. */
    void snapshot(final Engine engine) {
        if (provider != null && folder != null && upkeep.snapshotAtEnds()) {
            provider.snapshotAtEnd(folder, upkeep, engine);
        }
    }
}
