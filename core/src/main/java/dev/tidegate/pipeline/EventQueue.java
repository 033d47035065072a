package dev.tidegate.pipeline;

import dev.tidegate.message.HeapBuffer;

/**
 * Events on their way from the consumer to one reader: a ring of bytes with one writer and one reader. A record lies
 * in one piece: length, sequence, time, message. What was written is seen by the reader once it is published.
 */
public final class EventQueue {
    private static final int HEADER_BYTES = 24;
    private static final int SEQUENCE_AT = 8;
    private static final int TIME_AT = 16;
    private static final int SKIP_TO_START = -1;

    private final HeapBuffer buffer;
    private final int mask;
    private volatile long published;
    private volatile long consumed;
    private long written;
    private long consumedSeen;

    /** {@code bytes} is a power of two. */
    public EventQueue(final int bytes) {
        buffer = HeapBuffer.ofSize(bytes);
        mask = bytes - 1;
    }

    /** Where the writer stands, to go back to. */
    long written() {
        return written;
    }

    /** Takes back everything written since, which must not have been published. */
    void rewind(final long written) {
        this.written = written;
    }

    /** Writes a record, or nothing and false when there is no room for it. */
    public boolean write(
            final long sequence, final long timeMillis, final HeapBuffer source, final int offset, final int length) {
        final int size = HEADER_BYTES + (length + 7 & ~7);
        final int untilEnd = buffer.capacity() - ((int) written & mask);
        final int skipped = size <= untilEnd ? 0 : untilEnd;
        if (!hasRoom((long) skipped + size)) {
            return false;
        }
        if (skipped > 0) {
            buffer.putInt((int) written & mask, SKIP_TO_START);
            written += skipped;
        }
        final int at = (int) written & mask;
        buffer.putInt(at, length);
        buffer.putLong(at + SEQUENCE_AT, sequence);
        buffer.putLong(at + TIME_AT, timeMillis);
        buffer.putBytes(at + HEADER_BYTES, source.byteArray(), offset, length);
        written += size;
        return true;
    }

    private boolean hasRoom(final long size) {
        if (written + size - consumedSeen > buffer.capacity()) {
            consumedSeen = consumed;
        }
        return written + size - consumedSeen <= buffer.capacity();
    }

    /** Lets the reader see what was written. */
    public void publish() {
        published = written;
    }

    /** Whether the reader has had everything that was published. */
    public boolean isEmpty() {
        return consumed == published;
    }

    /** Gives the next record to the listener; the reader asks this when the queue is not empty. */
    public void readOne(final EventListener listener) {
        long from = consumed;
        if (buffer.getInt((int) from & mask) == SKIP_TO_START) {
            from += buffer.capacity() - ((int) from & mask);
        }
        final int at = (int) from & mask;
        final int length = buffer.getInt(at);
        listener.event(
                buffer.getLong(at + SEQUENCE_AT), buffer.getLong(at + TIME_AT), buffer, at + HEADER_BYTES, length);
        consumed = from + HEADER_BYTES + (length + 7 & ~7);
    }
}
