package dev.tidegate.client;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.wire.Wire;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The commands that wait for their answers, each with its bytes, so that it can be sent again under the same id.
 * Everything here is guarded by the client's lock. Makes its slots and buffers once and uses them again.
 */
final class PendingCommands {
    static final int NONE = -1;

    private static final int FIRST_BYTES = 256;
    private static final int MOST_FRAME_COMMANDS = 1024;

    /** One command. */
    static final class Slot {
        final HeapBuffer message = HeapBuffer.ofSize(FIRST_BYTES);
        int length;
        long correlation;
        long deadlineNanos;
        /** Not sent again before this; 0 for at once. */
        long notBeforeNanos;
        /** Whether it may have reached the gateway. */
        boolean sent;

        /** Whether an attempt may have reached the gateway and has had no definite answer; stays so. */
        boolean repeated;

        boolean inUse;

        @Nullable
        AnswerCallback callback;
    }

    private final Slot[] slots;
    private final int[] free;
    private int freeCount;
    /** Slots to be sent, in order. */
    private final Line fresh;
    /** Slots that are to be sent again, not before a time of their own; they hold up each other, but nobody else. */
    private final Line later;

    /** Slot of each correlation on the wire. */
    private int[] onWire = {NONE};

    private long oldestWire;
    private long nextWire;
    private int inFlight;
    private boolean wroteRepeated;

    /** Slots one behind the other, as many as there are. */
    private static final class Line {
        private final int[] slots;
        private long head;
        private long tail;

        Line(final int count) {
            slots = new int[Integer.highestOneBit(count) * 2];
        }

        boolean isEmpty() {
            return head == tail;
        }

        int first() {
            return slots[(int) head & slots.length - 1];
        }

        void removeFirst() {
            head++;
        }

        void addFirst(final int index) {
            slots[(int) --head & slots.length - 1] = index;
        }

        void addLast(final int index) {
            slots[(int) tail++ & slots.length - 1] = index;
        }

        void remove(final int index) {
            long to = head;
            for (long from = head; from < tail; from++) {
                final int at = slots[(int) from & slots.length - 1];
                if (at != index) {
                    slots[(int) to++ & slots.length - 1] = at;
                }
            }
            tail = to;
        }
    }

    PendingCommands(final int count) {
        slots = new Slot[count];
        free = new int[count];
        fresh = new Line(count);
        later = new Line(count);
        for (int i = 0; i < count; i++) {
            free[i] = count - 1 - i;
        }
        freeCount = count;
    }

    /** A slot to fill, or {@link #NONE}. */
    int claim() {
        if (freeCount == 0) {
            return NONE;
        }
        final int index = free[--freeCount];
        if (slots[index] == null) {
            slots[index] = new Slot();
        }
        final Slot slot = slots[index];
        slot.inUse = true;
        slot.sent = false;
        slot.repeated = false;
        slot.notBeforeNanos = 0;
        return index;
    }

    Slot slot(final int index) {
        return slots[index];
    }

    void release(final int index) {
        slots[index].inUse = false;
        slots[index].callback = null;
        free[freeCount++] = index;
    }

    void enqueue(final int index) {
        final Line line = slots[index].notBeforeNanos == 0 ? fresh : later;
        line.addLast(index);
    }

    boolean isEmpty() {
        return freeCount == slots.length;
    }

    /** Whether something could be sent now. */
    boolean sendable(final int window, final long nowNanos) {
        return inFlight < window
                && nextWire - oldestWire < onWire.length
                && !next(nowNanos).isEmpty();
    }

    /** The line whose first slot is the next one; an empty one when there is none now. */
    private Line next(final long nowNanos) {
        return !later.isEmpty() && slots[later.first()].notBeforeNanos <= nowNanos ? later : fresh;
    }

    /**
     * Writes as many commands as may be sent behind each other, as the blob of a Commands frame.
     *
     * @param mostBytes of the blob
     * @return bytes written at {@code at}
     */
    int write(final HeapBuffer target, final int at, final int mostBytes, final int window, final long nowNanos) {
        int bytes = 0;
        for (int count = 0; count < MOST_FRAME_COMMANDS && sendable(window, nowNanos); count++) {
            final Line line = next(nowNanos);
            final int index = line.first();
            final Slot slot = slots[index];
            if (bytes > 0 && bytes + Wire.LENGTH_BYTES + slot.length > mostBytes) {
                break;
            }
            if (bytes > 0 && slot.repeated != wroteRepeated) {
                break;
            }
            wroteRepeated = slot.repeated;
            line.removeFirst();
            target.putInt(at + bytes, slot.length);
            target.putBytes(at + bytes + Wire.LENGTH_BYTES, slot.message.byteArray(), 0, slot.length);
            bytes += Wire.LENGTH_BYTES + slot.length;
            slot.sent = true;
            onWire[(int) nextWire++ & onWire.length - 1] = index;
            inFlight++;
        }
        return bytes;
    }

    /** Whether the commands written last are those of which an earlier attempt has had no answer. */
    boolean wroteRepeated() {
        return wroteRepeated;
    }

    /** Correlation that the next command goes out with. */
    long nextWire() {
        return nextWire;
    }

    /** The slot that a correlation on the wire stands for, which is off the wire now; {@link #NONE} when it is nobody's. */
    int answered(final long wire) {
        if (wire < oldestWire || wire >= nextWire) {
            return NONE;
        }
        final int at = (int) wire & onWire.length - 1;
        final int index = onWire[at];
        onWire[at] = NONE;
        if (index != NONE) {
            inFlight--;
        }
        while (oldestWire < nextWire && onWire[(int) oldestWire & onWire.length - 1] == NONE) {
            oldestWire++;
        }
        return index;
    }

    /** A new connection: nothing is on the wire, and what was is sent again, before everything else, in its order. */
    void reconnected(final int window) {
        final int[] again = new int[inFlight];
        int count = 0;
        for (long wire = oldestWire; wire < nextWire; wire++) {
            final int index = onWire[(int) wire & onWire.length - 1];
            if (index != NONE) {
                slots[index].repeated = true;
                again[count++] = index;
            }
        }
        for (int i = count - 1; i >= 0; i--) {
            fresh.addFirst(again[i]);
        }
        inFlight = 0;
        oldestWire = 0;
        nextWire = 0;
        onWire = new int[Integer.highestOneBit(Math.max(16, window)) * 8];
        Arrays.fill(onWire, NONE);
    }

    /** Takes one out whose time is over, from that slot on; {@link #NONE} when there is none. */
    int expired(final int from, final long nowNanos) {
        for (int index = from; index < slots.length && freeCount < slots.length; index++) {
            final Slot slot = slots[index];
            if (slot != null && slot.inUse && slot.deadlineNanos - nowNanos <= 0) {
                forget(index);
                return index;
            }
        }
        return NONE;
    }

    private void forget(final int index) {
        fresh.remove(index);
        later.remove(index);
        for (long wire = oldestWire; wire < nextWire; wire++) {
            if (onWire[(int) wire & onWire.length - 1] == index) {
                answered(wire);
            }
        }
    }
}
