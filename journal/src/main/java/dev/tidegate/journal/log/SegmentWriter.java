package dev.tidegate.journal.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Writes one segment. {@link #append} and {@link #force} belong to one thread at a time; {@link #allocate} and
 * {@link #forceAside} may be called by one other thread meanwhile.
 */
public interface SegmentWriter extends Closeable {

    /** Where the next record's frame begins, in bytes from the start of the file. */
    long position();

    /** Disk space is allocated up to here, in bytes from the start of the file. */
    long allocated();

    /**
     * Appends one record. The caller has made sure that {@link #allocated()} covers it. When this returns, the record
     * survives the death of this process. Allocates nothing in steady state.
     */
    void append(byte[] record, int length) throws IOException;

    /** Forces every byte of the file to the disk. */
    void force() throws IOException;

    /** The same as {@link #force()}, from the other thread. */
    void forceAside() throws IOException;

    /**
     * Allocates disk space from {@link #allocated()} up to {@code upTo}. Touches nothing that has been written.
     *
     * @param prewritten whether it is zeroed and forced too, which makes later forces cheaper
     * @return false when the disk has no room, and then {@link #allocated()} may still have moved
     */
    boolean allocate(long upTo, boolean prewritten) throws IOException;

    /** The file that holds the records. */
    Path file();

    /** Releases the file without forcing it. May be called twice. */
    @Override
    void close() throws IOException;
}
