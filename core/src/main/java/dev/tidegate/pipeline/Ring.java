package dev.tidegate.pipeline;

import com.lmax.disruptor.DataProvider;
import com.lmax.disruptor.InsufficientCapacityException;
import com.lmax.disruptor.MultiProducerSequencer;
import com.lmax.disruptor.WaitStrategy;
import dev.tidegate.message.MessageCheck;

/**
 * The ring: a slot object and 192 bytes for each sequence. A large command takes several slots, whose bytes lie behind
 * each other and wrap at the end. What was claimed together becomes visible together, because its first slot is
 * published last.
 */
final class Ring implements DataProvider<Slot> {
    /** Three cache lines: an order of one line takes 116 bytes, its number and its document, each further line 24. */
    static final int SLOT_BYTES = 192;

    static final long FULL = -1;

    private final Slot[] slots;
    private final byte[] bytes;
    private final int slotMask;
    private final MultiProducerSequencer sequencer;

    /** {@code slotCount} is a power of two. */
    Ring(final int slotCount, final WaitStrategy waiting) {
        slots = new Slot[slotCount];
        for (int i = 0; i < slotCount; i++) {
            slots[i] = new Slot();
        }
        bytes = new byte[Math.multiplyExact(slotCount, SLOT_BYTES)];
        slotMask = slotCount - 1;
        sequencer = new MultiProducerSequencer(slotCount, waiting);
    }

    MultiProducerSequencer sequencer() {
        return sequencer;
    }

    @Override
    public Slot get(final long sequence) {
        return slots[(int) sequence & slotMask];
    }

    int slotCount() {
        return slots.length;
    }

    /** The largest message that can pass. */
    int maxMessageBytes() {
        return Math.min(MessageCheck.MAX_MESSAGE_BYTES, bytes.length);
    }

    static int slotsFor(final int length) {
        return Math.max(1, (length + SLOT_BYTES - 1) / SLOT_BYTES);
    }

    /** First sequence of that many slots in a row, or {@link #FULL}. */
    long claim(final int slotCount) {
        try {
            return sequencer.tryNext(slotCount) - slotCount + 1;
        } catch (final InsufficientCapacityException full) {
            return FULL;
        }
    }

    /** Whether so many slots are free and others beside them; of a whole ring, when it has no more than that. */
    boolean hasRoomFor(final int slotCount, final int keptSlots) {
        return sequencer.hasAvailableCapacity(Math.min(slots.length, slotCount + keptSlots));
    }

    void publish(final long first, final int slotCount) {
        if (slotCount > 1) {
            sequencer.publish(first + 1, first + slotCount - 1);
        }
        sequencer.publish(first);
    }

    void write(final long sequence, final byte[] source, final int offset, final int length) {
        final int at = byteIndex(sequence);
        final int untilEnd = Math.min(length, bytes.length - at);
        System.arraycopy(source, offset, bytes, at, untilEnd);
        if (untilEnd < length) {
            System.arraycopy(source, offset + untilEnd, bytes, 0, length - untilEnd);
        }
    }

    void read(final long sequence, final byte[] target, final int offset, final int length) {
        final int at = byteIndex(sequence);
        final int untilEnd = Math.min(length, bytes.length - at);
        System.arraycopy(bytes, at, target, offset, untilEnd);
        if (untilEnd < length) {
            System.arraycopy(bytes, 0, target, offset + untilEnd, length - untilEnd);
        }
    }

    /** Template id of the message that begins there. */
    int templateId(final long sequence) {
        final int at = byteIndex(sequence) + MessageCheck.TEMPLATE_OFFSET;
        return bytes[at] & 0xFF | (bytes[at + 1] & 0xFF) << Byte.SIZE;
    }

    private int byteIndex(final long sequence) {
        return ((int) sequence & slotMask) * SLOT_BYTES;
    }
}
