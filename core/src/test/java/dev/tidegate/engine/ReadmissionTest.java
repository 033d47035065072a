package dev.tidegate.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.Orders;
import dev.tidegate.message.Command;
import dev.tidegate.message.Command.Grade;
import dev.tidegate.message.Command.Limit;
import dev.tidegate.message.Command.ReadmitOrder;
import dev.tidegate.message.Command.ReturnLines;
import dev.tidegate.message.Command.ReturnedLine;
import dev.tidegate.message.MessageCheck;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.message.sbe.MessageHeaderDecoder;
import dev.tidegate.message.sbe.OrderLeftDecoder;
import dev.tidegate.message.sbe.OrderReadmittedDecoder;
import dev.tidegate.message.sbe.PlaceOrderDecoder;
import dev.tidegate.order.Closing;
import dev.tidegate.order.OrderState;
import dev.tidegate.table.StateInput;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Orders that complete, leave memory, and come back. */
class ReadmissionTest {
    private static final long WINDOW = 1_000;
    private static final long RETENTION = 10;
    private static final long MEMORY = 5_000;

    private final Store store = new Store();

    @BeforeEach
    void limitTimes() {
        store.receive(100);
        store.limit(Limit.RETURN_WINDOW_MILLIS, WINDOW);
        store.limit(Limit.CLOSED_RETENTION_MILLIS, RETENTION);
        store.limit(Limit.EXTERNAL_MEMORY_MILLIS, MEMORY);
    }

    @AfterEach
    void everythingAddsUp() {
        assertThat(store.engine().verify()).isNull();
        assertThat(store.stock().sellable()
                        + store.stock().held()
                        + store.stock().sold()
                        + store.stock().shipped())
                .isEqualTo(100);
        final Words words = Words.of(store.engine());
        final Engine copy = Engine.read(words, new EngineSettings(3, 4, 1, 1, 1));
        assertThat(Words.of(copy).all).isEqualTo(words.all);
        assertThat(copy.digestHigh()).isEqualTo(store.engine().digestHigh());
        assertThat(copy.nextDeadlineMillis()).isEqualTo(store.engine().nextDeadlineMillis());
    }

    /** A whole state in memory. */
    private static final class Words implements StateInput {
        private final List<Long> all = new ArrayList<>();
        private int at;

        static Words of(final Engine engine) {
            final Words words = new Words();
            engine.write((block, from, count) -> {
                for (int i = from; i < from + count; i++) {
                    words.all.add(block[i]);
                }
            });
            return words;
        }

        @Override
        public long left() {
            return all.size() - at;
        }

        @Override
        public void take(final long[] target, final int from, final int count) {
            for (int i = from; i < from + count; i++) {
                target[i] = all.get(at++);
            }
        }
    }

    private Command numbered(final String number) {
        return order(number).build();
    }

    private Orders.Place order(final String number) {
        return Orders.place(store.shop, number, "test", Command.Urgency.NORMAL).line(store.tea, 2, Store.PRICE);
    }

    private long shipped(final String number) {
        final long order = store.accepted(numbered(number)).entityId();
        store.pay(order);
        store.accepted(Orders.ship(order));
        return order;
    }

    private Outcome giveBack(final long order, final long units) {
        return store.ask(new ReturnLines(order, 1, List.of(new ReturnedLine(1, units, Grade.SELLABLE))));
    }

    /** Lets an order that is done complete and leave; gives its record. */
    private byte[] gone(final long order) {
        store.pass(WINDOW + 1);
        store.tick();
        store.pass(RETENTION);
        return store.left(order);
    }

    private Outcome readmit(final long order, final byte[] record) {
        return store.ask(new ReadmitOrder(order, 3, record));
    }

