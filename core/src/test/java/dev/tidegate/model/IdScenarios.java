package dev.tidegate.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.message.Command.DefineSku;
import dev.tidegate.message.Command.Limit;
import dev.tidegate.message.Command.LimitValue;
import dev.tidegate.message.Command.PlaceOrder;
import dev.tidegate.message.Command.ReceiveStock;
import dev.tidegate.message.Command.SetCampaignItem;
import dev.tidegate.message.Command.SetLimits;
import dev.tidegate.message.Command.SetPurchaseLimit;
import dev.tidegate.message.CommandHeader;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.model.ReferenceOutcome.Missing;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Command ids, limits, purchase counters, the order of refusals. */
abstract class IdScenarios extends Scenario {

    @Test
    void shouldRepeatTheFirstAnswerToTheSameCommand() {
        receive(3);
        final CommandHeader id = newId();
        final PlaceOrder command = partial(line(2), line(house, 0, 2));
        final ReferenceOutcome first = apply(id, command);
        assertThat(first.code()).isEqualTo(OutcomeCode.ACCEPTED_PARTLY);
        final long firstSequence = sequence();
        time = NOON + 5;

        final ReferenceOutcome again = apply(id, command);
        assertThat(again.duplicate()).isTrue();
        assertThat(again.code()).isEqualTo(OutcomeCode.ACCEPTED_PARTLY);
        assertThat(again.entityId()).isEqualTo(first.entityId());
        assertThat(again.missing()).containsExactly(new Missing(2, 1));
        assertThat(again.firstSequence()).isEqualTo(firstSequence);
        assertThat(again.firstTimeMillis()).isEqualTo(NOON);
        assertThat(again.deadlineMillis()).isZero();
        assertThat(stock().held()).isEqualTo(3);
    }

    @Test
    void shouldNameTheFirstCommandWhenAnIdIsUsedForAnother() {
        final CommandHeader id = newId();
        apply(id, new DefineSku("coffee", 1));
        final long firstSequence = sequence();

        final ReferenceOutcome conflict = apply(id, new DefineSku("coffee", 2));
        assertThat(conflict.code()).isEqualTo(OutcomeCode.ID_CONFLICT);
        assertThat(conflict.duplicate()).isFalse();
        assertThat(conflict.firstSequence()).isEqualTo(firstSequence);
    }

    @Test
    void shouldKeepTheIdsOfTwoPrincipalsApart() {
        final CommandHeader id = newId();
        apply(id, new DefineSku("coffee", 1));
        final CommandHeader other = new CommandHeader(id.idHigh(), id.idLow(), 1, CommandHeader.ActorType.HUMAN, 0, 0);

        assertThat(apply(other, new DefineSku("cocoa", 1)).code()).isEqualTo(OutcomeCode.ACCEPTED);
    }

    @Test
    void shouldRepeatARefusalUntilItIsForgotten() {
        limit(Limit.REFUSAL_MILLIS, 10);
        final CommandHeader id = newId();
        final PlaceOrder command = order(line(1));
        assertThat(apply(id, command).code()).isEqualTo(OutcomeCode.OUT_OF_STOCK);
        receive(1);
        time = NOON + 10;
        assertThat(apply(id, command).duplicate()).isTrue();
        time = NOON + 11;

        assertThat(apply(id, command).code()).isEqualTo(OutcomeCode.ACCEPTED);
    }

    @Test
    void shouldJudgeACommandAloneBeforeItsIdIsLookedUp() {
        final CommandHeader id = newId();
        apply(id, new DefineSku("coffee", 1));

        assertThat(apply(id, new DefineSku("", 1)).code()).isEqualTo(OutcomeCode.CODE_INVALID);
        assertRefused(apply(id, new DefineSku("coffee", 9)), OutcomeCode.VALUE_OUT_OF_RANGE, 0, 9, 0);
        final CommandHeader noUuid = CommandHeader.of(id.idHigh() & ~0xF000L, id.idLow());
        assertThat(apply(noUuid, new DefineSku("", 1)).code()).isEqualTo(OutcomeCode.MALFORMED_ID);
    }

    @Test
    void shouldKnowTheEdgesOfAnIdsTime() {
        final long day = 86_400_000;
        assertThat(apply(id(NOON - day), new DefineSku("a", 1)).code()).isEqualTo(OutcomeCode.ACCEPTED);
        assertThat(apply(id(NOON - day - 1), new DefineSku("b", 1)).code()).isEqualTo(OutcomeCode.ID_TOO_OLD);
        assertThat(apply(id(NOON + 300_000), new DefineSku("c", 1)).code()).isEqualTo(OutcomeCode.ACCEPTED);
        assertThat(apply(id(NOON + 300_001), new DefineSku("d", 1)).code()).isEqualTo(OutcomeCode.ID_FROM_FUTURE);
    }

    @Test
    void shouldNotTakeAForgottenIdForANewOneWhenTheHorizonIsRaised() {
        limit(Limit.ID_HORIZON_MILLIS, 60_000);
        final CommandHeader old = newId();
        apply(old, new DefineSku("coffee", 1));
        time = NOON + 400_000;
        limit(Limit.ID_HORIZON_MILLIS, 600_000);

        assertThat(apply(old, new DefineSku("coffee", 1)).code()).isEqualTo(OutcomeCode.ID_TOO_OLD);
        assertThat(apply(id(NOON + 340_000), new DefineSku("cocoa", 1)).code()).isEqualTo(OutcomeCode.ACCEPTED);
    }

