package dev.tidegate.pipeline;

import java.util.List;

/**
 * What reading a journal folder found.
 *
 * @param segments segments that hold records
 * @param snapshotSequence sequence behind which the replay began, from a snapshot; 0 when it began with nothing
 * @param rejected snapshots that could not be used, newest first
 * @param commands commands replayed, ticks included: those behind the snapshot
 * @param lastSequence sequence of the last command, 0 when there is none
 * @param lastTimeMillis engine time of the last command, 0 when there is none
 * @param tailBytesCut bytes of a torn tail that were cut (or would be, when reading only); 0 when the tail was clean
 * @param tailCutTo where the cut bytes are kept, empty when nothing was cut
 * @param nanos time it took
 */
public record RecoveryReport(
        int segments,
        long snapshotSequence,
        List<Rejected> rejected,
        long commands,
        long lastSequence,
        long lastTimeMillis,
        long tailBytesCut,
        String tailCutTo,
        long nanos) {

    /** Nothing was there. */
    public static final RecoveryReport EMPTY = new RecoveryReport(0, 0, List.of(), 0, 0, 0, 0, "", 0);

    /**
     * A snapshot that could not be used. Its file is left as it is.
     *
     * @param file name of the file in the folder
     * @param reason a sentence
     */
    public record Rejected(String file, String reason) {}

    public RecoveryReport {
        rejected = List.copyOf(rejected);
    }
}
