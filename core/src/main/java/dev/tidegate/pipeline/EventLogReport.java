package dev.tidegate.pipeline;

/**
 * What comparing an event log with its journal found.
 *
 * @param epoch the epoch now
 * @param events events that the journal comes to
 * @param oldest sequence of the oldest event in the log, 0 when it has none
 * @param compared events that are in the log as the journal gives them
 * @param missing events that were not in the log, and are written when a folder is opened
 * @param bytesCut bytes at the log's end that are no event of the journal: torn, or of commands that were lost
 * @param cutAt the place of those, empty when there are none
 * @param damage what differs and where; empty when nothing does
 */
public record EventLogReport(
        long epoch,
        long events,
        long oldest,
        long compared,
        long missing,
        long bytesCut,
        String cutAt,
        String damage) {}
