package dev.tidegate.journal;

import java.util.UUID;

/**
 * A place in the log: behind a record.
 *
 * @param record number of the record, batch or mark; 0 for the log's beginning
 * @param sequence sequence of the last command up to there
 * @param timeMillis engine time of the last batch up to there, or a time before it
 * @param head chain head after the record, 64 hexadecimal digits
 */
record LogPlace(long record, long sequence, long timeMillis, String head) {

    LogPlace {
        if (record < 0 || sequence < 0 || !Chain.isHead(head)) {
            throw new IllegalArgumentException(
                    "no place of a log: record " + record + ", sequence " + sequence + ", head " + head);
        }
    }

    /** Where every log begins. */
    static LogPlace beginning(final UUID journal) {
        return new LogPlace(0, 0, 0, new Chain(journal).headHex());
    }

    /** Behind a sealed segment. */
    static LogPlace behind(final ManifestSegment.Seal seal) {
        return new LogPlace(seal.lastRecord(), seal.lastSequence(), 0, seal.head());
    }
}
