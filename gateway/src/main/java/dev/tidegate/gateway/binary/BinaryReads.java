package dev.tidegate.gateway.binary;

import dev.tidegate.engine.EngineReads;
import dev.tidegate.engine.EngineReads.Counts;
import dev.tidegate.engine.EngineReads.LineView;
import dev.tidegate.engine.EngineReads.OfferView;
import dev.tidegate.engine.EngineReads.OrderView;
import dev.tidegate.engine.EngineReads.RememberedView;
import dev.tidegate.engine.EngineReads.WarehouseStock;
import dev.tidegate.gateway.security.Caller;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.sbe.CountsReadEncoder;
import dev.tidegate.message.sbe.MessageHeaderDecoder;
import dev.tidegate.message.sbe.MessageHeaderEncoder;
import dev.tidegate.message.sbe.NumberReadEncoder;
import dev.tidegate.message.sbe.OfferReadEncoder;
import dev.tidegate.message.sbe.OrderReadEncoder;
import dev.tidegate.message.sbe.ReadCountsDecoder;
import dev.tidegate.message.sbe.ReadNumberDecoder;
import dev.tidegate.message.sbe.ReadOfferDecoder;
import dev.tidegate.message.sbe.ReadOrderDecoder;
import dev.tidegate.message.sbe.ReadRememberedDecoder;
import dev.tidegate.message.sbe.ReadStockDecoder;
import dev.tidegate.message.sbe.RememberedReadEncoder;
import dev.tidegate.message.sbe.StockReadEncoder;
import dev.tidegate.message.sbe.UnitsReadEncoder;
import dev.tidegate.view.StockView;
import dev.tidegate.wire.Wire;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Turns read messages into reads of the engine, and what they find into frames. A message is checked for being whole
 * before it comes here. Frames are made on the engine's thread or the answering one, so nothing here keeps state.
 */
final class BinaryReads {
    /** What {@code found} says of an order that has left memory. */
    private static final short ARCHIVED = 2;

    private static final int FIXED_BYTES = 256;
    private static final int ENTRY_BYTES = 80;

    private BinaryReads() {}

    /** The read that a message asks for, answered with a whole frame; null when it is no read. */
    static @Nullable Function<EngineReads, byte[]> of(
            final int templateId, final Caller caller, final HeapBuffer buffer, final int offset) {
        return switch (templateId) {
            case ReadOrderDecoder.TEMPLATE_ID -> order(caller, buffer, offset);
            case ReadStockDecoder.TEMPLATE_ID -> stock(buffer, offset);
            case ReadOfferDecoder.TEMPLATE_ID -> offer(caller, buffer, offset);
            case ReadRememberedDecoder.TEMPLATE_ID -> remembered(caller, buffer, offset);
            case ReadNumberDecoder.TEMPLATE_ID -> number(buffer, offset);
            case ReadCountsDecoder.TEMPLATE_ID -> counts(correlation(buffer, offset));
            default -> null;
        };
    }

    static long correlation(final HeapBuffer buffer, final int offset) {
        return buffer.getLong(offset + Wire.HEADER_BYTES);
    }

    private static byte[] finish(final HeapBuffer frame, final int encodedLength) {
        final int length = Wire.frame(frame, 0, Wire.HEADER_BYTES + encodedLength);
        return Arrays.copyOf(frame.byteArray(), length);
    }

    private static HeapBuffer frame(final int entries) {
        return HeapBuffer.ofSize(FIXED_BYTES + ENTRY_BYTES * entries);
    }

    private static short bit(final boolean value) {
        return (short) (value ? 1 : 0);
    }

    private static Function<EngineReads, byte[]> order(final Caller caller, final HeapBuffer buffer, final int offset) {
        final ReadOrderDecoder asked = new ReadOrderDecoder();
        asked.wrapAndApplyHeader(buffer, offset, new MessageHeaderDecoder());
        final long correlation = asked.correlation();
        final long orderId = asked.orderId();
        final int channel = asked.channel();
        final byte[] text = new byte[asked.externalNumberLength()];
        asked.getExternalNumber(text, 0, text.length);
        final String number = new String(text, StandardCharsets.UTF_8);
        return reads -> {
            final long archived = archived(reads, caller, orderId, channel, number);
            if (archived != 0) {
                return archived(correlation, reads.sequence(), archived);
            }
            final OrderView found = orderId == 0 ? reads.order(channel, number) : reads.order(orderId);
            final boolean shown = found != null && caller.allowsChannel(found.channel());
            return order(correlation, reads.sequence(), shown ? found : null);
        };
    }

    /** The id of the order if it has left memory, else 0. A key for some channels learns no number of another's. */
    private static long archived(
            final EngineReads reads, final Caller caller, final long orderId, final int channel, final String number) {
        if (orderId != 0) {
            return reads.archived(orderId) ? orderId : 0;
        }
        return caller.allowsChannel(channel) ? reads.archived(channel, number) : 0;
    }

