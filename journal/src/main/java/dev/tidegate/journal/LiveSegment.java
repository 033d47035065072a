package dev.tidegate.journal;

import dev.tidegate.journal.log.SegmentWriter;
import java.io.IOException;

/**
 * The segment that is being written, shared by the engine thread, which writes it, and the keeper, which follows it.
 *
 * <p>The engine thread publishes an end only after the bytes before it are in the file.
 */
final class LiveSegment {
    private final long number;
    private final SegmentWriter writer;
    private long firstRecord;
    private long firstSequence;
    private volatile long end;
    private volatile long record;
    private volatile long sequence;
    private volatile boolean finished;
    private boolean closed;

    LiveSegment(final long number, final SegmentWriter writer) {
        this.number = number;
        this.writer = writer;
    }

    /** Says which record and command come first; called before the first append. */
    void begin(final long firstRecord, final long firstSequence) {
        this.firstRecord = firstRecord;
        this.firstSequence = firstSequence;
        publish(firstRecord - 1, firstSequence - 1);
    }

    void append(final byte[] bytes, final int length, final long newRecord, final long newSequence) throws IOException {
        writer.append(bytes, length);
        publish(newRecord, newSequence);
    }

    /** Says that nothing more will be appended. */
    void finish() {
        finished = true;
    }

    /** Releases the writer; called by the keeper once it is finished, or by whoever gives up. */
    void close() throws IOException {
        if (!closed) {
            closed = true;
            writer.close();
        }
    }

    long number() {
        return number;
    }

    SegmentWriter writer() {
        return writer;
    }

    boolean hasRecords() {
        return record >= firstRecord;
    }

    boolean isFinished() {
        return finished;
    }

    long firstRecord() {
        return firstRecord;
    }

    long firstSequence() {
        return firstSequence;
    }

    /** Behind the last published record, in bytes from the start of the file. */
    long end() {
        return end;
    }

    /** Number of the last published record. Read it before {@link #end()}: that then covers it. */
    long record() {
        return record;
    }

    long sequence() {
        return sequence;
    }

    private void publish(final long newRecord, final long newSequence) {
        end = writer.position();
        sequence = newSequence;
        record = newRecord;
    }
}
