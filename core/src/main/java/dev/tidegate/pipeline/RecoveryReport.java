package dev.tidegate.pipeline;

/**
 * What reading a journal folder found.
 *
 * @param segments segments read
 * @param commands commands replayed, ticks included
 * @param lastSequence sequence of the last command, 0 when there is none
 * @param lastTimeMillis engine time of the last command, 0 when there is none
 * @param tailBytesCut bytes of a torn tail that were cut (or would be, when reading only); 0 when the tail was clean
 * @param tailCutTo where the cut bytes are kept, empty when nothing was cut
 * @param nanos time it took
 */
public record RecoveryReport(
        int segments,
        long commands,
        long lastSequence,
        long lastTimeMillis,
        long tailBytesCut,
        String tailCutTo,
        long nanos) {

    /** Nothing was there. */
    public static final RecoveryReport EMPTY = new RecoveryReport(0, 0, 0, 0, 0, "", 0);
}