    private static byte[] archived(final long correlation, final long sequence, final long orderId) {
        final HeapBuffer frame = frame(0);
        final OrderReadEncoder out = new OrderReadEncoder()
                .wrapAndApplyHeader(frame, Wire.LENGTH_BYTES, new MessageHeaderEncoder())
                .correlation(correlation)
                .sequence(sequence)
                .found(ARCHIVED)
                .orderId(orderId);
        out.linesCount(0);
        out.putExternalNumber(new byte[0], 0, 0);
        return finish(frame, out.encodedLength());
    }

    private static byte[] order(final long correlation, final long sequence, final @Nullable OrderView order) {
        final HeapBuffer frame = frame(order == null ? 0 : order.lines().size());
        final OrderReadEncoder out = new OrderReadEncoder()
                .wrapAndApplyHeader(frame, Wire.LENGTH_BYTES, new MessageHeaderEncoder())
                .correlation(correlation)
                .sequence(sequence)
                .found(bit(order != null));
        if (order == null) {
            // The array is new, so what is not said is 0.
            out.linesCount(0);
            out.putExternalNumber(new byte[0], 0, 0);
            return finish(frame, out.encodedLength());
        }
        out.paid(bit(order.paid()))
                .refundRequested(bit(order.refundRequested()))
                .due(bit(order.due()))
                .state((short) order.state())
                .closing((short) order.closing())
                .orderId(order.orderId())
                .channel(order.channel())
                .placedSequence(order.placedSequence())
                .placedTimeMillis(order.placedTimeMillis())
                .deadlineMillis(order.deadlineMillis())
                .currency(order.currency())
                .totalAmount(order.totalAmount());
        final OrderReadEncoder.LinesEncoder lines = out.linesCount(order.lines().size());
        for (final LineView line : order.lines()) {
            lines.next()
                    .line(line.line())
                    .sku(line.sku())
                    .warehouse(line.warehouse())
                    .campaign(line.campaign())
                    .asked(line.asked())
                    .granted(line.granted())
                    .cancelled(line.cancelled())
                    .shipped(line.shipped())
                    .returned(line.returned())
                    .shortUnits(line.shortUnits())
                    .netAmount(line.netAmount());
        }
        final byte[] number = order.externalNumber().getBytes(StandardCharsets.UTF_8);
        out.putExternalNumber(number, 0, number.length);
        return finish(frame, out.encodedLength());
    }

    private static Function<EngineReads, byte[]> stock(final HeapBuffer buffer, final int offset) {
        final long correlation = correlation(buffer, offset);
        final int sku = buffer.getInt(offset + Wire.HEADER_BYTES + ReadStockDecoder.skuEncodingOffset());
        return reads -> stock(correlation, reads.sequence(), sku, reads.stock(sku));
    }

    private static byte[] stock(
            final long correlation, final long sequence, final int sku, final EngineReads.@Nullable StockView stock) {
        final List<WarehouseStock> houses = stock == null ? List.of() : stock.warehouses();
        final HeapBuffer frame = frame(houses.size());
        final StockReadEncoder out = new StockReadEncoder()
                .wrapAndApplyHeader(frame, Wire.LENGTH_BYTES, new MessageHeaderEncoder())
                .correlation(correlation)
                .sequence(sequence)
                .found(bit(stock != null))
                .retired(bit(stock != null && stock.retired()))
                .frozen(bit(stock != null && stock.frozen()))
                .sku(sku)
                .safetyStock(stock == null ? 0 : stock.safetyStock());
        final StockReadEncoder.WarehousesEncoder warehouses = out.warehousesCount(houses.size());
        for (final WarehouseStock at : houses) {
            warehouses
                    .next()
                    .warehouse(at.warehouse())
                    .sellable(at.sellable())
                    .allotted(at.allotted())
                    .held(at.held())
                    .sold(at.sold())
                    .shipped(at.shipped())
                    .quarantine(at.quarantine())
                    .shortUnits(at.shortUnits());
        }
        return finish(frame, out.encodedLength());
    }

    /** A key for some channels is told of another what it would be told of one that does not exist. */
    private static Function<EngineReads, byte[]> offer(final Caller caller, final HeapBuffer buffer, final int offset) {
        final long correlation = correlation(buffer, offset);
        final int sku = buffer.getInt(offset + Wire.HEADER_BYTES + ReadOfferDecoder.skuEncodingOffset());
        final int channel =
                buffer.getShort(offset + Wire.HEADER_BYTES + ReadOfferDecoder.channelEncodingOffset()) & 0xFFFF;
        return reads -> {
            final OfferView offer = reads.offer(sku, caller.allowsChannel(channel) ? channel : 0);
            final HeapBuffer frame = frame(0);
            final OfferReadEncoder out = new OfferReadEncoder()
                    .wrapAndApplyHeader(frame, Wire.LENGTH_BYTES, new MessageHeaderEncoder())
                    .correlation(correlation)
                    .sequence(reads.sequence())
                    .units(offer.units())
                    .why(offer.why().number());
            return finish(frame, out.encodedLength());
        };
    }

