package dev.tidegate.launcher.why;

import dev.tidegate.engine.EngineReads;
import dev.tidegate.launcher.reading.AppliedCommand;
import dev.tidegate.launcher.reading.CommandWatcher;
import dev.tidegate.launcher.reading.MessageText;
import dev.tidegate.launcher.reading.ReadFolder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the commands that the ids of conflicts belong to, by reading the journal again: which of its commands will be
 * referred to is not known while it is read for the first time, and all of them would be too many to keep.
 */
final class FirstCommands implements CommandWatcher {
    private final MessageText text = new MessageText();
    private final Map<Long, Map<String, Object>> fields = new HashMap<>();
    private final List<Conflict> conflicts;

    private FirstCommands(final List<Conflict> conflicts) {
        this.conflicts = conflicts;
    }

    /** Says of every conflict what differs; reads nothing when there is none. */
    static void tell(final Path folder, final List<Conflict> conflicts) {
        if (conflicts.isEmpty()) {
            return;
        }
        final FirstCommands first = new FirstCommands(conflicts);
        ReadFolder.upToDamage(folder, first, first::isBehind);
        conflicts.forEach(conflict -> conflict.tell(first.fields.get(conflict.firstSequence())));
    }

    private boolean isBehind(final EngineReads reads) {
        return conflicts.stream().allMatch(conflict -> reads.sequence() < conflict.firstSequence());
    }

    @Override
    public void after(final AppliedCommand applied) {
        for (final Conflict conflict : conflicts) {
            if (conflict.firstSequence() == applied.sequence()) {
                fields.put(applied.sequence(), text.fields(applied.buffer(), applied.offset(), applied.length()));
            }
        }
    }
}
