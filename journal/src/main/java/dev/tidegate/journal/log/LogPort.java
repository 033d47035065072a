package dev.tidegate.journal.log;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The segments of one folder, as one kind of file keeps them.
 *
 * <p>In both kinds a segment is one file of records: a little-endian {@code int} length, that many bytes, and zeroes up
 * to the next multiple of four. A length of zero ends it. Chronicle Queue puts documents of its own between them.
 *
 * <p>Not thread-safe, and holds no lock: the folder above it does. Every failure is an {@link IOException}, whatever
 * was thrown underneath.
 */
public interface LogPort {

    /** The largest record, in bytes. */
    int MAX_RECORD_BYTES = (1 << 20) + 4096;

    /**
     * Bytes of disk that a segment may use beside its records and their framing: Chronicle Queue's index pages, and
     * the marks that are written when the disk is already full.
     */
    int SLACK_BYTES = 128 * 1024;

    /**
     * Creates segment {@code number} with {@code header} as its first record, and forces it and its directory entry.
     * What is left of an earlier attempt is replaced.
     *
     * @param allocateBytes disk space to allocate, in bytes
     * @param capacityBytes size that the segment is expected to reach
     * @param prewritten as in {@link SegmentWriter#allocate}
     */
    SegmentWriter create(long number, byte[] header, long allocateBytes, long capacityBytes, boolean prewritten)
            throws IOException;

    /** Opens a segment for reading from its start. Writes nothing. */
    SegmentReader read(long number, RecordCheck check) throws IOException;

    /** The file that holds a segment's records, whether it exists or not. */
    Path file(long number);

    /** The file that holds a segment now: that of its records, or the compressed one where that is gone. */
    Path storedFile(long number);

    /**
     * Compresses a sealed segment: the compressed file is complete, compared and forced before the plain one is removed,
     * and while both are there the plain one counts.
     *
     * @param pause called between steps of some milliseconds
     */
    void compress(long number, Runnable pause) throws IOException;

    /** Numbers of the segments that have a file, rising. */
    List<Long> list() throws IOException;

    /** Removes a segment and forces its folder. */
    void delete(long number) throws IOException;

    /** Cuts a closed segment's file to {@code bytes}, drops what only a writer needs, and forces it. */
    void finish(long number, long bytes) throws IOException;
}