    @Test
    void shouldNeverGoBackInTime() {
        receive(1);
        final long order = place(1);
        time = NOON + HALF_HOUR;
        apply(new DefineSku("coffee", 1));
        time = NOON;

        assertThat(cancel(order).code()).isEqualTo(OutcomeCode.ORDER_EXPIRED);
    }

    @Test
    void shouldSetAllLimitsOrNone() {
        receive(1);
        place(1);
        assertRefused(
                apply(new SetLimits(List.of(new LimitValue(Limit.SKUS, 5), new LimitValue(Limit.WAREHOUSES, 1)))),
                OutcomeCode.LIMIT_BELOW_USE,
                2,
                1,
                2);
        for (int i = 0; i < 5; i++) {
            accepted(new DefineSku("other" + i, 1));
        }
    }

    @Test
    void shouldRefuseOrdersAndLinesBeyondTheLimits() {
        receive(9);
        place(1);
        limit(Limit.ORDER_LINES, 2);
        assertRefused(apply(order(line(1), line(1))), OutcomeCode.ORDER_LINES_FULL, 0, 2, 1);
        limit(Limit.ORDERS, 1);
        assertThat(apply(order(line(1))).code()).isEqualTo(OutcomeCode.ORDERS_FULL);
    }

    @Test
    void shouldCountHeldAndBoughtUntilThePeriodIsOver() {
        final long period = 60 * MINUTE;
        final long periodEnd = (NOON / period + 1) * period;
        accepted(new SetPurchaseLimit(sku, 3, period));
        receive(9);
        assertRefused(apply(order(line(1))), OutcomeCode.BUYER_REQUIRED, 1, 1, 0);
        final long first = place(orderOf(7, line(2)));
        assertRefused(apply(orderOf(7, line(2))), OutcomeCode.PURCHASE_LIMIT, 1, 2, 1);
        cancel(first);
        assertThat(counts().purchaseCounters()).isZero();
        paid(place(orderOf(7, line(3))));
        time = periodEnd - 1;
        assertThat(apply(orderOf(7, line(1))).code()).isEqualTo(OutcomeCode.PURCHASE_LIMIT);
        time = periodEnd;
        place(orderOf(7, line(3)));
    }

    @Test
    void shouldNotGiveBackToALaterPeriod() {
        final long period = 60 * MINUTE;
        accepted(new SetPurchaseLimit(sku, 3, period));
        receive(9);
        final long before = place(orderOf(7, line(3)));
        paid(before);
        time = (NOON / period + 1) * period;
        place(orderOf(7, line(3)));
        cancel(before);

        assertRefused(apply(orderOf(7, line(1))), OutcomeCode.PURCHASE_LIMIT, 1, 1, 0);
    }

    @Test
    void shouldTakeTheCampaignsLimitAndCapInPlaceOfThePlainLimit() {
        accepted(new SetPurchaseLimit(sku, 1, MINUTE));
        receive(9);
        final int sale = campaign(NOON, NOON + MINUTE);
        accepted(new SetCampaignItem(sale, sku, 3, 4));

        place(orderOf(7, line(0, sale, 3)));
        assertRefused(apply(orderOf(7, line(0, sale, 1))), OutcomeCode.PURCHASE_LIMIT, 1, 1, 0);
        assertRefused(apply(orderOf(8, line(0, sale, 2))), OutcomeCode.CAMPAIGN_CAP, 1, 2, 1);
        place(orderOf(7, line(1)));
    }

    @Test
    void shouldGrantWhatThereIsAndRefuseNothingAtAllWithTheFirstLinesCode() {
        receive(1);
        final ReferenceOutcome partly = apply(partial(line(house, 0, 2), line(house, 0, 2)));
        assertThat(partly.missing()).containsExactly(new Missing(1, 1), new Missing(2, 2));

        assertRefused(apply(partial(line(house, 0, 2), line(3))), OutcomeCode.OUT_OF_STOCK, 1, 2, 0);
    }

    @Test
    void shouldDoNoMoreWorkInATickThanAllowed() {
        limit(Limit.WORK_PER_TICK, 2);
        limit(Limit.CLOSED_RETENTION_MILLIS, 1);
        receive(3);
        place(1);
        place(1);
        place(1);
        time = NOON + HALF_HOUR;
        tick();
        assertThat(stock().held()).isEqualTo(1);
        assertThat(counts().orders()).isEqualTo(3);
        time++;
        tick();
        assertThat(stock().held()).isZero();
        assertThat(counts().orders()).isEqualTo(2);
        tick();
        time++;
        tick();
        assertThat(counts().orders()).isZero();
        assertThat(nextDeadline()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void shouldStopAtTheLimitOfRememberedIds() {
        limit(Limit.IDS_REMEMBERED, 6);
        accepted(new ReceiveStock(sku, house, 1, 1, 0, 0, 0));

        assertThat(apply(new ReceiveStock(sku, house, 1, 1, 0, 0, 0)).code()).isEqualTo(OutcomeCode.IDS_FULL);
    }
}
