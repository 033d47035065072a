package dev.tidegate.gateway.binary;

import dev.tidegate.gateway.net.Gate;
import dev.tidegate.gateway.security.Caller;
import dev.tidegate.message.CommandKind;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.MessageCheck;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.message.sbe.PlaceOrderDecoder;
import dev.tidegate.message.sbe.ReadmitOrderDecoder;
import dev.tidegate.pipeline.Callback;
import dev.tidegate.pipeline.Intake;
import dev.tidegate.wire.Wire;
import java.util.function.LongPredicate;

/**
 * Takes the commands of a frame into the ring: all of them with one claim if nothing is to be said against any, else one
 * by one. On the event loop alone; allocates nothing.
 */
final class CommandIntake {
    private static final int PLACE = CommandKind.PLACE_ORDER.templateId();
    private static final int FIRST_ORDER_COMMAND = CommandKind.START_PAYMENT.templateId();
    private static final int READMIT = CommandKind.READMIT_ORDER.templateId();
    private static final int LAST_ORDER_COMMAND = READMIT;
    private static final int RECORD_OFFSET =
            MessageCheck.HEADER_BYTES + ReadmitOrderDecoder.BLOCK_LENGTH + ReadmitOrderDecoder.recordHeaderLength();
    private static final int CHANNEL_OFFSET = MessageCheck.HEADER_BYTES + PlaceOrderDecoder.channelEncodingOffset();

    private final Gate gate;
    private final Caller caller;
    private final ReplySlots slots;
    private final Refusals refusals;
    private final Callback callback;
    private LongPredicate orders = orderId -> true;
    private OutcomeCode otherOrders = OutcomeCode.FORBIDDEN;

    CommandIntake(
            final Gate gate,
            final Caller caller,
            final ReplySlots slots,
            final Refusals refusals,
            final Callback callback) {
        this.gate = gate;
        this.caller = caller;
        this.slots = slots;
        this.refusals = refusals;
        this.callback = callback;
    }

    /** How many commands lie there; -1 when the lengths do not add up, or there is none. */
    static int count(final HeapBuffer buffer, final int start, final int end) {
        int count = 0;
        int at = start;
        while (at < end) {
            final int bytes = end - at < Wire.LENGTH_BYTES ? -1 : buffer.getInt(at);
            if (bytes < 0 || bytes > end - at - Wire.LENGTH_BYTES) {
                return -1;
            }
            count++;
            at += Wire.LENGTH_BYTES + bytes;
        }
        return count == 0 ? -1 : count;
    }

    /** Whether a command names an order, whose channel only the engine knows. */
    static boolean namesOrder(final HeapBuffer buffer, final int offset, final int length) {
        final int template = length < MessageCheck.CONTENT_OFFSET + 8 ? 0 : MessageCheck.templateId(buffer, offset);
        return template >= FIRST_ORDER_COMMAND && template <= LAST_ORDER_COMMAND;
    }

    /** The order that such a command names. */
    static long orderId(final HeapBuffer buffer, final int offset) {
        return buffer.getLong(offset + MessageCheck.CONTENT_OFFSET);
    }

    /** Names the orders that the caller may touch, all by default, and what is said of others. */
    void allowOrders(final LongPredicate allowed, final OutcomeCode otherwise) {
        orders = allowed;
        otherOrders = otherwise;
    }

    /**
     * Takes or refuses each of {@code count} commands.
     *
     * @param repeated whether earlier attempts have had no answer, so that the shield is passed by
     */
    void take(
            final HeapBuffer buffer,
            final int start,
            final int end,
            final long correlation,
            final int count,
            final boolean repeated) {
        final int wait = gate.keyRates().take(caller.keyId(), count, System.nanoTime());
        if (wait > 0) {
            refuseUntil(wait, buffer, start, end, correlation, count);
            return;
        }
        gate.counters().commands.add(count);
        if (count > slots.free()) {
            refuseAll(buffer, start, end, correlation, OutcomeCode.BUSY);
        } else if (gate.closing()) {
            refuseAll(buffer, start, end, correlation, OutcomeCode.NOT_RUNNING);
        } else {
            admit(buffer, start, end, correlation, count, repeated);
        }
    }

    /** Refuses each of {@code count} commands, because their key or address must wait for so many milliseconds. */
    void refuseUntil(
            final int waitMillis,
            final HeapBuffer buffer,
            final int start,
            final int end,
            final long correlation,
            final int count) {
        gate.counters().commands.add(count);
        refuseAll(buffer, start, end, correlation, OutcomeCode.RATE_LIMITED);
        refusals.retryAfter(waitMillis);
    }

