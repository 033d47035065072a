package dev.tidegate.journal;

import org.jspecify.annotations.Nullable;

/**
 * One segment as the manifest lists it.
 *
 * @param number its number, from 1
 * @param seal what it holds, once nothing more will be written to it; null before
 */
record ManifestSegment(long number, @Nullable Seal seal) {

    /**
     * What a sealed segment holds.
     *
     * @param firstRecord number of its first record
     * @param lastRecord number of its last record, one less when it has none
     * @param firstSequence sequence of its first command
     * @param lastSequence sequence of its last command, one less when it has none
     * @param bytes size of its file
     * @param head chain head after its last record, in hexadecimal
     * @param crc CRC32C of its whole file, in hexadecimal; empty when a release sealed it that did not compute one
     */
    record Seal(
            long firstRecord,
            long lastRecord,
            long firstSequence,
            long lastSequence,
            long bytes,
            String head,
            String crc) {
        Seal {
            if (bytes < 0 || !Chain.isHead(head)) {
                throw new IllegalArgumentException("no seal of a segment: " + bytes + " bytes, head " + head);
            }
        }
    }
}
