package dev.tidegate.journal;

import dev.tidegate.pipeline.JournalException;
import org.jspecify.annotations.Nullable;

/** Whether a record follows the one before it. */
final class RecordOrder {
    private RecordOrder() {}

    /**
     * What is wrong with an intact envelope in its place, or null.
     *
     * @param record number of the record before
     * @param sequence sequence of the last command before
     * @param timeMillis engine time of the batch before
     * @throws JournalException VERSION when a newer release wrote it
     */
    static @Nullable String fault(
            final Envelope envelope, final long record, final long sequence, final long timeMillis) {
        if (envelope.version() > Envelope.VERSION) {
            throw new JournalException(
                    JournalException.Kind.VERSION,
                    "record " + envelope.record() + " has format version " + envelope.version()
                            + "; this release reads up to " + Envelope.VERSION);
        }
        if (envelope.record() != record + 1) {
            return "record " + envelope.record() + " where " + (record + 1) + " should be";
        }
        if (envelope.forcedRecord() > record) {
            return "it calls record " + envelope.forcedRecord() + " forced, which is not before it";
        }
        return switch (envelope.kind()) {
            case Envelope.BATCH -> batchFault(envelope, sequence, timeMillis);
            case Envelope.MARK -> envelope.sequence() > sequence ? "a mark for a sequence to come" : null;
            default -> "a record of unknown kind " + envelope.kind();
        };
    }

    private static @Nullable String batchFault(final Envelope envelope, final long sequence, final long timeMillis) {
        if (envelope.sequence() != sequence + 1) {
            return "sequence " + envelope.sequence() + " where " + (sequence + 1) + " should be";
        }
        if (envelope.count() < 1) {
            return "a batch of " + envelope.count() + " commands";
        }
        return envelope.timeMillis() < timeMillis
                ? "time " + envelope.timeMillis() + " after time " + timeMillis
                : null;
    }
}
