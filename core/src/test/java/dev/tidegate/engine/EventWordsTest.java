package dev.tidegate.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.Orders;
import dev.tidegate.message.Command;
import dev.tidegate.message.CommandEncoder;
import dev.tidegate.message.CommandHeader;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.sbe.MessageHeaderDecoder;
import dev.tidegate.message.sbe.OrderChangedDecoder;
import dev.tidegate.message.sbe.OrderPlacedDecoder;
import dev.tidegate.message.sbe.StockMovedDecoder;
import org.junit.jupiter.api.Test;

/** The events that are written by words say to the generated codecs what was meant, with every field at its widest. */
class EventWordsTest {
    private static final int LENGTH_BYTES = 4;

    private final Events events = new Events();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();

    @Test
    void shouldWriteAMovementAsTheCodecReadsIt() {
        events.about(Long.MAX_VALUE - 1, 65_535, 65_534, 65_533);
        events.moved(Integer.MAX_VALUE, 65_535, 6, 7, 3L << 40, 5L << 40, 7L << 40);
        final StockMovedDecoder moved =
                new StockMovedDecoder().wrapAndApplyHeader(events.buffer().buffer(), LENGTH_BYTES, header);
        assertThat(moved.sku()).isEqualTo(Integer.MAX_VALUE);
        assertThat(moved.warehouse()).isEqualTo(65_535);
        assertThat(moved.fromBucket()).isEqualTo((short) 6);
        assertThat(moved.toBucket()).isEqualTo((short) 7);
        assertThat(moved.quantity()).isEqualTo(3L << 40);
        assertThat(moved.fromAfter()).isEqualTo(5L << 40);
        assertThat(moved.toAfter()).isEqualTo(7L << 40);
        assertThat(moved.orderId()).isEqualTo(Long.MAX_VALUE - 1);
        assertThat(moved.line()).isEqualTo(65_535);
        assertThat(moved.campaign()).isEqualTo(65_534);
        assertThat(moved.reason()).isEqualTo(65_533);
        assertThat(written()).isEqualTo(header.encodedLength() + moved.encodedLength());
    }

    @Test
    void shouldWriteAChangeAsTheCodecReadsIt() {
        events.orderChanged(Long.MAX_VALUE - 1, 254, 253, 252, 251, -5L << 40, 7L << 40);
        final OrderChangedDecoder changed =
                new OrderChangedDecoder().wrapAndApplyHeader(events.buffer().buffer(), LENGTH_BYTES, header);
        assertThat(changed.orderId()).isEqualTo(Long.MAX_VALUE - 1);
        assertThat(changed.trigger()).isEqualTo((short) 254);
        assertThat(changed.stateBefore()).isEqualTo((short) 253);
        assertThat(changed.stateAfter()).isEqualTo((short) 252);
        assertThat(changed.closing()).isEqualTo((short) 251);
        assertThat(changed.amount()).isEqualTo(-5L << 40);
        assertThat(changed.deadlineMillis()).isEqualTo(7L << 40);
        assertThat(written()).isEqualTo(header.encodedLength() + changed.encodedLength());
    }

    @Test
    void shouldWriteANewOrderAsTheCodecReadsIt() {
        for (int length = 1; length <= 40; length++) {
            placed("1234567890123456789012345678901234567890".substring(0, length));
        }
    }

    private void placed(final String number) {
        final State state = new State(EngineSettings.small());
        state.now = 1_800_000_000_000L;
        final HeapBuffer buffer = HeapBuffer.ofSize(4_096);
        new CommandEncoder()
                .encode(
                        CommandHeader.of(1, 2),
                        Orders.place(65_535, number, "erp_shop", Command.Urgency.URGENT)
                                .currency("ZWG")
                                .line(1, 1, 7L << 40)
                                .build(),
                        buffer,
                        3);
        final OrderMessage message = new OrderMessage(state);
        assertThat(message.read(buffer, 3, new Basket(), new Outcome())).isTrue();
        final int order = state.orders.place(0, 65_535, buffer, message.externalOffset(), message.externalLength());
        state.orders.placed(order, 1, 2, 5L << 40, 7L << 40, 0, 0, 2, message.source(), 0, 0, 0, 2_000);
        final Events placing = state.events;
        placing.orderPlaced(state.orders, order, message);
        final OrderPlacedDecoder placed =
                new OrderPlacedDecoder().wrapAndApplyHeader(placing.buffer().buffer(), LENGTH_BYTES, header);
        assertThat(placed.orderId()).isEqualTo(1L << 32 | order);
        assertThat(placed.channel()).isEqualTo(65_535);
        assertThat(placed.urgency().value()).isEqualTo((short) 2);
        assertThat(placed.source()).isEqualTo("erp_shop");
        assertThat(placed.currency()).isEqualTo("ZWG");
        assertThat(placed.totalAmount()).isEqualTo(7L << 40);
        assertThat(placed.deadlineMillis()).isEqualTo(5L << 40);
        assertThat(placed.lineCount()).isEqualTo(2_000);
        assertThat(placed.externalNumber()).isEqualTo(number);
        assertThat(placing.buffer().length()).isEqualTo(LENGTH_BYTES + header.encodedLength() + placed.encodedLength());
    }

    private int written() {
        return events.buffer().length() - LENGTH_BYTES;
    }
}
