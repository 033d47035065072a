package dev.tidegate.journal.event;

import dev.tidegate.pipeline.JournalReplay;
import java.io.Closeable;
import java.io.IOException;

/** Reads a journal's commands back from its beginning, while it is written. */
public interface CommandTail extends Closeable {

    /**
     * Replays the next batch.
     *
     * @param upTo sequence of a command that was applied; a batch that goes beyond it is left for later
     * @return sequence of the last command replayed so far, or -1 when there is none to replay now
     */
    long replayNext(JournalReplay into, long upTo) throws IOException;
}
