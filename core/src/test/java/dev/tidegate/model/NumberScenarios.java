package dev.tidegate.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.message.Command.DefineChannel;
import dev.tidegate.message.Command.DefineSku;
import dev.tidegate.message.Command.Limit;
import dev.tidegate.message.Command.LimitValue;
import dev.tidegate.message.Command.LineQuantity;
import dev.tidegate.message.Command.PlaceOrder;
import dev.tidegate.message.Command.Placing;
import dev.tidegate.message.Command.SetLimits;
import dev.tidegate.message.Command.Urgency;
import dev.tidegate.message.CommandHeader;
import dev.tidegate.message.OutcomeCode;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Orders leave memory, and their numbers are remembered for a while. */
abstract class NumberScenarios extends Scenario {
    private static final long RETENTION = 10;
    private static final long MEMORY = 1_000;
    private static final long FIVE_MINUTES = 300_000;

    @BeforeEach
    void setTheTimes() {
        limit(Limit.CLOSED_RETENTION_MILLIS, RETENTION);
        limit(Limit.EXTERNAL_MEMORY_MILLIS, MEMORY);
        receive(100);
    }

    /** Places an order, cancels it and lets it leave. */
    private long leave(final PlaceOrder command) {
        final long order = place(command);
        cancel(order);
        time += RETENTION;
        tick();
        assertThat(order(order)).isNull();
        return order;
    }

    private static PlaceOrder ordered(final PlaceOrder from, final long orderedMillis, final boolean backfill) {
        return new PlaceOrder(
                from.channel(),
                from.externalNumber(),
                from.source(),
                from.urgency(),
                from.placing(),
                from.currency(),
                from.totalAmount(),
                from.buyerHigh(),
                from.buyerLow(),
                from.holdMillis(),
                from.lines(),
                from.aliases(),
                from.document(),
                orderedMillis,
                backfill);
    }

    private static PlaceOrder inChannel(final int channel, final PlaceOrder from) {
        return new PlaceOrder(
                channel,
                from.externalNumber(),
                from.source(),
                from.urgency(),
                from.placing(),
                from.currency(),
                from.totalAmount(),
                from.buyerHigh(),
                from.buyerLow(),
                from.holdMillis(),
                from.lines(),
                from.aliases(),
                from.document());
    }

    private void assertTaken(final PlaceOrder command, final long by) {
        final ReferenceOutcome taken = apply(command);
        assertRefused(taken, OutcomeCode.DUPLICATE_EXTERNAL, 0, 0, 0);
        assertThat(taken.entityId()).isEqualTo(by);
    }

    @Test
    void shouldKeepANumberFromPlacingUntilItIsForgotten() {
        final PlaceOrder command = order(line(1));
        final long order = place(command);
        assertTaken(command, order);
        cancel(order);
        assertTaken(command, order);
        time = NOON + RETENTION;
        assertTaken(command, order);
        tick();
        assertThat(cancel(order).code()).isEqualTo(OutcomeCode.ORDER_ARCHIVED);
        assertTaken(command, order);
        time = NOON + RETENTION + MEMORY;
        assertTaken(command, order);
        time++;

        assertThat(place(command)).isNotEqualTo(order);
    }

    @Test
    void shouldKnowANumberByItsChannel() {
        final PlaceOrder command = order(line(1));
        leave(command);
        final int other = number(new DefineChannel("other", false, List.of(house)));

        place(inChannel(other, command));
    }

    @Test
    void shouldForgetNoMoreThanFourNumbersAtOnceAndTheOldestFirst() {
        final List<PlaceOrder> commands =
                List.of(order(line(1)), order(line(1)), order(line(1)), order(line(1)), order(line(1)));
        for (final PlaceOrder command : commands) {
            leave(command);
        }
        time += MEMORY + 1;
        assertThat(apply(commands.get(4)).code()).isEqualTo(OutcomeCode.DUPLICATE_EXTERNAL);

        place(commands.get(4));
        place(commands.get(0));
    }

    @Test
    void shouldForgetInATickToo() {
        for (int i = 0; i < 5; i++) {
            leave(order(line(1)));
        }
        time += MEMORY + 1;
        tick();

        limit(Limit.EXTERNALS_REMEMBERED, 0);
    }

