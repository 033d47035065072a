package dev.tidegate.journal;

import dev.tidegate.pipeline.RecoveryReport;

/**
 * What reading a folder without changing it found.
 *
 * @param recovery what is in it; {@code tailBytesCut} are the bytes that opening it would cut, {@code tailCutTo} is empty
 * @param chainHead the chain's head behind its last record
 */
public record JournalReading(RecoveryReport recovery, ChainHead chainHead) {}
