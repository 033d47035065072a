package dev.tidegate.bench;

import dev.tidegate.TidegateOptions;
import dev.tidegate.pipeline.Durability;
import dev.tidegate.pipeline.EventLogSettings;
import dev.tidegate.pipeline.JournalSettings;
import dev.tidegate.pipeline.JournalSettings.Kind;

/** What an answer promises, and which files keep the promise. */
public enum JournalMode {
    MEMORY(Durability.MEMORY, Kind.FILE),
    PROCESS_CHRONICLE(Durability.PROCESS, Kind.CHRONICLE),
    PROCESS_FILE(Durability.PROCESS, Kind.FILE),
    PROCESS_CHRONICLE_WITHOUT_EVENTS(Durability.PROCESS, Kind.CHRONICLE, EventLogSettings.none()),
    PROCESS_FILE_WITHOUT_EVENTS(Durability.PROCESS, Kind.FILE, EventLogSettings.none()),
    DISK_CHRONICLE(Durability.DISK, Kind.CHRONICLE),
    DISK_FILE(Durability.DISK, Kind.FILE);

    private final Durability durability;
    private final Kind kind;
    private final EventLogSettings events;

    JournalMode(final Durability durability, final Kind kind) {
        this(durability, kind, EventLogSettings.defaults());
    }

    JournalMode(final Durability durability, final Kind kind, final EventLogSettings events) {
        this.durability = durability;
        this.kind = kind;
        this.events = events;
    }

    boolean journaled() {
        return this != MEMORY;
    }

    boolean keepsEvents() {
        return journaled() && events.kept();
    }

    TidegateOptions applyTo(final TidegateOptions options) {
        return options.withDurability(durability)
                .withJournal(JournalSettings.of(kind).withEvents(events));
    }
}