    private void admit(
            final HeapBuffer buffer,
            final int start,
            final int end,
            final long correlation,
            final int count,
            final boolean repeated) {
        final long first = slots.next();
        boolean plain = true;
        int orderCount = 0;
        int index = 0;
        for (int at = start; at < end; index++) {
            final int bytes = buffer.getInt(at);
            plain &= prepare(buffer, at + Wire.LENGTH_BYTES, bytes, first + index, correlation + index)
                    && refusal(buffer, at + Wire.LENGTH_BYTES, bytes, repeated) == OutcomeCode.ACCEPTED;
            orderCount += plain && MessageCheck.templateId(buffer, at + Wire.LENGTH_BYTES) == PLACE ? 1 : 0;
            at += Wire.LENGTH_BYTES + bytes;
        }
        if (!plain) {
            takeEach(buffer, start, end, correlation, repeated);
            return;
        }
        final Intake intake = gate.tidegate().pipeline().submitFrames(buffer, start, end - start, first, callback);
        if (intake == Intake.TAKEN) {
            slots.take(count);
        } else if (intake == Intake.MALFORMED || intake == Intake.BUSY && orderCount > 0 && orderCount < count) {
            // New orders find the ring full before the others do.
            takeEach(buffer, start, end, correlation, repeated);
        } else {
            refuseAll(buffer, start, end, correlation, intake.code());
        }
    }

    /** Writes who sends the command, and prepares its slot; false when it is too short to be one. */
    private boolean prepare(
            final HeapBuffer buffer, final int at, final int bytes, final long number, final long correlation) {
        if (bytes < MessageCheck.CONTENT_OFFSET) {
            return false;
        }
        caller.stamp(buffer, at);
        slots.prepare(
                number,
                correlation,
                buffer.getLong(at + MessageCheck.ID_HIGH_OFFSET),
                buffer.getLong(at + MessageCheck.ID_LOW_OFFSET));
        return true;
    }

    /** What is to be said against a command before the ring; ACCEPTED for nothing. */
    private OutcomeCode refusal(final HeapBuffer buffer, final int at, final int bytes, final boolean repeated) {
        final int template = MessageCheck.templateId(buffer, at);
        if (!caller.allowsTemplate(template)) {
            return OutcomeCode.FORBIDDEN;
        }
        if (template == PLACE && bytes >= MessageCheck.CONTENT_OFFSET + 2) {
            if (caller.restricted() && !caller.allowsChannel(buffer.getShort(at + CHANNEL_OFFSET) & 0xFFFF)) {
                return OutcomeCode.FORBIDDEN;
            }
            return !repeated && gate.soldOutNow(buffer, at, bytes) ? OutcomeCode.SOLD_OUT_NOW : OutcomeCode.ACCEPTED;
        }
        if (template == READMIT && !caller.allowsRecord(buffer, at + RECORD_OFFSET, bytes - RECORD_OFFSET)) {
            return OutcomeCode.FORBIDDEN;
        }
        return caller.restricted() && namesOrder(buffer, at, bytes) && !orders.test(orderId(buffer, at))
                ? otherOrders
                : OutcomeCode.ACCEPTED;
    }

    private void takeEach(
            final HeapBuffer buffer,
            final int start,
            final int end,
            final long firstCorrelation,
            final boolean repeated) {
        long correlation = firstCorrelation;
        for (int at = start; at < end; correlation++) {
            final int bytes = buffer.getInt(at);
            takeOne(buffer, at + Wire.LENGTH_BYTES, bytes, correlation, repeated);
            at += Wire.LENGTH_BYTES + bytes;
        }
    }

    private void takeOne(
            final HeapBuffer buffer, final int at, final int bytes, final long correlation, final boolean repeated) {
        if (!prepare(buffer, at, bytes, slots.next(), correlation)) {
            refuse(buffer, at, bytes, correlation, OutcomeCode.MALFORMED);
            return;
        }
        final OutcomeCode refusal = refusal(buffer, at, bytes, repeated);
        if (refusal != OutcomeCode.ACCEPTED) {
            refuse(buffer, at, bytes, correlation, refusal);
            return;
        }
        final Intake intake = gate.tidegate().pipeline().submitMessage(buffer, at, bytes, slots.next(), callback);
        if (intake == Intake.TAKEN) {
            slots.take(1);
        } else {
            refuse(buffer, at, bytes, correlation, intake.code());
        }
    }

    private void refuseAll(
            final HeapBuffer buffer,
            final int start,
            final int end,
            final long firstCorrelation,
            final OutcomeCode code) {
        long correlation = firstCorrelation;
        for (int at = start; at < end; correlation++) {
            final int bytes = buffer.getInt(at);
            refuse(buffer, at + Wire.LENGTH_BYTES, bytes, correlation, code);
            at += Wire.LENGTH_BYTES + bytes;
        }
    }

    private void refuse(
            final HeapBuffer buffer, final int at, final int bytes, final long correlation, final OutcomeCode code) {
        final boolean hasId = bytes >= MessageCheck.CONTENT_OFFSET;
        gate.counters().refused(code, 1);
        refusals.add(
                correlation,
                hasId ? buffer.getLong(at + MessageCheck.ID_HIGH_OFFSET) : 0,
                hasId ? buffer.getLong(at + MessageCheck.ID_LOW_OFFSET) : 0,
                code);
    }
}
