package dev.tidegate.client;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.message.sbe.MessageHeaderDecoder;
import dev.tidegate.message.sbe.MessageHeaderEncoder;
import dev.tidegate.message.sbe.NumberReadDecoder;
import dev.tidegate.message.sbe.OfferReadDecoder;
import dev.tidegate.message.sbe.OrderReadDecoder;
import dev.tidegate.message.sbe.ReadNumberEncoder;
import dev.tidegate.message.sbe.ReadOfferEncoder;
import dev.tidegate.message.sbe.ReadOrderEncoder;
import dev.tidegate.message.sbe.ReadStockEncoder;
import dev.tidegate.message.sbe.ReadUnitsEncoder;
import dev.tidegate.message.sbe.StockReadDecoder;
import dev.tidegate.message.sbe.UnitsReadDecoder;
import dev.tidegate.wire.Wire;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What can be read, as values, and how it goes over the wire. */
public final class Reads {
    private static final int MOST_BYTES = 1024;

    /** What a code may name. */
    public enum Kind {
        SKU,
        WAREHOUSE,
        CHANNEL,
        CAMPAIGN
    }

    /**
     * An order.
     *
     * @param sequence the last command that this has seen
     * @param orderId with {@link #archived} all that is told
     * @param state number in docs/lifecycle.md
     * @param deadlineMillis of its hold, 0 for none
     */
    public record Order(
            long sequence,
            long orderId,
            int channel,
            String externalNumber,
            int state,
            int closing,
            boolean paid,
            boolean refundRequested,
            boolean due,
            long placedSequence,
            long placedTimeMillis,
            long deadlineMillis,
            String currency,
            long totalAmount,
            List<Line> lines) {

        /** Whether it has left the engine's memory. */
        public boolean archived() {
            return state == 0;
        }
    }

    /** A line of an order, in units. */
    public record Line(
            int line,
            int sku,
            int warehouse,
            int campaign,
            long asked,
            long granted,
            long cancelled,
            long shipped,
            long returned,
            long shortUnits,
            long netAmount) {}

    /** Stock of a SKU. */
    public record Stock(
            long sequence, int sku, boolean retired, boolean frozen, long safetyStock, List<AtWarehouse> warehouses) {}

    /** The buckets of one SKU and warehouse, in units. */
    public record AtWarehouse(
            int warehouse,
            long sellable,
            long allotted,
            long held,
            long sold,
            long shipped,
            long quarantine,
            long shortUnits) {}

    /** What one line of an order may take, and what stops the next unit. */
    public record Offer(long sequence, long units, OutcomeCode why) {}

    /**
     * What the published view shows of a SKU.
     *
     * @param units sellable beyond the SKU's safety stock, over all warehouses
     * @param allotted units ring-fenced for campaigns
     * @param soldOut whether nothing is left and nothing comes back without a command
     * @param sequence of the command as of which it was published last; 0 when there is no such SKU
     */
    public record Units(int sku, long units, long allotted, boolean frozen, boolean soldOut, long sequence) {}

    private Reads() {}

    private static byte[] end(final HeapBuffer frame, final int encodedLength) {
        return Arrays.copyOf(frame.byteArray(), Wire.frame(frame, 0, Wire.HEADER_BYTES + encodedLength));
    }

    static byte[] order(final long orderId, final int channel, final String externalNumber) {
        final byte[] number = externalNumber.getBytes(StandardCharsets.UTF_8);
        final HeapBuffer frame = HeapBuffer.ofSize(MOST_BYTES + number.length);
        final ReadOrderEncoder read = new ReadOrderEncoder()
                .wrapAndApplyHeader(frame, Wire.LENGTH_BYTES, new MessageHeaderEncoder())
                .orderId(orderId)
                .channel(channel);
        read.putExternalNumber(number, 0, number.length);
        return end(frame, read.encodedLength());
    }

    static byte[] stock(final int sku) {
        final HeapBuffer frame = HeapBuffer.ofSize(MOST_BYTES);
        return end(
                frame,
                new ReadStockEncoder()
                        .wrapAndApplyHeader(frame, Wire.LENGTH_BYTES, new MessageHeaderEncoder())
                        .sku(sku)
                        .encodedLength());
    }

    static byte[] offer(final int sku, final int channel) {
        final HeapBuffer frame = HeapBuffer.ofSize(MOST_BYTES);
        return end(
                frame,
                new ReadOfferEncoder()
                        .wrapAndApplyHeader(frame, Wire.LENGTH_BYTES, new MessageHeaderEncoder())
                        .sku(sku)
                        .channel(channel)
                        .encodedLength());
    }