    @Test
    void shouldForgetTheOldestNumberForWantOfRoom() {
        limit(Limit.EXTERNALS_REMEMBERED, 2);
        final PlaceOrder first = order(line(1));
        final PlaceOrder second = order(line(1));
        final PlaceOrder third = order(line(1));
        leave(first);
        final long two = leave(second);
        final long three = leave(third);

        assertTaken(second, two);
        assertTaken(third, three);
        place(first);
        assertRefused(
                apply(new SetLimits(List.of(new LimitValue(Limit.EXTERNALS_REMEMBERED, 1)))),
                OutcomeCode.LIMIT_BELOW_USE,
                1,
                1,
                2);
    }

    @Test
    void shouldForgetANumberAtOnceWhenNoneIsToBeRemembered() {
        limit(Limit.EXTERNALS_REMEMBERED, 0);
        final PlaceOrder command = order(line(1));
        leave(command);
        assertThat(apply(ordered(command, NOON + FIVE_MINUTES, false)).code()).isEqualTo(OutcomeCode.BACKFILL_REQUIRED);

        place(command);
    }

    @Test
    void shouldAskForTheWordBackfillFromTheFirstForgottenNumberOn() {
        place(ordered(order(line(1)), 1, false));
        time = NOON + 7;
        leave(order(line(1)));
        place(ordered(order(line(1)), 1, false));
        time += MEMORY + 1;
        final long floor = NOON + 7;
        final PlaceOrder old = ordered(order(line(1)), floor + FIVE_MINUTES, false);
        final CommandHeader id = newId();

        assertRefused(apply(id, old), OutcomeCode.BACKFILL_REQUIRED, 0, floor + FIVE_MINUTES, floor + FIVE_MINUTES + 1);
        assertThat(apply(id, old).duplicate()).isTrue();
        assertThat(apply(id, ordered(old, old.orderedMillis(), true)).code()).isEqualTo(OutcomeCode.ID_CONFLICT);
        assertThat(apply(ordered(order(line(1)), 1, false)).code()).isEqualTo(OutcomeCode.BACKFILL_REQUIRED);
        place(ordered(old, old.orderedMillis(), true));
        place(ordered(order(line(1)), floor + FIVE_MINUTES + 1, false));
        place(order(line(1)));
    }

    @Test
    void shouldRaiseTheFloorAndNeverLowerIt() {
        limit(Limit.EXTERNALS_REMEMBERED, 0);
        final long old = place(order(line(1)));
        time = NOON + 100;
        leave(order(line(1)));
        cancel(old);
        time += RETENTION;
        tick();
        assertThat(order(old)).isNull();

        assertRefused(
                apply(ordered(order(line(1)), NOON, false)),
                OutcomeCode.BACKFILL_REQUIRED,
                0,
                NOON,
                NOON + 100 + FIVE_MINUTES + 1);
    }

    @Test
    void shouldNameTheOrderBeforeItAsksForTheWordBackfill() {
        final PlaceOrder known = order(line(1));
        final long order = place(known);
        limit(Limit.EXTERNALS_REMEMBERED, 0);
        leave(order(line(1)));

        assertTaken(ordered(known, 1, false), order);
        assertRefused(
                apply(ordered(order(line(0, 99, 1)), 1, false)),
                OutcomeCode.BACKFILL_REQUIRED,
                0,
                1,
                NOON + FIVE_MINUTES + 1);
    }

    @Test
    void shouldJudgeTheTimeOfAnOrderBetweenUrgencyAndSource() {
        final PlaceOrder negative = ordered(order(line(1)), -1, true);
        assertRefused(apply(negative), OutcomeCode.VALUE_OUT_OF_RANGE, 0, -1, 0);
        final PlaceOrder sourceless = new PlaceOrder(
                shop,
                "",
                "",
                negative.urgency(),
                negative.placing(),
                "CNY",
                0,
                0,
                0,
                0,
                negative.lines(),
                List.of(),
                new byte[0],
                -1,
                false);
        assertThat(apply(sourceless).code()).isEqualTo(OutcomeCode.VALUE_OUT_OF_RANGE);
        final PlaceOrder hurryless = new PlaceOrder(
                shop,
                "",
                "",
                null,
                negative.placing(),
                "CNY",
                0,
                0,
                0,
                0,
                negative.lines(),
                List.of(),
                new byte[0],
                -1,
                false);
        assertThat(apply(hurryless).code()).isEqualTo(OutcomeCode.URGENCY_REQUIRED);
    }

