package dev.tidegate.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.message.Command.ExtendHolds;
import dev.tidegate.message.Command.HoldTiming;
import dev.tidegate.message.Command.Limit;
import dev.tidegate.message.Command.SetHoldTiming;
import dev.tidegate.message.Command.StartPayment;
import dev.tidegate.message.CommandEncoder;
import dev.tidegate.message.CommandHeader;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.MessageCheck;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.message.sbe.HoldsExtendedDecoder;
import dev.tidegate.message.sbe.MessageHeaderDecoder;
import dev.tidegate.message.sbe.OrderChangedDecoder;
import dev.tidegate.model.StateWords;
import dev.tidegate.order.Closing;
import dev.tidegate.order.OrderState;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds that get a minimum remaining time, all at once. */
class ExtendHoldsTest {
    private static final long MINIMUM = 5 * Store.MINUTE;
    private static final long OUTAGE = 20 * Store.MINUTE;

    private final Store store = new Store();

    @BeforeEach
    void stock() {
        store.receive(10_000);
    }

    private long hold(final long millis) {
        return store.accepted(store.order()
                        .line(store.tea, 1, Store.PRICE)
                        .holdMillis(millis)
                        .build())
                .entityId();
    }

    private long deadline(final long order) {
        return store.order(order).deadlineMillis();
    }

    @Test
    void shouldPutOffWhatIsDueAfterTheTimeBeforeAndBeforeTheNewDeadline() {
        final long before = store.time();
        final long atNextMillisecond = hold(1);
        final long meanwhile = hold(OUTAGE);
        final long justTooEarly = hold(OUTAGE + MINIMUM - 1);
        final long justRight = hold(OUTAGE + MINIMUM);
        final long later = hold(OUTAGE + MINIMUM + 1);
        store.pass(OUTAGE);
        final long until = store.time() + MINIMUM;

        final Outcome outcome = store.accepted(new ExtendHolds(MINIMUM));

        assertThat(outcome.available()).isEqualTo(3);
        assertThat(outcome.deadlineMillis()).isEqualTo(until);
        assertThat(outcome.entityId() + outcome.line() + outcome.asked()).isZero();
        assertThat(List.of(deadline(atNextMillisecond), deadline(meanwhile), deadline(justTooEarly)))
                .containsOnly(until);
        assertThat(deadline(justRight)).isEqualTo(until);
        assertThat(deadline(later)).isEqualTo(before + OUTAGE + MINIMUM + 1);
        assertThat(store.engine().nextDeadlineMillis()).isEqualTo(until);
        assertThat(store.engine().verify()).isNull();
    }

    @Test
    void shouldLeaveExpiredWhatWasDueAtTheTimeBeforeSweptOrNot() {
        final long swept = hold(1_000);
        final long unswept = hold(2_000);
        final long notYet = hold(2_001);
        store.pass(1_000);
        store.tick();
        store.pass(1_000);
        store.receive(1);
        store.pass(OUTAGE);

        assertThat(store.accepted(new ExtendHolds(MINIMUM)).available()).isEqualTo(1);

        assertThat(store.order(swept).closing()).isEqualTo(Closing.EXPIRED);
        assertThat(store.order(unswept).due()).isTrue();
        assertThat(deadline(notYet)).isEqualTo(store.time() + MINIMUM);
        store.tick();
        assertThat(store.order(unswept).closing()).isEqualTo(Closing.EXPIRED);
        assertThat(store.order(notYet).state()).isEqualTo(OrderState.CREATED);
    }

    @Test
    void shouldCountARefusalAndARepetitionAsTheCommandBefore() {
        final long order = hold(1_000);
        store.pass(1_000);
        assertThat(store.place(1_000_000).code()).isEqualTo(OutcomeCode.OUT_OF_STOCK);
        store.pass(OUTAGE);

        // The refusal has expired it, to see whether that would make room.
        assertThat(store.accepted(new ExtendHolds(MINIMUM)).available()).isZero();
        assertThat(store.order(order).closing()).isEqualTo(Closing.EXPIRED);

        final long second = hold(1_000);
        final CommandHeader id = store.newId();
        store.ask(id, new ExtendHolds(1));
        store.pass(1_000);
        assertThat(store.ask(id, new ExtendHolds(1)).duplicate()).isTrue();
        store.pass(OUTAGE);

        assertThat(store.accepted(new ExtendHolds(MINIMUM)).available()).isZero();
        assertThat(store.order(second).due()).isTrue();
    }