    static byte[] number(final Kind kind, final String code) {
        final byte[] text = code.getBytes(StandardCharsets.UTF_8);
        final HeapBuffer frame = HeapBuffer.ofSize(MOST_BYTES + text.length);
        final ReadNumberEncoder read = new ReadNumberEncoder()
                .wrapAndApplyHeader(frame, Wire.LENGTH_BYTES, new MessageHeaderEncoder())
                .kind((short) (kind.ordinal() + 1));
        read.putCode(text, 0, text.length);
        return end(frame, read.encodedLength());
    }

    static byte[] units(final int... skus) {
        final HeapBuffer frame = HeapBuffer.ofSize(MOST_BYTES + 4 * skus.length);
        final ReadUnitsEncoder read =
                new ReadUnitsEncoder().wrapAndApplyHeader(frame, Wire.LENGTH_BYTES, new MessageHeaderEncoder());
        final ReadUnitsEncoder.SkusEncoder group = read.skusCount(skus.length);
        for (final int sku : skus) {
            group.next().sku(sku);
        }
        return end(frame, read.encodedLength());
    }

    static Optional<Order> orderFrom(final HeapBuffer message) {
        final OrderReadDecoder in = new OrderReadDecoder().wrapAndApplyHeader(message, 0, new MessageHeaderDecoder());
        if (in.found() == 0) {
            return Optional.empty();
        }
        final List<Line> lines = new ArrayList<>();
        for (final OrderReadDecoder.LinesDecoder line : in.lines()) {
            lines.add(new Line(
                    line.line(),
                    line.sku(),
                    line.warehouse(),
                    line.campaign(),
                    line.asked(),
                    line.granted(),
                    line.cancelled(),
                    line.shipped(),
                    line.returned(),
                    line.shortUnits(),
                    line.netAmount()));
        }
        final byte[] number = new byte[in.externalNumberLength()];
        in.getExternalNumber(number, 0, number.length);
        final String currency =
                new String(new char[] {(char) in.currency(0), (char) in.currency(1), (char) in.currency(2)});
        return Optional.of(new Order(
                in.sequence(),
                in.orderId(),
                in.channel(),
                new String(number, StandardCharsets.UTF_8),
                in.state(),
                in.closing(),
                in.paid() != 0,
                in.refundRequested() != 0,
                in.due() != 0,
                in.placedSequence(),
                in.placedTimeMillis(),
                in.deadlineMillis(),
                currency,
                in.totalAmount(),
                List.copyOf(lines)));
    }

    static Optional<Stock> stockFrom(final HeapBuffer message) {
        final StockReadDecoder in = new StockReadDecoder().wrapAndApplyHeader(message, 0, new MessageHeaderDecoder());
        if (in.found() == 0) {
            return Optional.empty();
        }
        final List<AtWarehouse> warehouses = new ArrayList<>();
        for (final StockReadDecoder.WarehousesDecoder at : in.warehouses()) {
            warehouses.add(new AtWarehouse(
                    at.warehouse(),
                    at.sellable(),
                    at.allotted(),
                    at.held(),
                    at.sold(),
                    at.shipped(),
                    at.quarantine(),
                    at.shortUnits()));
        }
        return Optional.of(new Stock(
                in.sequence(),
                in.sku(),
                in.retired() != 0,
                in.frozen() != 0,
                in.safetyStock(),
                List.copyOf(warehouses)));
    }

    static Offer offerFrom(final HeapBuffer message) {
        final OfferReadDecoder in = new OfferReadDecoder().wrapAndApplyHeader(message, 0, new MessageHeaderDecoder());
        return new Offer(in.sequence(), in.units(), OutcomeCode.of(in.why()));
    }

    static int numberFrom(final HeapBuffer message) {
        return new NumberReadDecoder()
                .wrapAndApplyHeader(message, 0, new MessageHeaderDecoder())
                .number();
    }

    static List<Units> unitsFrom(final HeapBuffer message) {
        final List<Units> all = new ArrayList<>();
        for (final UnitsReadDecoder.UnitsDecoder units : new UnitsReadDecoder()
                .wrapAndApplyHeader(message, 0, new MessageHeaderDecoder())
                .units()) {
            all.add(new Units(
                    units.sku(),
                    units.units(),
                    units.allotted(),
                    units.frozen() != 0,
                    units.soldOut() != 0,
                    units.sequence()));
        }
        return List.copyOf(all);
    }

    /** Whether a template is the answer to a read. */
    static boolean isAnswer(final int templateId) {
        return templateId >= OrderReadDecoder.TEMPLATE_ID && templateId <= UnitsReadDecoder.TEMPLATE_ID;
    }
}
