package dev.tidegate.gateway.feed;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.MessageCheck;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Some events that follow each other, shared by all who send them: as they go over the binary protocol, and as JSON once
 * somebody asks for that. Does not change but for its place in the tail.
 */
public final class EventBatch {
    /** Number, sequence, time and length before each message. */
    public static final int ENTRY_BYTES = 28;

    private static final ThreadLocal<EventJson> JSON = ThreadLocal.withInitial(EventJson::new);

    private final long epoch;
    private final long firstEvent;
    private final HeapBuffer buffer;
    private final int[] ends;
    private final AtomicReferenceArray<byte @Nullable []> json;

    /** The batch behind this one in the tail; null for the newest, and for one that is in no tail. */
    volatile @Nullable EventBatch next;

    /** Whether the tail holds it no longer. */
    volatile boolean dropped;

    private EventBatch(final long epoch, final long firstEvent, final HeapBuffer buffer, final int[] ends) {
        this.epoch = epoch;
        this.firstEvent = firstEvent;
        this.buffer = buffer;
        this.ends = ends;
        json = new AtomicReferenceArray<>(ends.length);
    }

    /** Epoch of the log. */
    public long epoch() {
        return epoch;
    }

    long firstEvent() {
        return firstEvent;
    }

    long lastEvent() {
        return firstEvent + ends.length - 1;
    }

    int count() {
        return ends.length;
    }

    int bytes() {
        return buffer.capacity();
    }

    /** The bytes of all entries. */
    public HeapBuffer buffer() {
        return buffer;
    }

    /** Where an entry begins. */
    public int entryOffset(final int index) {
        return index == 0 ? 0 : ends[index - 1];
    }

    /** Bytes of an entry. */
    public int entryBytes(final int index) {
        return ends[index] - entryOffset(index);
    }

    /** Where its message begins. */
    public int messageOffset(final int index) {
        return entryOffset(index) + ENTRY_BYTES;
    }

    /** Number of an event. */
    public long event(final int index) {
        return firstEvent + index;
    }

    /** Template of an event. */
    public int template(final int index) {
        return MessageCheck.templateId(buffer, messageOffset(index));
    }

    /** The event as one object. */
    public byte[] json(final int index) {
        final byte[] known = json.get(index);
        if (known != null) {
            return known;
        }
        final int at = entryOffset(index);
        final byte[] made = JSON.get()
                .write(
                        epoch,
                        event(index),
                        buffer.getLong(at + 8),
                        buffer.getLong(at + 16),
                        buffer,
                        at + ENTRY_BYTES,
                        entryBytes(index) - ENTRY_BYTES);
        json.set(index, made);
        return made;
    }

    /** Gathers events. One thread at a time. */
    static final class Builder {
        private final HeapBuffer buffer;
        private int[] ends = new int[64];
        private int count;
        private int bytes;
        private long epoch;
        private long firstEvent;

        Builder(final int expectedBytes) {
            buffer = HeapBuffer.ofSize(expectedBytes);
        }

        void add(
                final long ofEpoch,
                final long event,
                final long sequence,
                final long timeMillis,
                final HeapBuffer source,
                final int offset,
                final int length) {
            if (count == 0) {
                epoch = ofEpoch;
                firstEvent = event;
            }
            final int more = ENTRY_BYTES + length;
            if (bytes + more > buffer.capacity()) {
                buffer.wrap(Arrays.copyOf(buffer.byteArray(), Math.max(bytes + more, 2 * buffer.capacity())));
            }
            if (count == ends.length) {
                ends = Arrays.copyOf(ends, 2 * count);
            }
            buffer.putLong(bytes, event);
            buffer.putLong(bytes + 8, sequence);
            buffer.putLong(bytes + 16, timeMillis);
            buffer.putInt(bytes + 24, length);
            buffer.putBytes(bytes + ENTRY_BYTES, source.byteArray(), offset, length);
            bytes += more;
            ends[count++] = bytes;
        }

        int bytes() {
            return bytes;
        }

        boolean isEmpty() {
            return count == 0;
        }

        long firstEvent() {
            return firstEvent;
        }

        /** What was gathered, which is forgotten here. */
        EventBatch build() {
            final EventBatch batch = new EventBatch(
                    epoch,
                    firstEvent,
                    new HeapBuffer(Arrays.copyOf(buffer.byteArray(), bytes)),
                    Arrays.copyOf(ends, count));
            count = 0;
            bytes = 0;
            return batch;
        }
    }
}
