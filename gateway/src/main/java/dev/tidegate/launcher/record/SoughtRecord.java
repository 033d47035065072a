package dev.tidegate.launcher.record;

import dev.tidegate.launcher.reading.AppliedCommand;
import dev.tidegate.launcher.reading.CommandWatcher;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.MessageCheck;
import dev.tidegate.message.sbe.OrderLeftDecoder;
import dev.tidegate.message.sbe.OrderReadmittedDecoder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The record with which an order last left, from all events in their order; none while it is back in memory. */
final class SoughtRecord implements CommandWatcher {
    private final long orderId;
    private byte @Nullable [] record;
    private long sequence;

    SoughtRecord(final long orderId) {
        this.orderId = orderId;
    }

    /** The message OrderLeft, header included; null when the order has not left, or came back. */
    byte @Nullable [] record() {
        return record;
    }

    /** The command at which it left. */
    long sequence() {
        return sequence;
    }

    @Override
    public void after(final AppliedCommand applied) {
        applied.forEachEvent((buffer, offset, length) -> take(applied.sequence(), buffer, offset, length));
    }

    void take(final long commandSequence, final HeapBuffer buffer, final int offset, final int length) {
        final int template = MessageCheck.templateId(buffer, offset);
        final boolean left = template == OrderLeftDecoder.TEMPLATE_ID;
        // Both begin with the order's id.
        if ((left || template == OrderReadmittedDecoder.TEMPLATE_ID)
                && buffer.getLong(offset + MessageCheck.HEADER_BYTES) == orderId) {
            record = left ? Arrays.copyOfRange(buffer.byteArray(), offset, offset + length) : null;
            sequence = commandSequence;
        }
    }
}