    @Test
    void shouldLeaveAloneWhoNeedsNoTime() {
        final long paid = hold(1_000);
        store.pay(paid);
        final long cancelled = hold(1_000);
        store.cancel(cancelled);
        store.pass(OUTAGE);

        assertThat(store.accepted(new ExtendHolds(MINIMUM)).available()).isZero();
        assertThat(deadline(paid)).isZero();
        assertThat(store.order(cancelled).state()).isEqualTo(OrderState.CLOSED);
    }

    @Test
    void shouldPutOffAnOrderThatPaysAndOneThatHoldsNothingYet() {
        final long paying = hold(1_000);
        store.accepted(new StartPayment(paying));
        store.accepted(new SetHoldTiming(store.shop, HoldTiming.AT_PAYMENT));
        final long nothingHeld = hold(1_000);
        store.pass(OUTAGE);

        assertThat(store.accepted(new ExtendHolds(MINIMUM)).available()).isEqualTo(2);
        assertThat(deadline(paying)).isEqualTo(store.time() + MINIMUM);
        assertThat(deadline(nothingHeld)).isEqualTo(store.time() + MINIMUM);
        store.pass(MINIMUM - 1);
        assertThat(store.pay(nothingHeld).code()).isEqualTo(OutcomeCode.ACCEPTED);
        assertThat(store.pay(paying).code()).isEqualTo(OutcomeCode.ACCEPTED);
    }

    @Test
    void shouldRepeatTheAnswerAndPutNothingOffAgain() {
        final long order = hold(1_000);
        final CommandHeader id = store.newId();
        final Outcome first = store.ask(id, new ExtendHolds(MINIMUM));
        store.pass(1);
        final Outcome again = store.ask(id, new ExtendHolds(MINIMUM));

        assertThat(again.duplicate()).isTrue();
        assertThat(again.available()).isEqualTo(first.available()).isEqualTo(1);
        assertThat(again.deadlineMillis()).isZero();
        assertThat(deadline(order)).isEqualTo(store.time() - 1 + MINIMUM);
    }

