package dev.tidegate.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.message.Command;
import dev.tidegate.message.Command.AdjustMode;
import dev.tidegate.message.Command.AdjustStock;
import dev.tidegate.message.Command.DefineSku;
import dev.tidegate.message.Command.Grade;
import dev.tidegate.message.Command.LineQuantity;
import dev.tidegate.message.Command.OrderLine;
import dev.tidegate.message.Command.QuotaMode;
import dev.tidegate.message.Command.ReceiveStock;
import dev.tidegate.message.Command.RetireSku;
import dev.tidegate.message.Command.ReturnFrom;
import dev.tidegate.message.Command.ReturnLines;
import dev.tidegate.message.Command.ReturnToStock;
import dev.tidegate.message.Command.ReturnedLine;
import dev.tidegate.message.Command.SetAllotment;
import dev.tidegate.message.Command.SetChannelQuota;
import dev.tidegate.message.Command.SetSafetyStock;
import dev.tidegate.message.OutcomeCode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Corrections, claims without units, quotas, allotments. */
abstract class StockScenarios extends Scenario {

    @Test
    void shouldMakeTheLatestOrderShortAndFillTheOldestFirst() {
        receive(10);
        final long first = place(4);
        final long second = place(4);
        correctBy(-7);

        assertThat(stock()).isEqualTo(new Ledger.Stock(0, 0, 3, 0, 0, 0, 5));
        assertThat(order(first).lines().get(0).shortUnits()).isEqualTo(1);
        assertThat(order(second).lines().get(0).shortUnits()).isEqualTo(4);
        assertRefused(pay(second), OutcomeCode.LINE_SHORT, 1, 4, 0);
        receive(2);
        assertThat(order(first).lines().get(0).shortUnits()).isZero();
        assertThat(order(second).lines().get(0).shortUnits()).isEqualTo(3);
        assertThat(stock()).isEqualTo(new Ledger.Stock(0, 0, 5, 0, 0, 0, 3));
    }

    @Test
    void shouldSpareWhatIsPaidUntilNothingElseIsLeft() {
        receive(4);
        final long unpaid = place(2);
        final long paid = place(2);
        paid(paid);
        correctBy(-3);

        assertThat(order(unpaid).lines().get(0).shortUnits()).isEqualTo(2);
        assertThat(order(paid).lines().get(0).shortUnits()).isEqualTo(1);
        assertRefused(ship(paid), OutcomeCode.LINE_SHORT, 1, 2, 1);
        assertRefused(ship(paid, new LineQuantity(1, 1)), OutcomeCode.LINE_SHORT, 1, 1, 1);
        receive(3);
        assertThat(stock()).isEqualTo(new Ledger.Stock(0, 0, 2, 2, 0, 0, 0));
        assertThat(ship(paid).code()).isEqualTo(OutcomeCode.ACCEPTED);
    }

    @Test
    void shouldGiveBackClaimsBeforeUnits() {
        receive(3);
        final long order = place(3);
        correctBy(-2);
        cancel(order, new LineQuantity(1, 2));

        assertThat(stock()).isEqualTo(new Ledger.Stock(0, 0, 1, 0, 0, 0, 0));
    }

    @Test
    void shouldSettleBeforeACorrectionTakesFromHolds() {
        receive(3);
        final long dead = place(2);
        time = NOON + HALF_HOUR;
        final long alive = place(1);
        correctBy(-2);

        assertThat(order(dead).closing()).isEqualTo(Books.EXPIRED);
        assertThat(order(alive).lines().get(0).shortUnits()).isZero();
        assertThat(stock()).isEqualTo(new Ledger.Stock(0, 0, 1, 0, 0, 0, 0));
    }

    @Test
    void shouldRefuseACorrectionBelowNothing() {
        receive(2);
        place(1);

        assertRefused(apply(new AdjustStock(sku, house, AdjustMode.BY, -3, 1, 0)), OutcomeCode.BELOW_ZERO, 0, 3, 2);
        assertRefused(apply(new AdjustStock(sku, annex, AdjustMode.BY, -1, 1, 0)), OutcomeCode.BELOW_ZERO, 0, 1, 0);
    }

    @Test
    void shouldCountOnlyWhatIsInTheHouseWhenCorrectedToAQuantity() {
        receive(5);
        final long order = place(2);
        paid(order);
        ship(order);
        accepted(new AdjustStock(sku, house, AdjustMode.TO, 3, 1, 0));
        assertThat(stock()).isEqualTo(new Ledger.Stock(3, 0, 0, 0, 2, 0, 0));
        accepted(new AdjustStock(sku, annex, AdjustMode.TO, 0, 1, 0));

        assertThat(counts().stocks()).isEqualTo(1);
    }

