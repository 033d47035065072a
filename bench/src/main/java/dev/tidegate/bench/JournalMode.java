package dev.tidegate.bench;

import dev.tidegate.TidegateOptions;
import dev.tidegate.pipeline.Durability;
import dev.tidegate.pipeline.JournalSettings;
import dev.tidegate.pipeline.JournalSettings.Kind;

/** What an answer promises, and which files keep the promise. */
public enum JournalMode {
    MEMORY(Durability.MEMORY, Kind.FILE),
    PROCESS_CHRONICLE(Durability.PROCESS, Kind.CHRONICLE),
    PROCESS_FILE(Durability.PROCESS, Kind.FILE),
    DISK_CHRONICLE(Durability.DISK, Kind.CHRONICLE),
    DISK_FILE(Durability.DISK, Kind.FILE);

    private final Durability durability;
    private final Kind kind;

    JournalMode(final Durability durability, final Kind kind) {
        this.durability = durability;
        this.kind = kind;
    }

    boolean journaled() {
        return this != MEMORY;
    }

    TidegateOptions applyTo(final TidegateOptions options) {
        return options.withDurability(durability).withJournal(JournalSettings.of(kind));
    }
}
