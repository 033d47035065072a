package dev.tidegate.engine;

import dev.tidegate.message.HeapBuffer;
import java.util.Arrays;

/**
 * The events of the commands applied since it was last cleared, one after the other: a little-endian {@code int} length,
 * then one SBE message with its header. Grows as needed and is then reused.
 */
public final class EventBuffer {
    private static final int LENGTH_BYTES = 4;

    private final HeapBuffer buffer = HeapBuffer.ofSize(64 * 1024);
    private int length;
    private long count;

    /** The bytes; valid from 0 to {@link #length()}. */
    public HeapBuffer buffer() {
        return buffer;
    }

    /** Bytes written so far. */
    public int length() {
        return length;
    }

    /** Forgets what was written. */
    public void clear() {
        length = 0;
    }

    /** Makes room for a message of up to that many bytes and returns where it starts. */
    int claim(final int maxBytes) {
        final int needed = length + LENGTH_BYTES + maxBytes;
        if (needed > buffer.capacity()) {
            buffer.wrap(Arrays.copyOf(buffer.byteArray(), Math.max(needed, 2 * buffer.capacity())));
        }
        return length + LENGTH_BYTES;
    }

    /** Ends the message that was claimed last, which took that many bytes. */
    void commit(final int messageBytes) {
        buffer.putInt(length, messageBytes);
        length += LENGTH_BYTES + messageBytes;
        count++;
    }

    /** Events ever written, those of the state that the engine began with included. */
    public long count() {
        return count;
    }

    /** Goes on behind that many events. */
    void startBehind(final long events) {
        count = events;
    }
}
