package dev.tidegate.gateway.feed;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.MessageCheck;
import dev.tidegate.message.sbe.EntityChangedDecoder;
import dev.tidegate.message.sbe.HoldsExtendedDecoder;
import dev.tidegate.message.sbe.MessageHeaderDecoder;
import dev.tidegate.message.sbe.OrderChangedDecoder;
import dev.tidegate.message.sbe.OrderLeftDecoder;
import dev.tidegate.message.sbe.OrderPlacedDecoder;
import dev.tidegate.message.sbe.OrderReadmittedDecoder;
import dev.tidegate.message.sbe.RefundRequestedDecoder;
import dev.tidegate.message.sbe.SettingChangedDecoder;
import dev.tidegate.message.sbe.ShortChangedDecoder;
import dev.tidegate.message.sbe.StockMovedDecoder;
import dev.tidegate.wire.Words;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** Names the fields of an event, in the order and by the names of the schema. Not for several threads at once. */
public final class EventFields {
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final OrderPlacedDecoder orderPlaced = new OrderPlacedDecoder();
    private final OrderChangedDecoder orderChanged = new OrderChangedDecoder();
    private final OrderLeftDecoder orderLeft = new OrderLeftDecoder();
    private final OrderReadmittedDecoder orderReadmitted = new OrderReadmittedDecoder();
    private final HoldsExtendedDecoder holdsExtended = new HoldsExtendedDecoder();
    private final RefundRequestedDecoder refundRequested = new RefundRequestedDecoder();
    private final StockMovedDecoder stockMoved = new StockMovedDecoder();
    private final ShortChangedDecoder shortChanged = new ShortChangedDecoder();
    private final EntityChangedDecoder entityChanged = new EntityChangedDecoder();
    private final SettingChangedDecoder settingChanged = new SettingChangedDecoder();

    /** Takes fields by name. */
    public interface Target {
        void put(String name, long value) throws IOException;

        void put(String name, String value) throws IOException;
    }

    /** The kind first, then every field. */
    public void describe(final HeapBuffer buffer, final int offset, final int length, final Target target)
            throws IOException {
        switch (MessageCheck.templateId(buffer, offset)) {
            case OrderPlacedDecoder.TEMPLATE_ID -> orderPlaced(buffer, offset, target);
            case OrderChangedDecoder.TEMPLATE_ID -> orderChanged(buffer, offset, target);
            case OrderLeftDecoder.TEMPLATE_ID -> orderLeft(buffer, offset, length, target);
            case OrderReadmittedDecoder.TEMPLATE_ID -> orderReadmitted(buffer, offset, target);
            case HoldsExtendedDecoder.TEMPLATE_ID -> holdsExtended(buffer, offset, target);
            case RefundRequestedDecoder.TEMPLATE_ID -> refundRequested(buffer, offset, target);
            case StockMovedDecoder.TEMPLATE_ID -> stockMoved(buffer, offset, target);
            case ShortChangedDecoder.TEMPLATE_ID -> shortChanged(buffer, offset, target);
            case EntityChangedDecoder.TEMPLATE_ID -> entityChanged(buffer, offset, target);
            case SettingChangedDecoder.TEMPLATE_ID -> settingChanged(buffer, offset, target);
            default -> {
                // Of a newer version: whoever knows it can decode the bytes.
                target.put("kind", Words.kind(MessageCheck.templateId(buffer, offset)));
                target.put("bytes", HexFormat.of().formatHex(buffer.byteArray(), offset, offset + length));
            }
        }
    }

    private void orderPlaced(final HeapBuffer buffer, final int offset, final Target target) throws IOException {
        final OrderPlacedDecoder event = orderPlaced.wrapAndApplyHeader(buffer, offset, header);
        target.put("kind", Words.kind(OrderPlacedDecoder.TEMPLATE_ID));
        target.put("orderId", event.orderId());
        target.put("channel", event.channel());
        target.put("urgency", event.urgency().name());
        target.put("source", event.source());
        target.put("currency", event.currency());
        target.put("totalAmount", event.totalAmount());
        target.put("deadlineMillis", event.deadlineMillis());
        target.put("lineCount", event.lineCount());
        target.put("externalNumber", event.externalNumber());
    }

    private void orderChanged(final HeapBuffer buffer, final int offset, final Target target) throws IOException {
        final OrderChangedDecoder event = orderChanged.wrapAndApplyHeader(buffer, offset, header);
        target.put("kind", Words.kind(OrderChangedDecoder.TEMPLATE_ID));
        target.put("orderId", event.orderId());
        target.put("trigger", Words.trigger(event.trigger()));
        target.put("stateBefore", Words.state(event.stateBefore()));
        target.put("stateAfter", Words.state(event.stateAfter()));
        target.put("closing", Words.closing(event.closing()));
        target.put("amount", event.amount());
        target.put("deadlineMillis", event.deadlineMillis());
    }

