package dev.tidegate.pipeline;

import dev.tidegate.message.Command;
import dev.tidegate.message.CommandEncoder;
import dev.tidegate.message.CommandHeader;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.MessageCheck;
import dev.tidegate.message.sbe.PlaceOrderDecoder;

/** Where entries get into the ring, from any thread; never waits. */
final class Entrance {
    private static final int LENGTH_BYTES = 4;
    private static final int TICK_TEMPLATE = 1;
    private static final int THOUSAND = 1_000;

    private final Ring ring;
    private final Lifecycle lifecycle;
    private final TimeSource time;
    private final boolean timeIsGiven;
    /** Slots that new orders leave to everything else. */
    private final int keptSlots;

    private final ThreadLocal<Desk> desks = ThreadLocal.withInitial(Desk::new);

    /** What a thread encodes with. */
    private static final class Desk {
        final CommandEncoder encoder = new CommandEncoder();
        final HeapBuffer buffer = HeapBuffer.ofSize(1024);

        /** Encodes the command and returns its length, or -1 when it cannot be a message. */
        int encode(final CommandHeader header, final Command command) {
            final int size = CommandEncoder.sizeOf(command);
            if (size > 2 * MessageCheck.MAX_MESSAGE_BYTES) {
                return -1;
            }
            if (size > buffer.capacity()) {
                buffer.wrap(new byte[size]);
            }
            try {
                return encoder.encode(header, command, buffer, 0);
            } catch (final IllegalArgumentException | IllegalStateException | IndexOutOfBoundsException tooLong) {
                // A group or text longer than the schema can count, or a text that is none in UTF-8.
                return -1;
            }
        }
    }

    Entrance(final Ring ring, final Lifecycle lifecycle, final TimeSource time, final int ordersPerMille) {
        this.ring = ring;
        this.lifecycle = lifecycle;
        this.time = time;
        timeIsGiven = time instanceof GivenTime;
        keptSlots = (int) ((long) ring.slotCount() * (THOUSAND - ordersPerMille) / THOUSAND);
    }

    Intake command(final CommandHeader header, final Command command, final long correlation, final Callback callback) {
        final Desk desk = desks.get();
        final int length = desk.encode(header, command);
        return length < 0 ? Intake.MALFORMED : put(desk.buffer, 0, length, correlation, callback);
    }

    Intake message(
            final HeapBuffer source,
            final int offset,
            final int length,
            final long correlation,
            final Callback callback) {
        return isCommand(source, offset, length)
                ? put(source, offset, length, correlation, callback)
                : Intake.MALFORMED;
    }

    private static boolean isCommand(final HeapBuffer source, final int offset, final int length) {
        return MessageCheck.isWhole(source, offset, length) && MessageCheck.templateId(source, offset) != TICK_TEMPLATE;
    }

    private Intake put(
            final HeapBuffer source,
            final int offset,
            final int length,
            final long correlation,
            final Callback callback) {
        if (length > ring.maxMessageBytes()) {
            return Intake.MALFORMED;
        }
        final int slotCount = Ring.slotsFor(length);
        final long first = claim(slotCount, isOrder(source, offset));
        if (first == Ring.FULL) {
            return refusal();
        }
        ring.write(first, source.byteArray(), offset, length);
        ring.get(first).command(slotCount, length, timeNow(), System.nanoTime(), correlation, callback);
        ring.publish(first, slotCount);
        return Intake.TAKEN;
    }

    /** Frames of a length and a message each; all of them or none. */
    Intake frames(
            final HeapBuffer source,
            final int offset,
            final int length,
            final long firstCorrelation,
            final Callback callback) {
        final int slotCount = slotsForFrames(source, offset, length);
        if (slotCount <= 0 || slotCount > ring.slotCount()) {
            return Intake.MALFORMED;
        }
        final long first = claim(slotCount, holdsOrder(source, offset, length));
        if (first == Ring.FULL) {
            return refusal();
        }
        final long timeMillis = timeNow();
        final long nanos = System.nanoTime();
        long sequence = first;
        long correlation = firstCorrelation;
        for (int at = offset; at < offset + length; ) {
            final int bytes = source.getInt(at);
            final int slots = Ring.slotsFor(bytes);
            ring.write(sequence, source.byteArray(), at + LENGTH_BYTES, bytes);
            ring.get(sequence).command(slots, bytes, timeMillis, nanos, correlation++, callback);
            sequence += slots;
            at += LENGTH_BYTES + bytes;
        }
        ring.publish(first, slotCount);
        return Intake.TAKEN;
    }

    /** Slots that these frames take, or -1 when they are not whole commands. */
    private int slotsForFrames(final HeapBuffer source, final int offset, final int length) {
        source.boundsCheck(offset, length);
        int slots = 0;
        int at = offset;
        while (at < offset + length) {
            final int left = offset + length - at - LENGTH_BYTES;
            final int bytes = left < 0 ? -1 : source.getInt(at);
            if (bytes < 0 || bytes > Math.min(left, ring.maxMessageBytes())) {
                return -1;
            }
            if (!isCommand(source, at + LENGTH_BYTES, bytes)) {
                return -1;
            }
            slots += Ring.slotsFor(bytes);
            at += LENGTH_BYTES + bytes;
        }
        return slots;
    }

    Intake task(final Slot.Kind kind, final ReadTask<?> task) {
        final long first = claim(1, false);
        if (first == Ring.FULL) {
            return refusal();
        }
        ring.get(first).task(kind, timeNow(), task);
        ring.publish(first, 1);
        return Intake.TAKEN;
    }

    private long timeNow() {
        return timeIsGiven ? time.nowMillis() : 0;
    }

    private static boolean isOrder(final HeapBuffer source, final int offset) {
        return MessageCheck.templateId(source, offset) == PlaceOrderDecoder.TEMPLATE_ID;
    }

    /** Whether one of the frames is a new order; they are known to be whole. */
    private static boolean holdsOrder(final HeapBuffer source, final int offset, final int length) {
        for (int at = offset; at < offset + length; at += LENGTH_BYTES + source.getInt(at)) {
            if (isOrder(source, at + LENGTH_BYTES)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Claims slots while the pipeline runs; what was claimed too late goes back empty. New orders find the ring full
     * while it still has room for others; several threads at once may take that room by their last claim each.
     */
    private long claim(final int slotCount, final boolean orders) {
        if (!lifecycle.running() || orders && !ring.hasRoomFor(slotCount, keptSlots)) {
            return Ring.FULL;
        }
        final long first = ring.claim(slotCount);
        if (first != Ring.FULL && !lifecycle.running()) {
            ring.get(first).nothing(slotCount);
            ring.publish(first, slotCount);
            return Ring.FULL;
        }
        return first;
    }

    private Intake refusal() {
        return lifecycle.running() ? Intake.BUSY : Intake.NOT_RUNNING;
    }
}
