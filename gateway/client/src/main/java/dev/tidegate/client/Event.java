package dev.tidegate.client;

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
import java.util.Arrays;

/**
 * What happened; docs/events.md has every kind and field. Quantities are units, amounts minor units, times UTC epoch
 * milliseconds; 0 is none. States, triggers, closings and buckets are named as in docs/lifecycle.md and docs/rules.md.
 */
public sealed interface Event {

    /** An order was taken in. */
    record OrderPlaced(
            long orderId,
            int channel,
            String urgency,
            String source,
            String currency,
            long totalAmount,
            long deadlineMillis,
            int lineCount,
            String externalNumber)
            implements Event {}

    /** An order went through one trigger of its life. */
    record OrderChanged(
            long orderId,
            String trigger,
            String stateBefore,
            String stateAfter,
            String closing,
            long amount,
            long deadlineMillis)
            implements Event {}

    /** A closed order left the engine's memory. */
    record OrderLeft(long orderId, int channel, String closing, String externalNumber) implements Event {}

    /** An order that had left was brought back. */
    record OrderReadmitted(long orderId, int channel, String closing, int reason, String externalNumber)
            implements Event {}

    /**
     * Every unpaid hold with a deadline after {@code beforeMillis} and before {@code untilMillis} has the latter now; so
     * many they were.
     */
    record HoldsExtended(long beforeMillis, long untilMillis, long holds) implements Event {}

    /** Money came for units that are gone. */
    record RefundRequested(long orderId, long amount, int line, long asked, long available) implements Event {}

    /** One entry of the ledger. */
    record StockMoved(
            int sku,
            int warehouse,
            String fromBucket,
            String toBucket,
            long quantity,
            long fromAfter,
            long toAfter,
            long orderId,
            int line,
            int campaign,
            int reason)
            implements Event {}

    /** A line gained or lost claims without units. */
    record ShortChanged(int sku, int warehouse, long orderId, int line, long change, long shortAfter)
            implements Event {}

    /** A SKU, warehouse, channel or campaign was made, changed or retired. */
    record EntityChanged(String command, int number, boolean made) implements Event {}

    /** A policy, campaign item, quota, freeze or limit was set. */
    record SettingChanged(String command, int sku, int channel, int campaign, long value) implements Event {}

    /** A kind that this release does not know: the whole message. */
    record Unknown(int template, byte[] message) implements Event {
        @Override
        public boolean equals(final Object that) {
            return that instanceof final Unknown other
                    && template == other.template
                    && Arrays.equals(message, other.message);
        }

        @Override
        public int hashCode() {
            return 31 * template + Arrays.hashCode(message);
        }
    }

    /** The event that lies whole at that place. */
    static Event of(final HeapBuffer buffer, final int offset, final int length) {
        final MessageHeaderDecoder header = new MessageHeaderDecoder();
        final int template = MessageCheck.templateId(buffer, offset);
        return switch (template) {
            case OrderPlacedDecoder.TEMPLATE_ID ->
                placed(new OrderPlacedDecoder().wrapAndApplyHeader(buffer, offset, header));
            case OrderChangedDecoder.TEMPLATE_ID ->
                changed(new OrderChangedDecoder().wrapAndApplyHeader(buffer, offset, header));
            case OrderLeftDecoder.TEMPLATE_ID ->
                left(new OrderLeftDecoder().wrapAndApplyHeader(buffer, offset, header));
            case OrderReadmittedDecoder.TEMPLATE_ID -> {
                final OrderReadmittedDecoder in =
                        new OrderReadmittedDecoder().wrapAndApplyHeader(buffer, offset, header);
                yield new OrderReadmitted(
                        in.orderId(), in.channel(), Words.closing(in.closing()), in.reason(), in.externalNumber());
            }
            case HoldsExtendedDecoder.TEMPLATE_ID -> {
                final HoldsExtendedDecoder in = new HoldsExtendedDecoder().wrapAndApplyHeader(buffer, offset, header);
                yield new HoldsExtended(in.beforeMillis(), in.untilMillis(), in.holds());
            }
            case RefundRequestedDecoder.TEMPLATE_ID -> {
                final RefundRequestedDecoder in =
                        new RefundRequestedDecoder().wrapAndApplyHeader(buffer, offset, header);
                yield new RefundRequested(in.orderId(), in.amount(), in.line(), in.asked(), in.available());
            }
            case StockMovedDecoder.TEMPLATE_ID ->
                moved(new StockMovedDecoder().wrapAndApplyHeader(buffer, offset, header));
            case ShortChangedDecoder.TEMPLATE_ID -> {
                final ShortChangedDecoder in = new ShortChangedDecoder().wrapAndApplyHeader(buffer, offset, header);
                yield new ShortChanged(in.sku(), in.warehouse(), in.orderId(), in.line(), in.change(), in.shortAfter());
            }
            case EntityChangedDecoder.TEMPLATE_ID -> {
                final EntityChangedDecoder in = new EntityChangedDecoder().wrapAndApplyHeader(buffer, offset, header);
                yield new EntityChanged(Words.command(in.command()), in.number(), in.made() != 0);
            }
            case SettingChangedDecoder.TEMPLATE_ID -> {
                final SettingChangedDecoder in = new SettingChangedDecoder().wrapAndApplyHeader(buffer, offset, header);
                yield new SettingChanged(
                        Words.command(in.command()), in.sku(), in.channel(), in.campaign(), in.value());
            }
            default -> new Unknown(template, Arrays.copyOfRange(buffer.byteArray(), offset, offset + length));
        };
    }

    private static OrderPlaced placed(final OrderPlacedDecoder in) {
        return new OrderPlaced(
                in.orderId(),
                in.channel(),
                in.urgency().name(),
                in.source(),
                in.currency(),
                in.totalAmount(),
                in.deadlineMillis(),
                in.lineCount(),
                in.externalNumber());
    }

    private static OrderChanged changed(final OrderChangedDecoder in) {
        return new OrderChanged(
                in.orderId(),
                Words.trigger(in.trigger()),
                Words.state(in.stateBefore()),
                Words.state(in.stateAfter()),
                Words.closing(in.closing()),
                in.amount(),
                in.deadlineMillis());
    }

    private static OrderLeft left(final OrderLeftDecoder in) {
        final long orderId = in.orderId();
        final int channel = in.channel();
        final String closing = Words.closing(in.closing());
        for (final OrderLeftDecoder.LinesDecoder line : in.lines()) {
            line.sbeSkip();
        }
        return new OrderLeft(orderId, channel, closing, in.externalNumber());
    }

    private static StockMoved moved(final StockMovedDecoder in) {
        return new StockMoved(
                in.sku(),
                in.warehouse(),
                Words.bucket(in.fromBucket()),
                Words.bucket(in.toBucket()),
                in.quantity(),
                in.fromAfter(),
                in.toAfter(),
                in.orderId(),
                in.line(),
                in.campaign(),
                in.reason());
    }
}