    @Test
    void shouldTakeSafetyStockAsTheLargerOfSkuAndChannel() {
        receive(5);
        accepted(new SetSafetyStock(sku, 0, 1));
        accepted(new SetSafetyStock(sku, shop, 3));

        assertRefused(apply(order(line(house, 0, 3))), OutcomeCode.SAFETY_STOCK, 1, 3, 2);
        assertRefused(apply(order(line(house, 0, 6))), OutcomeCode.OUT_OF_STOCK, 1, 6, 2);
    }

    @Test
    void shouldTakeTheFirstWarehouseThatHasEnoughAndElseNameTheMost() {
        receive(2);
        receive(annex, 3);

        assertRefused(apply(order(line(4))), OutcomeCode.OUT_OF_STOCK, 1, 4, 3);
        place(3);
        assertThat(stock().held()).isZero();
        place(2);
        assertThat(stock().held()).isEqualTo(2);
    }

    @Test
    void shouldLetALineSeeWhatTheLinesBeforeItTake() {
        receive(3);

        assertRefused(apply(order(line(2), line(2))), OutcomeCode.OUT_OF_STOCK, 2, 2, 1);
        assertThat(stock().sellable()).isEqualTo(3);
    }

    @Test
    void shouldHoldAShareOfWhatWasOfferedForTheChannel() {
        receive(10);
        place(2);
        accepted(new SetChannelQuota(sku, shop, QuotaMode.SHARE, 3_333));

        assertRefused(apply(order(line(2))), OutcomeCode.QUOTA_EXCEEDED, 1, 2, 1);
        receive(5);
        assertRefused(apply(order(line(3))), OutcomeCode.QUOTA_EXCEEDED, 1, 3, 2);
        place(2);
        correctBy(-9);
        assertRefused(apply(order(line(1))), OutcomeCode.QUOTA_EXCEEDED, 1, 1, 0);
    }

    @Test
    void shouldLeaveLinesFromAnAllotmentOutsideOfTheQuota() {
        receive(10);
        final int sale = campaign(NOON, NOON + MINUTE);
        allot(sale, 4);
        final long fenced = place(order(line(0, sale, 3)));
        accepted(new SetChannelQuota(sku, shop, QuotaMode.UNITS, 2));
        cancel(fenced);

        assertRefused(apply(order(line(3))), OutcomeCode.QUOTA_EXCEEDED, 1, 3, 2);
        place(order(line(0, sale, 4)));
        place(2);
    }

    @Test
    void shouldNotGiveQuotaBackForWhatWasPaidBeforeItWasSet() {
        receive(10);
        final long before = place(3);
        paid(before);
        accepted(new SetChannelQuota(sku, shop, QuotaMode.UNITS, 4));
        final long after = place(3);
        paid(after);
        cancel(before);

        assertRefused(apply(order(line(2))), OutcomeCode.QUOTA_EXCEEDED, 1, 2, 1);
        cancel(after);
        place(4);
    }

    @Test
    void shouldFenceAnAllotmentAndGiveItBackAtTheEnd() {
        receive(5);
        final int sale = campaign(NOON, NOON + MINUTE);
        allot(sale, 4);

        assertRefused(apply(order(line(2))), OutcomeCode.OUT_OF_STOCK, 1, 2, 1);
        assertRefused(apply(order(line(0, sale, 5))), OutcomeCode.ALLOTMENT_EXHAUSTED, 1, 5, 4);
        final long held = place(order(line(0, sale, 1)));
        assertThat(stock()).isEqualTo(new Ledger.Stock(1, 3, 1, 0, 0, 0, 0));
        time = NOON + MINUTE - 1;
        cancel(held);
        assertThat(stock()).isEqualTo(new Ledger.Stock(1, 4, 0, 0, 0, 0, 0));
        place(order(line(0, sale, 1)));
        time = NOON + MINUTE;
        tick();
        assertThat(stock()).isEqualTo(new Ledger.Stock(4, 0, 1, 0, 0, 0, 0));
    }

    @Test
    void shouldReleaseToSellableOnceTheCampaignIsOver() {
        receive(2);
        final int sale = campaign(NOON, NOON + MINUTE);
        allot(sale, 2);
        final long held = place(order(line(0, sale, 2)));
        time = NOON + MINUTE;
        cancel(held);

        assertThat(stock()).isEqualTo(new Ledger.Stock(2, 0, 0, 0, 0, 0, 0));
        assertThat(apply(order(line(0, sale, 1))).code()).isEqualTo(OutcomeCode.OUTSIDE_WINDOW);
    }

