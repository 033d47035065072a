package dev.tidegate.gateway.binary;

import static dev.tidegate.gateway.TestGateway.DRESS;
import static dev.tidegate.gateway.TestGateway.PRICE;
import static dev.tidegate.gateway.TestGateway.SCARF;
import static dev.tidegate.gateway.TestGateway.WEB;
import static dev.tidegate.gateway.TestGateway.place;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.gateway.TestGateway;
import dev.tidegate.message.CommandHeader;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.message.sbe.CountsReadDecoder;
import dev.tidegate.message.sbe.MessageHeaderDecoder;
import dev.tidegate.message.sbe.MessageHeaderEncoder;
import dev.tidegate.message.sbe.NumberReadDecoder;
import dev.tidegate.message.sbe.OfferReadDecoder;
import dev.tidegate.message.sbe.OrderReadDecoder;
import dev.tidegate.message.sbe.ReadCountsEncoder;
import dev.tidegate.message.sbe.ReadNumberEncoder;
import dev.tidegate.message.sbe.ReadOfferEncoder;
import dev.tidegate.message.sbe.ReadOrderEncoder;
import dev.tidegate.message.sbe.ReadRefusedDecoder;
import dev.tidegate.message.sbe.ReadRememberedEncoder;
import dev.tidegate.message.sbe.ReadStockEncoder;
import dev.tidegate.message.sbe.ReadUnitsEncoder;
import dev.tidegate.message.sbe.RememberedReadDecoder;
import dev.tidegate.message.sbe.StockReadDecoder;
import dev.tidegate.message.sbe.UnitsReadDecoder;
import dev.tidegate.wire.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class BinaryReadsTest {
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final MessageHeaderDecoder headerIn = new MessageHeaderDecoder();
    private final HeapBuffer frame = HeapBuffer.ofSize(512);
    private TestGateway shop;
    private RawClient client;

    @BeforeEach
    void open() throws IOException {
        shop = TestGateway.open();
        client = RawClient.open(shop.binaryPort());
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        shop.close();
    }

    private Outcome placed(final CommandHeader id, final String number, final long units) throws IOException {
        client.send(RawClient.frame(1, RawClient.message(id, place(WEB, number, units))));
        return client.reply(1);
    }

    private OrderReadDecoder order(final long orderId, final String number) throws IOException {
        final ReadOrderEncoder read = new ReadOrderEncoder()
                .wrapAndApplyHeader(frame, Wire.LENGTH_BYTES, header)
                .correlation(5)
                .orderId(orderId)
                .channel(WEB);
        final byte[] text = number.getBytes(StandardCharsets.UTF_8);
        read.putExternalNumber(text, 0, text.length);
        client.send(RawClient.end(frame, read.encodedLength()));
        return new OrderReadDecoder().wrapAndApplyHeader(client.next(OrderReadDecoder.TEMPLATE_ID), 0, headerIn);
    }

    @Test
    void shouldReadAnOrderByIdAndByNumber() throws IOException {
        final Outcome placed = placed(TestGateway.newHeader(), "订单-1", 3);
        for (final OrderReadDecoder order : new OrderReadDecoder[] {order(placed.entityId(), ""), order(0, "订单-1")}) {
            assertThat(order.correlation()).isEqualTo(5);
            assertThat(order.found()).isEqualTo((short) 1);
            assertThat(order.sequence()).isGreaterThanOrEqualTo(placed.sequence());
            assertThat(order.orderId()).isEqualTo(placed.entityId());
            assertThat(order.state()).isEqualTo((short) 1);
            assertThat(order.totalAmount()).isEqualTo(3 * PRICE);
            assertThat(order.deadlineMillis()).isEqualTo(placed.deadlineMillis());
            final OrderReadDecoder.LinesDecoder lines = order.lines();
            assertThat(lines.count()).isEqualTo(1);
            lines.next();
            assertThat(lines.sku()).isEqualTo(DRESS);
            assertThat(lines.granted()).isEqualTo(3);
            final byte[] text = new byte[order.externalNumberLength()];
            order.getExternalNumber(text, 0, text.length);
            assertThat(new String(text, StandardCharsets.UTF_8)).isEqualTo("订单-1");
        }
        assertThat(order(123_456_789, "").found()).isZero();
        assertThat(order(0, "nobody's").found()).isZero();
    }

    @Test
    void shouldReadItsOwnWritesOfTheSameBurst() throws IOException {
        final ReadStockEncoder read = new ReadStockEncoder()
                .wrapAndApplyHeader(frame, Wire.LENGTH_BYTES, header)
                .correlation(9)
                .sku(DRESS);
        client.send(RawClient.commands(1, place(WEB, "W-1", 5)));
        client.send(RawClient.end(frame, read.encodedLength()));
        client.reply(1);
        final StockReadDecoder stock =
                new StockReadDecoder().wrapAndApplyHeader(client.next(StockReadDecoder.TEMPLATE_ID), 0, headerIn);

        assertThat(stock.found()).isEqualTo((short) 1);
        final StockReadDecoder.WarehousesDecoder house = stock.warehouses().next();
        assertThat(house.sellable()).isEqualTo(999_995);
        assertThat(house.held()).isEqualTo(5);
    }

    @Test
    void shouldReadOfferRememberedNumberAndCounts() throws IOException {
        final CommandHeader id = TestGateway.newHeader();
        final Outcome placed = placed(id, "X-1", 1);

        client.send(RawClient.end(
                frame,
                new ReadOfferEncoder()
                        .wrapAndApplyHeader(frame, Wire.LENGTH_BYTES, header)
                        .correlation(1)
                        .sku(SCARF)
                        .channel(WEB)
                        .encodedLength()));
        final OfferReadDecoder offer =
                new OfferReadDecoder().wrapAndApplyHeader(client.next(OfferReadDecoder.TEMPLATE_ID), 0, headerIn);
        assertThat(offer.units()).isZero();
        assertThat(offer.why()).isEqualTo(OutcomeCode.OUT_OF_STOCK.number());

        client.send(RawClient.end(
                frame,
                new ReadRememberedEncoder()
                        .wrapAndApplyHeader(frame, Wire.LENGTH_BYTES, header)
                        .correlation(2)
                        .commandIdHigh(id.idHigh())
                        .commandIdLow(id.idLow())
                        .encodedLength()));
        final RememberedReadDecoder remembered = new RememberedReadDecoder()
                .wrapAndApplyHeader(client.next(RememberedReadDecoder.TEMPLATE_ID), 0, headerIn);
        assertThat(remembered.found()).isEqualTo((short) 1);
        assertThat(remembered.code()).isZero();
        assertThat(remembered.entityId()).isEqualTo(placed.entityId());

        assertThat(number(1, "SCARF-BLUE")).isEqualTo(SCARF);
        assertThat(number(2, "HANGZHOU")).isEqualTo(1);
        assertThat(number(3, "market")).isEqualTo(2);
        assertThat(number(4, "market")).isZero();
        assertThat(number(77, "market")).isZero();

        client.send(RawClient.end(
                frame,
                new ReadCountsEncoder()
                        .wrapAndApplyHeader(frame, Wire.LENGTH_BYTES, header)
                        .correlation(3)
                        .encodedLength()));
        final CountsReadDecoder counts =
                new CountsReadDecoder().wrapAndApplyHeader(client.next(CountsReadDecoder.TEMPLATE_ID), 0, headerIn);
        assertThat(counts.orders()).isEqualTo(1);
        assertThat(counts.unitsHeld()).isEqualTo(1);
        assertThat(counts.unitsIn()).isEqualTo(1_000_000);
        assertThat(counts.unitsOut()).isZero();
    }

    private int number(final int kind, final String code) throws IOException {
        final ReadNumberEncoder read = new ReadNumberEncoder()
                .wrapAndApplyHeader(frame, Wire.LENGTH_BYTES, header)
                .correlation(1)
                .kind((short) kind);
        read.putCode(code.getBytes(StandardCharsets.UTF_8), 0, code.length());
        client.send(RawClient.end(frame, read.encodedLength()));
        return new NumberReadDecoder()
                .wrapAndApplyHeader(client.next(NumberReadDecoder.TEMPLATE_ID), 0, headerIn)
                .number();
    }

    private UnitsReadDecoder units(final int... skus) throws IOException {
        sendUnits(skus);
        return new UnitsReadDecoder().wrapAndApplyHeader(client.next(UnitsReadDecoder.TEMPLATE_ID), 0, headerIn);
    }

    private void sendUnits(final int... skus) throws IOException {
        final HeapBuffer large = HeapBuffer.ofSize(64 + 4 * skus.length);
        final ReadUnitsEncoder read = new ReadUnitsEncoder()
                .wrapAndApplyHeader(large, Wire.LENGTH_BYTES, header)
                .correlation(8);
        final ReadUnitsEncoder.SkusEncoder group = read.skusCount(skus.length);
        for (final int sku : skus) {
            group.next().sku(sku);
        }
        client.send(RawClient.end(large, read.encodedLength()));
    }

    @Test
    void shouldShowWhatIsLeftAndCatchUp() throws IOException {
        final UnitsReadDecoder.UnitsDecoder first = units(DRESS, SCARF, 777).units();
        first.next();
        assertThat(first.units()).isEqualTo(1_000_000);
        first.next();
        assertThat(first.units()).isZero();
        first.next();
        assertThat(first.units()).isZero();
        assertThat(first.sequence()).isZero();

        final Outcome placed = placed(TestGateway.newHeader(), "U-1", 10);
        Awaitility.await().untilAsserted(() -> {
            final UnitsReadDecoder.UnitsDecoder later = units(DRESS).units().next();
            assertThat(later.sequence()).isGreaterThanOrEqualTo(placed.sequence());
            assertThat(later.units()).isEqualTo(999_990);
            assertThat(later.soldOut()).isZero();
        });
    }

    @Test
    void shouldRefuseToShowTooManyAtOnce() throws IOException {
        sendUnits(new int[1001]);
        final ReadRefusedDecoder refused =
                new ReadRefusedDecoder().wrapAndApplyHeader(client.next(ReadRefusedDecoder.TEMPLATE_ID), 0, headerIn);

        assertThat(refused.correlation()).isEqualTo(8);
        assertThat(refused.code()).isEqualTo(OutcomeCode.TOO_MANY_ENTRIES.number());
    }
}