    @Test
    void shouldTellTheWholeRecordOfAnOrderThatLeaves() {
        final long placed = sequence() + 1;
        final ReferenceOutcome partly = apply(new PlaceOrder(
                shop,
                "\u2116 7",
                "APP",
                Urgency.URGENT,
                Placing.PARTIAL,
                "EUR",
                300,
                5,
                7,
                0,
                List.of(line(3), line(house, 0, 200), line(annex, 0, 2)),
                List.of(),
                new byte[0]));
        assertThat(partly.code()).isEqualTo(OutcomeCode.ACCEPTED_PARTLY);
        final long order = partly.entityId();
        cancel(order, new LineQuantity(1, 1));
        paid(order);
        ship(order, new LineQuantity(1, 1));
        ship(order, new LineQuantity(2, 90));
        takeBack(order, 1);
        cancel(order);
        time = NOON + 3_888_000_001L;
        tick();
        assertThat(order(order).closing()).isEqualTo(Books.COMPLETED);
        time += RETENTION;
        tick();

        assertThat(OrderRecord.text(record(order), order))
                .isEqualTo(
                        " channel " + shop + " closing 5 paid 1 refundRequested 0 shipped 1 cut 1 urgency 2 source APP"
                                + " currency EUR total 300 buyerHigh 5 buyerLow 7 placedSequence " + placed
                                + " placedTime " + NOON
                                + "\n    line sku 1 warehouse 1 named 0 campaign 0"
                                + " asked 3 granted 3 cancelled 2 shipped 1 returned 1 netAmount 100"
                                + "\n    line sku 1 warehouse 1 named 1 campaign 0"
                                + " asked 200 granted 97 cancelled 7 shipped 90 returned 0 netAmount 100"
                                + "\n    line sku 1 warehouse 2 named 1 campaign 0"
                                + " asked 2 granted 0 cancelled 0 shipped 0 returned 0 netAmount 100"
                                + "\n    number \u2116 7");
    }

    @Test
    void shouldTellOfAnExpiredOrderWhatItHadBeenGranted() {
        final long order = place(order(line(2), line(1)));
        cancel(order, new LineQuantity(2, 1));
        time = NOON + HALF_HOUR;
        tick();
        time += RETENTION;
        tick();

        assertThat(OrderRecord.text(record(order), order))
                .contains(
                        "closing 2 paid 0 refundRequested 0 shipped 0 cut 1 urgency 1 source TEST currency CNY total 200")
                .contains("asked 2 granted 2 cancelled 0 shipped 0 returned 0")
                .contains("asked 1 granted 1 cancelled 1 shipped 0 returned 0");
    }

    @Test
    void shouldNotCallAnOrderCutThatACommandCancelledAtOnceOrBehindPayment() {
        final long cancelled = leave(order(line(1)));
        final long paid = place(2);
        paid(paid);
        cancel(paid, new LineQuantity(1, 1));
        cancel(paid);
        time += RETENTION;
        tick();

        assertThat(OrderRecord.text(record(cancelled), cancelled))
                .contains("closing 1 paid 0")
                .contains("cut 0");
        assertThat(OrderRecord.text(record(paid), paid))
                .contains("closing 1 paid 1")
                .contains("cut 0");
    }

    @Test
    void shouldTellOfTheRefundThatWasRequested() {
        holdAtPayment();
        final long order = place(200);
        assertThat(pay(order).code()).isEqualTo(OutcomeCode.PAID_LATE_SHORT);
        time += RETENTION;
        tick();

        assertThat(OrderRecord.text(record(order), order))
                .contains("closing 4 paid 0 refundRequested 1 shipped 0 cut 0")
                .contains("warehouse 0 named 0")
                .contains("asked 200 granted 200 cancelled 0");
    }

    @Test
    void shouldLetOrdersLeaveInTheOrderInWhichTheyClosed() {
        limit(Limit.WORK_PER_TICK, 1);
        limit(Limit.EXTERNALS_REMEMBERED, 1);
        final PlaceOrder first = order(line(1));
        final PlaceOrder second = order(line(1));
        final long one = place(first);
        final long two = place(second);
        cancel(two);
        cancel(one);
        time += RETENTION;
        tick();
        assertThat(order(two)).isNull();
        assertThat(order(one)).isNotNull();
        tick();

        assertTaken(first, one);
        place(second);
    }

    @Test
    void shouldRememberTheRetentionOfTheClosing() {
        final long order = place(1);
        cancel(order);
        limit(Limit.CLOSED_RETENTION_MILLIS, 1);
        time += RETENTION - 1;
        tick();
        assertThat(order(order)).isNotNull();
        apply(new DefineSku("other", 1));
        time++;
        tick();

        assertThat(order(order)).isNull();
    }
}