    @Test
    void shouldEndACampaignBeforeAnOrderIsRefusedForItsFencedUnits() {
        receive(3);
        final int sale = campaign(NOON, NOON + MINUTE);
        allot(sale, 3);
        time = NOON + MINUTE;

        place(3);
        assertThat(stock()).isEqualTo(new Ledger.Stock(0, 0, 3, 0, 0, 0, 0));
    }

    @Test
    void shouldFillShortLinesBeforeAnAllotmentIsGivenBack() {
        receive(3);
        final int sale = campaign(NOON, NOON + MINUTE);
        allot(sale, 2);
        final long plain = place(1);
        final long inSale = place(order(line(0, sale, 2)));
        correctBy(-3);
        receive(2);
        assertThat(order(plain).lines().get(0).shortUnits()).isZero();
        assertThat(order(inSale).lines().get(0).shortUnits()).isEqualTo(1);
        cancel(inSale);

        assertThat(stock()).isEqualTo(new Ledger.Stock(0, 1, 1, 0, 0, 0, 0));
    }

    @Test
    void shouldRefuseAnAllotmentThatSellableCannotCover() {
        receive(3);
        final int sale = campaign(NOON, NOON + MINUTE);
        allot(sale, 2);

        assertRefused(apply(new SetAllotment(sale, sku, house, 4)), OutcomeCode.OUT_OF_STOCK, 0, 2, 1);
        allot(sale, 0);
        assertThat(stock().sellable()).isEqualTo(3);
        assertThat(apply(order(line(0, sale, 1))).code()).isEqualTo(OutcomeCode.ALLOTMENT_EXHAUSTED);
    }

    @Test
    void shouldTakeReturnsFromShippedAndByGrade() {
        receive(3);
        final long order = place(3);
        paid(order);
        ship(order);
        accepted(new ReturnToStock(sku, house, ReturnFrom.SHIPPED, Grade.SCRAP, 1, 1, 0));
        accepted(new ReturnLines(order, 1, List.of(new ReturnedLine(1, 1, Grade.QUARANTINE))));

        assertThat(stock()).isEqualTo(new Ledger.Stock(0, 0, 0, 0, 1, 1, 0));
        assertRefused(
                apply(new ReturnLines(order, 1, List.of(new ReturnedLine(1, 2, Grade.SELLABLE)))),
                OutcomeCode.NOT_IN_BUCKET,
                1,
                2,
                1);
        assertRefused(apply(new RetireSku(sku)), OutcomeCode.SKU_IN_USE, 0, 0, 1);
    }

    @Test
    void shouldLetAReturnedLineSeeWhatTheLinesBeforeItTakeBack() {
        receive(4);
        final long order = place(order(line(2), line(2)));
        paid(order);
        ship(order);
        accepted(new ReturnToStock(sku, house, ReturnFrom.SHIPPED, Grade.SCRAP, 1, 1, 0));

        assertRefused(
                apply(new ReturnLines(
                        order,
                        1,
                        List.of(
                                new ReturnedLine(2, Command.ALL, Grade.SELLABLE),
                                new ReturnedLine(1, Command.ALL, Grade.SCRAP)))),
                OutcomeCode.NOT_IN_BUCKET,
                1,
                2,
                1);
    }

    @Test
    void shouldNotHoldMoreThanATrillionUnits() {
        accepted(new AdjustStock(sku, house, AdjustMode.TO, 999_999_999_999L, 1, 0));

        assertRefused(apply(new ReceiveStock(sku, house, 2, 1, 0, 0, 0)), OutcomeCode.STOCK_OVERFLOW, 0, 2, 1);
    }

    @Test
    void shouldLetALineSeeWhatTheLinesBeforeItTakeOfAnAllotment() {
        receive(5);
        final int sale = campaign(NOON, NOON + MINUTE);
        allot(sale, 3);

        assertRefused(apply(order(line(0, sale, 2), line(0, sale, 2))), OutcomeCode.ALLOTMENT_EXHAUSTED, 2, 2, 1);
        place(order(line(0, sale, 2), line(0, sale, 1)));
        assertThat(stock()).isEqualTo(new Ledger.Stock(2, 0, 3, 0, 0, 0, 0));
    }

