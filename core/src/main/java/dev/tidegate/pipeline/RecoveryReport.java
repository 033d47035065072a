package dev.tidegate.pipeline;

import java.util.List;
import java.util.Locale;

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
 * @param digest of the state behind the last command, in hexadecimal; empty when none was replayed into an engine
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
        String digest,
        long nanos) {

    private static final double NANOS_PER_SECOND = 1e9;

    /** Nothing was there. */
    public static final RecoveryReport EMPTY = new RecoveryReport(0, 0, List.of(), 0, 0, 0, 0, "", "", 0);

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

    /** What start-up did, in a sentence: commands replayed, seconds, digest, and the snapshot that it began with. */
    public String text() {
        final StringBuilder text = new StringBuilder();
        text.append(String.format(Locale.ROOT, "replayed %,d commands in %.3f s", commands, nanos / NANOS_PER_SECOND));
        if (snapshotSequence > 0) {
            text.append(" behind the snapshot of sequence ").append(snapshotSequence);
        }
        text.append("; sequence ").append(lastSequence);
        if (!digest.isEmpty()) {
            text.append(", digest ").append(digest);
        }
        if (tailBytesCut > 0) {
            text.append("; ").append(tailBytesCut).append(" bytes of a torn tail cut");
        }
        for (final Rejected each : rejected) {
            text.append("; ").append(each.file()).append(" was not used: ").append(each.reason());
        }
        return text.toString();
    }
}
