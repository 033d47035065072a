package dev.tidegate.launcher.repair;

import dev.tidegate.launcher.reading.AppliedCommand;
import dev.tidegate.launcher.reading.CommandWatcher;

/** Counts the events of commands from one on. */
final class EventsFrom implements CommandWatcher {
    private final long sequence;
    private long events;

    EventsFrom(final long sequence) {
        this.sequence = sequence;
    }

    long events() {
        return events;
    }

    @Override
    public void after(final AppliedCommand command) {
        if (command.sequence() >= sequence) {
            command.forEachEvent((buffer, offset, length) -> events++);
        }
    }
}