    @Test
    void shouldGiveBackToAnAllotmentWhatNoShortLineWaitsFor() {
        receive(3);
        final int sale = campaign(NOON, NOON + MINUTE);
        allot(sale, 2);
        final long inSale = place(order(line(0, sale, 2)));
        final long plain = place(1);
        correctBy(-1);
        assertThat(order(plain).lines().get(0).shortUnits()).isEqualTo(1);
        cancel(inSale);

        assertThat(order(plain).lines().get(0).shortUnits()).isZero();
        assertThat(stock()).isEqualTo(new Ledger.Stock(0, 1, 1, 0, 0, 0, 0));
        assertRefused(apply(order(line(0, sale, 2))), OutcomeCode.ALLOTMENT_EXHAUSTED, 1, 2, 1);
        place(order(line(0, sale, 1)));
    }

    @Test
    void shouldMakeTheLastLineOfAnOrderShortAndFillTheFirstFirst() {
        receive(4);
        final long order = place(order(line(2), line(2)));
        correctBy(-3);
        assertThat(order(order).lines().get(0).shortUnits()).isEqualTo(1);
        assertThat(order(order).lines().get(1).shortUnits()).isEqualTo(2);
        receive(1);

        assertThat(order(order).lines().get(0).shortUnits()).isZero();
        assertThat(order(order).lines().get(1).shortUnits()).isEqualTo(2);
    }

    @Test
    void shouldLeaveTheOthersWaitingInTheirOrderWhenOneGivesUp() {
        receive(4);
        final long[] waiting = {place(1), place(1), place(1), place(1)};
        correctBy(-4);
        cancel(waiting[1]);
        receive(2);

        assertThat(order(waiting[0]).lines().get(0).shortUnits()).isZero();
        assertThat(order(waiting[2]).lines().get(0).shortUnits()).isZero();
        assertThat(order(waiting[3]).lines().get(0).shortUnits()).isEqualTo(1);
        assertThat(stock()).isEqualTo(new Ledger.Stock(0, 0, 2, 0, 0, 0, 1));
    }

    @Test
    void shouldSettleNoHoldThatHasNothingLeftOfTheSku() {
        final int rice = number(new DefineSku("rice", 1));
        accepted(new ReceiveStock(rice, house, 1, 1, 0, 0, 0));
        receive(1);
        final long due = place(order(line(1), new OrderLine(rice, 0, 0, 1, 100, 0, 0)));
        cancel(due, new LineQuantity(1, 1));
        time = NOON + HALF_HOUR;

        assertRefused(apply(order(line(2))), OutcomeCode.OUT_OF_STOCK, 1, 2, 1);
        assertThat(order(due).closing()).isZero();
        assertThat(order(due).due()).isTrue();
        assertRefused(apply(order(new OrderLine(rice, 0, 0, 2, 100, 0, 0))), OutcomeCode.OUT_OF_STOCK, 1, 2, 1);
        assertThat(order(due).closing()).isEqualTo(Books.EXPIRED);
    }

    @Test
    void shouldLowerAShareByWhatACorrectionTakesAway() {
        receive(10);
        accepted(new SetChannelQuota(sku, shop, QuotaMode.SHARE, 5_000));
        correctBy(-4);
        assertRefused(apply(order(line(4))), OutcomeCode.QUOTA_EXCEEDED, 1, 4, 3);
        correctBy(2);

        assertRefused(apply(order(line(5))), OutcomeCode.QUOTA_EXCEEDED, 1, 5, 4);
        place(4);
    }

    @Test
    void shouldTakeTheLargestCorrectionAndNothingBeyond() {
        final long most = 1_000_000_000;
        assertRefused(
                apply(new AdjustStock(sku, house, AdjustMode.BY, most + 1, 1, 0)),
                OutcomeCode.QUANTITY_TOO_LARGE,
                0,
                most + 1,
                0);
        correctBy(most);
        assertRefused(
                apply(new AdjustStock(sku, house, AdjustMode.BY, -most - 1, 1, 0)),
                OutcomeCode.QUANTITY_TOO_LARGE,
                0,
                -most - 1,
                0);
        correctBy(-most);
        assertThat(stock().sellable()).isZero();
        final long trillion = 1_000 * most;
        assertRefused(
                apply(new AdjustStock(sku, house, AdjustMode.TO, trillion + 1, 1, 0)),
                OutcomeCode.QUANTITY_TOO_LARGE,
                0,
                trillion + 1,
                0);
        accepted(new AdjustStock(sku, house, AdjustMode.TO, trillion, 1, 0));
        assertThat(stock().sellable()).isEqualTo(trillion);
    }
}