    @Test
    void shouldCompleteWhenTheTimeForReturnsIsOver() {
        final long order = shipped("a");
        assertThat(store.engine().nextDeadlineMillis()).isEqualTo(store.time() + WINDOW + 1);
        store.pass(WINDOW);
        store.tick();
        assertThat(giveBack(order, 1).code()).isEqualTo(OutcomeCode.ACCEPTED);
        assertThat(store.order(order).state()).isEqualTo(OrderState.OUTBOUND);

        store.pass(1);
        store.tick();

        assertThat(store.order(order).state()).isEqualTo(OrderState.CLOSED);
        assertThat(store.order(order).closing()).isEqualTo(Closing.COMPLETED);
        assertThat(store.counts().openOrders()).isZero();
        assertThat(giveBack(order, 1).code()).isEqualTo(OutcomeCode.RETURN_WINDOW_OVER);
        assertThat(store.cancel(order).code()).isEqualTo(OutcomeCode.ALREADY_SHIPPED);
        assertThat(store.pay(order).code()).isEqualTo(OutcomeCode.ALREADY_PAID);
        assertThat(store.ask(new Command.StartPayment(order)).code()).isEqualTo(OutcomeCode.ALREADY_PAID);
        assertThat(store.ask(Orders.ship(order)).code()).isEqualTo(OutcomeCode.ALREADY_SHIPPED);
    }

    @Test
    void shouldCountTheTimeFromWhatMadeItDone() {
        store.accepted(new Command.DefineChannel("shop", true, List.of(store.house)));
        final long returned = store.placed(2);
        final long paid = store.placed(2);
        store.accepted(Orders.ship(returned));
        store.accepted(Orders.ship(paid));
        store.pass(WINDOW);
        assertThat(giveBack(returned, 2).code()).isEqualTo(OutcomeCode.ACCEPTED);
        store.pass(WINDOW);
        store.pay(paid);

        store.tick();
        assertThat(store.order(returned).closing()).isEqualTo(Closing.CANCELLED);
        assertThat(store.order(paid).state()).isEqualTo(OrderState.OUTBOUND);
        store.pass(1);
        store.tick();
        assertThat(store.order(paid).closing()).isEqualTo(Closing.COMPLETED);
    }

    @Test
    void shouldRefuseTheNumberOfAnOrderThatLeft() {
        final long order = shipped("a");
        gone(order);

        assertThat(store.order(order)).isNull();
        assertThat(store.engine().reads().archived(order)).isTrue();
        assertThat(store.engine().reads().archived(store.shop, "a")).isEqualTo(order);
        assertThat(store.engine().reads().archived(store.shop + 1, "a")).isZero();
        final Outcome again = store.ask(numbered("a"));
        assertThat(again.code()).isEqualTo(OutcomeCode.DUPLICATE_EXTERNAL);
        assertThat(again.entityId()).isEqualTo(order);
        assertThat(store.ask(numbered("b")).code()).isEqualTo(OutcomeCode.ACCEPTED);
    }

    @Test
    void shouldAskForAWordOnceANumberMayBeForgotten() {
        final long placed = store.time();
        gone(shipped("a"));
        assertThat(store.ask(order("old").ordered(placed).build()).code()).isEqualTo(OutcomeCode.ACCEPTED);
        store.pass(MEMORY + 1);
        store.tick();

        final Outcome refused = store.ask(order("a").ordered(placed + 300_000).build());

        assertThat(refused.code()).isEqualTo(OutcomeCode.BACKFILL_REQUIRED);
        assertThat(refused.asked()).isEqualTo(placed + 300_000);
        assertThat(refused.available()).isEqualTo(placed + 300_001);
        assertThat(store.ask(order("b").ordered(placed + 300_001).build()).code())
                .isEqualTo(OutcomeCode.ACCEPTED);
        assertThat(store.ask(order("a").ordered(1).backfill().build()).code()).isEqualTo(OutcomeCode.ACCEPTED);
        assertThat(store.ask(numbered("c")).code()).isEqualTo(OutcomeCode.ACCEPTED);
    }

