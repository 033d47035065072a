package dev.tidegate.journal;

import dev.tidegate.pipeline.RecoveryReport;
import java.util.List;

/**
 * What reading a folder without changing it found.
 *
 * @param recovery what is in it; {@code tailBytesCut} are the bytes that opening it would cut, {@code tailCutTo} is empty
 * @param chainHead the chain's head behind its last record
 * @param snapshots its snapshots, each compared with the state that was replayed past it
 * @param repairs what was done to the journal by hand, oldest first
 */
public record JournalReading(
        RecoveryReport recovery, ChainHead chainHead, List<SnapshotCheck> snapshots, List<Repair> repairs) {
    public JournalReading {
        snapshots = List.copyOf(snapshots);
        repairs = List.copyOf(repairs);
    }
}