    private static Function<EngineReads, byte[]> remembered(
            final Caller caller, final HeapBuffer buffer, final int offset) {
        final long correlation = correlation(buffer, offset);
        final int block = offset + Wire.HEADER_BYTES;
        final long high = buffer.getLong(block + ReadRememberedDecoder.commandIdHighEncodingOffset());
        final long low = buffer.getLong(block + ReadRememberedDecoder.commandIdLowEncodingOffset());
        return reads -> {
            final RememberedView found = reads.remembered(caller.principal(), high, low);
            final HeapBuffer frame = frame(0);
            final RememberedReadEncoder out = new RememberedReadEncoder()
                    .wrapAndApplyHeader(frame, Wire.LENGTH_BYTES, new MessageHeaderEncoder())
                    .correlation(correlation)
                    .sequence(reads.sequence())
                    .found(bit(found.code() != null))
                    .code(found.code() == null ? 0 : found.code().number())
                    .firstSequence(found.sequence())
                    .firstTimeMillis(found.timeMillis())
                    .entityId(found.entityId());
            return finish(frame, out.encodedLength());
        };
    }

    private static Function<EngineReads, byte[]> number(final HeapBuffer buffer, final int offset) {
        final ReadNumberDecoder asked = new ReadNumberDecoder();
        asked.wrapAndApplyHeader(buffer, offset, new MessageHeaderDecoder());
        final long correlation = asked.correlation();
        final int kind = asked.kind();
        final byte[] text = new byte[asked.codeLength()];
        asked.getCode(text, 0, text.length);
        final String code = new String(text, StandardCharsets.UTF_8);
        return reads -> {
            final HeapBuffer frame = frame(0);
            final NumberReadEncoder out = new NumberReadEncoder()
                    .wrapAndApplyHeader(frame, Wire.LENGTH_BYTES, new MessageHeaderEncoder())
                    .correlation(correlation)
                    .sequence(reads.sequence())
                    .number(number(reads, kind, code));
            return finish(frame, out.encodedLength());
        };
    }

    private static int number(final EngineReads reads, final int kind, final String code) {
        return switch (kind) {
            case 1 -> reads.sku(code);
            case 2 -> reads.warehouse(code);
            case 3 -> reads.channel(code);
            case 4 -> reads.campaign(code);
            default -> 0;
        };
    }

    private static Function<EngineReads, byte[]> counts(final long correlation) {
        return reads -> {
            final Counts counts = reads.counts();
            final HeapBuffer frame = frame(0);
            final CountsReadEncoder out = new CountsReadEncoder()
                    .wrapAndApplyHeader(frame, Wire.LENGTH_BYTES, new MessageHeaderEncoder())
                    .correlation(correlation)
                    .sequence(reads.sequence())
                    .orders(counts.orders())
                    .openOrders(counts.openOrders())
                    .orderLines(counts.orderLines())
                    .idsRemembered(counts.idsRemembered())
                    .refusalsRemembered(counts.refusalsRemembered())
                    .purchaseCounters(counts.purchaseCounters())
                    .skus(counts.skus())
                    .warehouses(counts.warehouses())
                    .channels(counts.channels())
                    .campaigns(counts.campaigns())
                    .stocks(counts.stocks())
                    .unitsSellable(counts.unitsSellable())
                    .unitsAllotted(counts.unitsAllotted())
                    .unitsHeld(counts.unitsHeld())
                    .unitsSold(counts.unitsSold())
                    .unitsShipped(counts.unitsShipped())
                    .unitsQuarantine(counts.unitsQuarantine())
                    .unitsShort(counts.unitsShort())
                    .unitsIn(counts.unitsIn())
                    .unitsOut(counts.unitsOut())
                    .numbersRemembered(counts.numbersRemembered());
            return finish(frame, out.encodedLength());
        };
    }

    /** The frame for what the published view shows. */
    static byte[] units(final long correlation, final StockView view, final int[] skus) {
        final HeapBuffer frame = frame(skus.length);
        final UnitsReadEncoder out = new UnitsReadEncoder()
                .wrapAndApplyHeader(frame, Wire.LENGTH_BYTES, new MessageHeaderEncoder())
                .correlation(correlation)
                // Before the SKUs are read: so each of them is as of this command or a later one.
                .sequence(view.sequence());
        final UnitsReadEncoder.UnitsEncoder group = out.unitsCount(skus.length);
        view.readAll(
                skus,
                (sku, units, allotted, frozen, soldOut, sequence) -> group.next()
                        .sku(sku)
                        .units(units)
                        .allotted(allotted)
                        .frozen(bit(frozen))
                        .soldOut(bit(soldOut))
                        .sequence(sequence));
        return finish(frame, out.encodedLength());
    }
}