    @Test
    void shouldForgetEarlyRatherThanRefuse() {
        store.limit(Limit.EXTERNALS_REMEMBERED, 1);
        final long first = shipped("a");
        final byte[] record = gone(first);
        final long second = shipped("b");
        gone(second);

        assertThat(store.engine().reads().archived(store.shop, "a")).isZero();
        assertThat(store.engine().reads().archived(store.shop, "b")).isEqualTo(second);
        assertThat(readmit(first, record).code()).isEqualTo(OutcomeCode.ORDER_FORGOTTEN);
        assertThat(store.ask(order("a").ordered(1).build()).code()).isEqualTo(OutcomeCode.BACKFILL_REQUIRED);
        assertThat(store.ask(numbered("a")).code()).isEqualTo(OutcomeCode.ACCEPTED);
    }

    @Test
    void shouldComeBackAsItLeft() {
        final long order = shipped("a");
        final EngineReads.OrderView before = store.order(order);
        final byte[] record = gone(order);
        final long another = store.accepted(numbered("b")).entityId();

        final Outcome answer = readmit(order, record);

        assertThat(answer.code()).isEqualTo(OutcomeCode.ACCEPTED);
        assertThat(answer.entityId()).isEqualTo(order);
        final EngineReads.OrderView after = store.order(order);
        assertThat(after.lines()).isEqualTo(before.lines());
        assertThat(after)
                .usingRecursiveComparison()
                .ignoringFields("state", "closing")
                .isEqualTo(before);
        assertThat(after.state()).isEqualTo(OrderState.CLOSED);
        assertThat(after.closing()).isEqualTo(Closing.COMPLETED);
        assertThat(store.order(another).externalNumber()).isEqualTo("b");
        assertThat(store.counts().openOrders()).isEqualTo(1);
        assertThat(store.engine().reads().order(store.shop, "a").orderId()).isEqualTo(order);
        assertThat(store.engine().reads().archived(store.shop, "a")).isZero();
        assertThat(store.ask(numbered("a")).code()).isEqualTo(OutcomeCode.DUPLICATE_EXTERNAL);
        assertThat(readmit(order, record).code()).isEqualTo(OutcomeCode.ORDER_IN_MEMORY);
    }

    @Test
    void shouldTellThatItCameBack() {
        final long order = shipped("a");
        final byte[] record = gone(order);
        final int length = store.encode(store.newId(), new ReadmitOrder(order, 3, record));
        store.engine().apply(store.engine().sequence() + 1, store.time(), store.buffer(), 0, length, new Outcome());

        final OrderReadmittedDecoder told = new OrderReadmittedDecoder()
                .wrapAndApplyHeader(store.engine().events().buffer(), Integer.BYTES, new MessageHeaderDecoder());
        assertThat(told.orderId()).isEqualTo(order);
        assertThat(told.channel()).isEqualTo(store.shop);
        assertThat(told.closing()).isEqualTo((short) Closing.COMPLETED);
        assertThat(told.reason()).isEqualTo(3);
        assertThat(told.externalNumber()).isEqualTo("a");
        assertThat(store.engine().events().length())
                .isEqualTo(Integer.BYTES + MessageCheck.HEADER_BYTES + told.encodedLength());
        store.engine().events().clear();
    }

    @Test
    void shouldRefuseATimeBeforeAllTimeAndAWordThatIsNone() {
        final Outcome negative = store.ask(order("a").ordered(-1).build());
        assertThat(negative.code()).isEqualTo(OutcomeCode.VALUE_OUT_OF_RANGE);
        assertThat(negative.asked()).isEqualTo(-1);
        final int length = store.encode(store.newId(), order("a").ordered(1).build());
        store.buffer().putByte(MessageCheck.HEADER_BYTES + PlaceOrderDecoder.backfillEncodingOffset(), (byte) 2);
        final Outcome word = store.apply(length);
        assertThat(word.code()).isEqualTo(OutcomeCode.VALUE_OUT_OF_RANGE);
        assertThat(word.asked()).isEqualTo(2);
    }