    /** The record in base64 is what ReadmitOrder takes. */
    private void orderLeft(final HeapBuffer buffer, final int offset, final int length, final Target target)
            throws IOException {
        final OrderLeftDecoder event = orderLeft.wrapAndApplyHeader(buffer, offset, header);
        target.put("kind", Words.kind(OrderLeftDecoder.TEMPLATE_ID));
        target.put("orderId", event.orderId());
        target.put("channel", event.channel());
        target.put("closing", Words.closing(event.closing()));
        target.put("paid", event.paid());
        target.put("refundRequested", event.refundRequested());
        target.put("shipped", event.shipped());
        target.put("cut", event.cut());
        target.put("urgency", event.urgency().name());
        target.put("source", event.source());
        target.put("currency", event.currency());
        target.put("totalAmount", event.totalAmount());
        target.put("placedSequence", event.placedSequence());
        target.put("placedTimeMillis", event.placedTimeMillis());
        final OrderLeftDecoder.LinesDecoder lines = event.lines();
        target.put("lineCount", lines.count());
        while (lines.hasNext()) {
            lines.next();
        }
        target.put("externalNumber", event.externalNumber());
        target.put(
                "record",
                Base64.getEncoder().encodeToString(Arrays.copyOfRange(buffer.byteArray(), offset, offset + length)));
    }

    private void orderReadmitted(final HeapBuffer buffer, final int offset, final Target target) throws IOException {
        final OrderReadmittedDecoder event = orderReadmitted.wrapAndApplyHeader(buffer, offset, header);
        target.put("kind", Words.kind(OrderReadmittedDecoder.TEMPLATE_ID));
        target.put("orderId", event.orderId());
        target.put("channel", event.channel());
        target.put("closing", Words.closing(event.closing()));
        target.put("reason", event.reason());
        target.put("externalNumber", event.externalNumber());
    }

    private void holdsExtended(final HeapBuffer buffer, final int offset, final Target target) throws IOException {
        final HoldsExtendedDecoder event = holdsExtended.wrapAndApplyHeader(buffer, offset, header);
        target.put("kind", Words.kind(HoldsExtendedDecoder.TEMPLATE_ID));
        target.put("beforeMillis", event.beforeMillis());
        target.put("untilMillis", event.untilMillis());
        target.put("holds", event.holds());
    }

    private void refundRequested(final HeapBuffer buffer, final int offset, final Target target) throws IOException {
        final RefundRequestedDecoder event = refundRequested.wrapAndApplyHeader(buffer, offset, header);
        target.put("kind", Words.kind(RefundRequestedDecoder.TEMPLATE_ID));
        target.put("orderId", event.orderId());
        target.put("amount", event.amount());
        target.put("line", event.line());
        target.put("asked", event.asked());
        target.put("available", event.available());
    }

    private void stockMoved(final HeapBuffer buffer, final int offset, final Target target) throws IOException {
        final StockMovedDecoder event = stockMoved.wrapAndApplyHeader(buffer, offset, header);
        target.put("kind", Words.kind(StockMovedDecoder.TEMPLATE_ID));
        target.put("sku", event.sku());
        target.put("warehouse", event.warehouse());
        target.put("fromBucket", Words.bucket(event.fromBucket()));
        target.put("toBucket", Words.bucket(event.toBucket()));
        target.put("quantity", event.quantity());
        target.put("fromAfter", event.fromAfter());
        target.put("toAfter", event.toAfter());
        target.put("orderId", event.orderId());
        target.put("line", event.line());
        target.put("campaign", event.campaign());
        target.put("reason", event.reason());
    }

    private void shortChanged(final HeapBuffer buffer, final int offset, final Target target) throws IOException {
        final ShortChangedDecoder event = shortChanged.wrapAndApplyHeader(buffer, offset, header);
        target.put("kind", Words.kind(ShortChangedDecoder.TEMPLATE_ID));
        target.put("sku", event.sku());
        target.put("warehouse", event.warehouse());
        target.put("orderId", event.orderId());
        target.put("line", event.line());
        target.put("change", event.change());
        target.put("shortAfter", event.shortAfter());
    }

    private void entityChanged(final HeapBuffer buffer, final int offset, final Target target) throws IOException {
        final EntityChangedDecoder event = entityChanged.wrapAndApplyHeader(buffer, offset, header);
        target.put("kind", Words.kind(EntityChangedDecoder.TEMPLATE_ID));
        target.put("command", Words.command(event.command()));
        target.put("number", event.number());
        target.put("made", event.made());
    }

    private void settingChanged(final HeapBuffer buffer, final int offset, final Target target) throws IOException {
        final SettingChangedDecoder event = settingChanged.wrapAndApplyHeader(buffer, offset, header);
        target.put("kind", Words.kind(SettingChangedDecoder.TEMPLATE_ID));
        target.put("command", Words.command(event.command()));
        target.put("sku", event.sku());
        target.put("channel", event.channel());
        target.put("campaign", event.campaign());
        target.put("value", event.value());
    }
}