    @Test
    void shouldPutOffTwiceInARow() {
        final long order = hold(1_000);
        final long longer = hold(OUTAGE);
        store.accepted(new ExtendHolds(MINIMUM));
        store.pass(MINIMUM - 1);
        final Outcome second = store.accepted(new ExtendHolds(MINIMUM));

        assertThat(second.available()).isEqualTo(1);
        assertThat(deadline(order)).isEqualTo(store.time() + MINIMUM);
        assertThat(deadline(longer)).isEqualTo(store.time() - MINIMUM + 1 + OUTAGE);
        store.pass(MINIMUM);
        store.tick();
        assertThat(store.order(order).closing()).isEqualTo(Closing.EXPIRED);
        assertThat(store.order(longer).state()).isEqualTo(OrderState.CREATED);
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, 0, 86_400_001, Long.MAX_VALUE})
    void shouldRefuseAMinimumOutOfRange(final long millis) {
        final Outcome outcome = store.ask(new ExtendHolds(millis));

        assertThat(outcome.code()).isEqualTo(OutcomeCode.VALUE_OUT_OF_RANGE);
        assertThat(outcome.asked()).isEqualTo(millis);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 86_400_000})
    void shouldTakeAMinimumAtTheEdgeOfTheRange(final long millis) {
        assertThat(store.ask(new ExtendHolds(millis)).code()).isEqualTo(OutcomeCode.ACCEPTED);
    }

    @Test
    void shouldTellAllOfItWithOneEvent() {
        hold(1_000);
        hold(2_000);
        final long before = store.time();
        store.pass(OUTAGE);
        final List<byte[]> events = events(new ExtendHolds(MINIMUM));

        assertThat(events).hasSize(1);
        final HoldsExtendedDecoder told = new HoldsExtendedDecoder()
                .wrapAndApplyHeader(new HeapBuffer(events.get(0)), 0, new MessageHeaderDecoder());
        assertThat(told.beforeMillis()).isEqualTo(before);
        assertThat(told.untilMillis()).isEqualTo(store.time() + MINIMUM);
        assertThat(told.holds()).isEqualTo(2);
        assertThat(events(new ExtendHolds(MINIMUM))).isEmpty();
    }

    private List<byte[]> events(final ExtendHolds command) {
        return applied(store.encode(store.newId(), command));
    }

    /** Applies what stands in the store's buffer, and gives its events. */
    private List<byte[]> applied(final int length) {
        final Engine engine = store.engine();
        engine.apply(engine.sequence() + 1, store.time(), store.buffer(), 0, length, new Outcome());
        final List<byte[]> told = new ArrayList<>();
        final HeapBuffer events = engine.events().buffer();
        for (int at = 0; at < engine.events().length(); at += Integer.BYTES + events.getInt(at)) {
            final byte[] event = new byte[events.getInt(at)];
            events.getBytes(at + Integer.BYTES, event);
            told.add(event);
        }
        engine.events().clear();
        return told;
    }

    /** Many holds of many lengths, put off once, and more placed behind them. */
    private List<Long> putOffMany() {
        final Random random = new Random(5);
        final List<Long> orders = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            store.pass(random.nextInt(100));
            orders.add(random.nextBoolean() ? hold(60_000) : hold(60_000 + random.nextInt(600_000)));
        }
        store.pass(OUTAGE / 40);
        assertThat(store.accepted(new ExtendHolds(MINIMUM)).available()).isGreaterThan(200);
        for (int i = 0; i < 100; i++) {
            store.pass(random.nextInt(100));
            orders.add(hold(MINIMUM));
        }
        return orders;
    }

    @Test
    void shouldExpireInTheOrderOfDeadlineAndPlacing() {
        final List<Long> expected = putOffMany();
        // They stand in the order of their placing, which a sort keeps.
        expected.sort((a, b) -> Long.compare(deadline(a), deadline(b)));
        store.limit(Limit.WORK_PER_TICK, 7);

        assertThat(expired(expected.size())).isEqualTo(expected);
        assertThat(store.engine().verify()).isNull();
    }

    /** Lets everything expire, and gives the orders as they did. */
    private List<Long> expired(final int count) {
        store.pass(24 * 60 * Store.MINUTE);
        final List<Long> expired = new ArrayList<>();
        while (expired.size() < count) {
            final int before = expired.size();
            for (final byte[] event : applied(CommandEncoder.encodeTick(store.buffer(), 0))) {
                if (MessageCheck.templateId(new HeapBuffer(event), 0) == OrderChangedDecoder.TEMPLATE_ID) {
                    expired.add(new HeapBuffer(event).getLong(MessageCheck.HEADER_BYTES));
                }
            }
            assertThat(expired).hasSizeGreaterThan(before);
        }
        return expired;
    }

    @Test
    void shouldGoOnFromASnapshotAsIfNothingHadHappened() {
        final List<Long> orders = putOffMany();
        final Engine copy = StateWords.of(store.engine()).read(new EngineSettings(1, 2, 16, 16, 16));
        assertThat(copy.digestHigh()).isEqualTo(store.engine().digestHigh());
        assertThat(copy.nextDeadlineMillis()).isEqualTo(store.engine().nextDeadlineMillis());
        final Random random = new Random(6);
        final Outcome outcome = new Outcome();
        while (copy.reads().order(orders.get(orders.size() - 1)).state() != OrderState.CLOSED) {
            store.pass(random.nextInt(60_000));
            final int length = random.nextInt(20) == 0
                    ? store.encode(store.newId(), new ExtendHolds(1 + random.nextInt(100_000)))
                    : CommandEncoder.encodeTick(store.buffer(), 0);
            copy.apply(copy.sequence() + 1, store.time(), store.buffer(), 0, length, outcome);
            copy.events().clear();
            store.apply(length);

            assertThat(copy.digestHigh()).isEqualTo(store.engine().digestHigh());
            assertThat(copy.digestLow()).isEqualTo(store.engine().digestLow());
            assertThat(copy.nextDeadlineMillis()).isEqualTo(store.engine().nextDeadlineMillis());
        }
        assertThat(copy.verify()).isNull();
    }
}