    @Test
    void shouldTakeGoodsBackOnceItIsThere() {
        final long order = shipped("a");
        final byte[] record = gone(order);
        assertThat(giveBack(order, 1).code()).isEqualTo(OutcomeCode.ORDER_ARCHIVED);
        readmit(order, record);

        assertThat(giveBack(order, 1).code()).isEqualTo(OutcomeCode.ACCEPTED);
        store.pass(RETENTION);
        final byte[] second = store.left(order);

        assertThat(readmit(order, record).code()).isEqualTo(OutcomeCode.RECORD_MISMATCH);
        assertThat(readmit(order, second).code()).isEqualTo(OutcomeCode.ACCEPTED);
        assertThat(store.line(order).returned()).isEqualTo(1);
        assertThat(giveBack(order, 2).code()).isEqualTo(OutcomeCode.MORE_THAN_LEFT);
        assertThat(giveBack(order, 1).code()).isEqualTo(OutcomeCode.ACCEPTED);
        assertThat(store.stock().sellable()).isEqualTo(100);
    }

    @Test
    void shouldTakeNoForgedRecord() {
        final long order = shipped("a");
        final byte[] record = gone(order);

        for (int at = 0; at < record.length; at++) {
            final byte[] forged = record.clone();
            forged[at] ^= 1;
            assertThat(readmit(order, forged).code())
                    .as("byte %d", at)
                    .isIn(OutcomeCode.RECORD_INVALID, OutcomeCode.RECORD_MISMATCH, OutcomeCode.ORDER_FORGOTTEN);
        }
        final byte[] other = record.clone();
        other[MessageCheck.HEADER_BYTES + OrderLeftDecoder.BLOCK_LENGTH + 4 + 10] ^= 4;
        assertThat(readmit(order, other).code()).isEqualTo(OutcomeCode.RECORD_MISMATCH);
        assertThat(readmit(order, record).code()).isEqualTo(OutcomeCode.ACCEPTED);
    }

    @Test
    void shouldBeAnOrderLikeAnyOtherOnceItIsPaidLate() {
        final long order = store.accepted(numbered("a")).entityId();
        store.pass(Store.HALF_HOUR);
        store.tick();
        store.pass(RETENTION);
        final byte[] record = store.left(order);
        readmit(order, record);

        assertThat(store.ask(new Command.ConfirmPayment(order, Store.PRICE)).code())
                .isEqualTo(OutcomeCode.PAID_LATE);
        assertThat(store.counts().openOrders()).isEqualTo(1);
        store.accepted(Orders.ship(order));
        store.pass(WINDOW + 1);
        assertThat(giveBack(order, 1).code()).isEqualTo(OutcomeCode.RETURN_WINDOW_OVER);
        store.tick();
        store.pass(RETENTION);
        final byte[] second = store.left(order);
        assertThat(second).isNotEmpty();
        assertThat(readmit(order, second).code()).isEqualTo(OutcomeCode.ACCEPTED);
        assertThat(store.order(order).closing()).isEqualTo(Closing.COMPLETED);
    }

    @Test
    void shouldKeepIdsApartWhateverRecordAnOrderStandsIn() {
        final long first = shipped("a");
        final long second = shipped("b");
        store.pass(WINDOW + 1);
        store.tick();
        store.pass(RETENTION);
        final byte[] recordOfSecond = store.left(second);
        final long third = store.accepted(numbered("c")).entityId();
        assertThat(third).isNotIn(first, second);

        assertThat(readmit(second, recordOfSecond).code()).isEqualTo(OutcomeCode.ACCEPTED);

        assertThat(store.order(first)).isNull();
        assertThat(store.order(second).externalNumber()).isEqualTo("b");
        assertThat(store.order(third).externalNumber()).isEqualTo("c");
        store.pass(RETENTION);
        assertThat(store.left(second)).isEqualTo(recordOfSecond);
        final long fourth = store.accepted(numbered("d")).entityId();
        assertThat(fourth).isNotIn(first, second, third);
        assertThat(store.order(second)).isNull();
        assertThat(store.engine().reads().archived(second)).isTrue();
    }
}
