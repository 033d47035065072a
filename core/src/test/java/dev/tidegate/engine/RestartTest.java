package dev.tidegate.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.Orders;
import dev.tidegate.message.Command;
import dev.tidegate.message.Command.AdjustMode;
import dev.tidegate.message.Command.AdjustStock;
import dev.tidegate.message.Command.DefineCampaign;
import dev.tidegate.message.Command.DefineChannel;
import dev.tidegate.message.Command.DefineSku;
import dev.tidegate.message.Command.Limit;
import dev.tidegate.message.Command.QuotaMode;
import dev.tidegate.message.Command.ReadmitOrder;
import dev.tidegate.message.Command.SetAllotment;
import dev.tidegate.message.Command.SetCampaignItem;
import dev.tidegate.message.Command.SetChannelQuota;
import dev.tidegate.message.Command.SetPurchaseLimit;
import dev.tidegate.message.CommandHeader;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.order.Closing;
import dev.tidegate.order.OrderState;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an engine still knows that was read from the state of another. */
class RestartTest {
    private static final long RETENTION = 10;

    private final Store store = new Store();

    @AfterEach
    void everythingAddsUp() {
        assertThat(store.engine().verify()).isNull();
    }

    private Orders.Place numbered(final String number) {
        return Orders.place(store.shop, number, "test", Command.Urgency.NORMAL).line(store.tea, 1, Store.PRICE);
    }

    @Test
    void shouldStillKnowTheNumberOfEveryOrder() {
        store.receive(20);
        final long first = store.accepted(numbered("first").build()).entityId();
        final long gone = store.accepted(numbered("gone").build()).entityId();
        final long last = store.accepted(numbered("last").build()).entityId();
        store.limit(Limit.CLOSED_RETENTION_MILLIS, RETENTION);
        store.cancel(gone);
        store.pass(RETENTION);
        store.tick();
        store.restart();

        assertThat(store.ask(numbered("first").build()).entityId()).isEqualTo(first);
        assertThat(store.ask(numbered("last").build()).entityId()).isEqualTo(last);
        assertThat(store.ask(numbered("gone").build()).code()).isEqualTo(OutcomeCode.DUPLICATE_EXTERNAL);
        assertThat(store.ask(numbered("gone").build()).entityId()).isEqualTo(gone);
        assertThat(store.accepted(numbered("new").build()).entityId()).isNotIn(first, gone, last);
    }

    @Test
    void shouldStillKnowAnOrderThatCameBack() {
        store.receive(20);
        store.limit(Limit.CLOSED_RETENTION_MILLIS, RETENTION);
        final long order = store.placed(2);
        store.cancel(order);
        store.pass(RETENTION);
        final byte[] record = store.left(order);
        // Another order stands in its record meanwhile.
        store.placed(1);
        store.accepted(new ReadmitOrder(order, 1, record));
        store.restart();

        assertThat(store.order(order).state()).isEqualTo(OrderState.CLOSED);
        assertThat(store.ask(new ReadmitOrder(order, 1, record)).code()).isEqualTo(OutcomeCode.ORDER_IN_MEMORY);
        store.pass(RETENTION);
        assertThat(store.left(order)).isEqualTo(record);
        assertThat(store.cancel(order).code()).isEqualTo(OutcomeCode.ORDER_ARCHIVED);
    }

    @Test
    void shouldStillKnowACommandThatIsRepeated() {
        final CommandHeader done = store.newId();
        final CommandHeader refused = store.newId();
        final Command order = numbered("first").build();
        store.receive(1);
        final Outcome first = store.ask(done, order);
        assertThat(store.ask(refused, numbered("second").build()).code()).isEqualTo(OutcomeCode.OUT_OF_STOCK);
        store.restart();
        store.receive(1);

        assertThat(store.ask(done, order).duplicate()).isTrue();
        assertThat(store.ask(done, order).entityId()).isEqualTo(first.entityId());
        assertThat(store.ask(refused, numbered("second").build()).code()).isEqualTo(OutcomeCode.OUT_OF_STOCK);
        assertThat(store.ask(refused, order).code()).isEqualTo(OutcomeCode.ID_CONFLICT);
        assertThat(store.counts().orders()).isEqualTo(1);
    }

    @Test
    void shouldStillRefuseAnIdThatWasTooOldBeforeTheHorizonWasLengthened() {
        final CommandHeader old = store.newId();
        store.receive(1);
        store.limit(Limit.ID_HORIZON_MILLIS, 60_000);
        store.pass(120_000);
        store.limit(Limit.ID_HORIZON_MILLIS, 600_000);
        store.restart();

        assertThat(store.ask(old, numbered("first").build()).code()).isEqualTo(OutcomeCode.ID_TOO_OLD);
    }

    @Test
    void shouldStillEndHoldsAtTheirDeadlinesAndLetOrdersLeaveAtTheirTime() {
        store.receive(3);
        store.limit(Limit.CLOSED_RETENTION_MILLIS, RETENTION);
        final long cancelled = store.placed(1);
        store.cancel(cancelled);
        final long held = store.placed(1);
        final long deadline = store.order(held).deadlineMillis();
        store.restart();

        assertThat(store.engine().nextDeadlineMillis()).isEqualTo(Store.NOON + RETENTION);
        store.pass(RETENTION);
        store.tick();
        assertThat(store.order(cancelled)).isNull();
        assertThat(store.engine().nextDeadlineMillis()).isEqualTo(deadline);
        store.pass(Store.HALF_HOUR - RETENTION);
        store.tick();
        assertThat(store.order(held).closing()).isEqualTo(Closing.EXPIRED);
        assertThat(store.stock().sellable()).isEqualTo(3);
    }

    @Test
    void shouldStillFillTheOldestLineThatWaits() {
        store.receive(4);
        store.limit(Limit.CLOSED_RETENTION_MILLIS, RETENTION);
        final long gone = store.placed(2);
        final long older = store.placed(2);
        // Whatever record it gets: the one that leaves gave its own back.
        store.cancel(gone);
        store.pass(RETENTION);
        store.tick();
        final long newer = store.placed(2);
        store.accepted(new AdjustStock(store.tea, store.house, AdjustMode.TO, 1, 1, 0));
        store.restart();
        store.receive(2);

        assertThat(store.line(older).shortUnits()).isZero();
        assertThat(store.line(newer).shortUnits()).isEqualTo(1);
        assertThat(store.stock().shortUnits()).isEqualTo(1);
    }

    @Test
    void shouldStillCountWhatABuyerHas() {
        store.receive(9);
        store.accepted(new SetPurchaseLimit(store.tea, 3, Store.HALF_HOUR));
        store.accepted(store.order().buyer(7, 8).line(store.tea, 2, Store.PRICE).build());
        store.restart();

        final Outcome more = store.ask(
                store.order().buyer(7, 8).line(store.tea, 2, Store.PRICE).build());
        assertThat(more.code()).isEqualTo(OutcomeCode.PURCHASE_LIMIT);
        assertThat(more.available()).isEqualTo(1);
        store.accepted(store.order().buyer(8, 7).line(store.tea, 2, Store.PRICE).build());
    }

    @Test
    void shouldStillForgetWhatABuyerBoughtWhenThePeriodIsOver() {
        store.receive(9);
        store.accepted(new SetPurchaseLimit(store.tea, 3, Store.HALF_HOUR));
        store.pay(store.accepted(store.order()
                        .buyer(7, 8)
                        .line(store.tea, 2, Store.PRICE)
                        .build())
                .entityId());
        store.restart();
        assertThat(store.counts().purchaseCounters()).isEqualTo(1);

        store.pass(Store.HALF_HOUR);
        store.tick();

        assertThat(store.counts().purchaseCounters()).isZero();
    }

    @Test
    void shouldStillHaveItsCampaignsWithCapsAndAllotments() {
        store.receive(9);
        final int sale = store.number(new DefineCampaign("sale", Store.NOON, Store.NOON + Store.MINUTE));
        store.accepted(new SetCampaignItem(sale, store.tea, 0, 3));
        store.accepted(new SetAllotment(sale, store.tea, store.house, 5));
        store.accepted(
                store.order().campaignLine(sale, store.tea, 2, Store.PRICE).build());
        store.restart();
        assertThat(store.engine().nextDeadlineMillis()).isEqualTo(Store.NOON + Store.MINUTE);

        final Outcome more = store.ask(
                store.order().campaignLine(sale, store.tea, 2, Store.PRICE).build());
        assertThat(more.code()).isEqualTo(OutcomeCode.CAMPAIGN_CAP);
        assertThat(more.available()).isEqualTo(1);
        assertThat(store.number(new DefineCampaign("sale", Store.NOON, Store.NOON + Store.MINUTE)))
                .isEqualTo(sale);
        store.pass(Store.MINUTE);
        store.tick();
        assertThat(store.stock().allotted()).isZero();
        assertThat(store.stock().sellable()).isEqualTo(7);
    }

    @Test
    void shouldStillTakeEachCampaignsUnitsFromItsOwnAllotment() {
        store.receive(9);
        final int[] sales = new int[2];
        for (int i = 0; i < sales.length; i++) {
            sales[i] = store.number(new DefineCampaign("sale" + i, Store.NOON, Store.NOON + Store.MINUTE));
            store.accepted(new SetCampaignItem(sales[i], store.tea, 0, -1));
            store.accepted(new SetAllotment(sales[i], store.tea, store.house, 2 + i));
        }
        store.restart();

        for (int i = 0; i < sales.length; i++) {
            store.accepted(store.order()
                    .campaignLine(sales[i], store.tea, 2 + i, Store.PRICE)
                    .build());
            assertThat(store.ask(store.order()
                                    .campaignLine(sales[i], store.tea, 1, Store.PRICE)
                                    .build())
                            .code())
                    .isEqualTo(OutcomeCode.ALLOTMENT_EXHAUSTED);
        }
    }

    @Test
    void shouldStillCountTheQuotasThatKeepAChannelsWarehouses() {
        final int outlet = store.number(new DefineChannel("outlet", false, List.of(store.house)));
        store.receive(10);
        store.accepted(new SetChannelQuota(store.tea, store.shop, QuotaMode.UNITS, 4));
        store.accepted(new SetChannelQuota(store.tea, outlet, QuotaMode.UNITS, 3));
        store.accepted(new SetChannelQuota(store.rice, outlet, QuotaMode.UNITS, 1));
        store.accepted(new SetChannelQuota(store.rice, store.shop, QuotaMode.UNITS, 1));
        store.accepted(new SetChannelQuota(store.rice, store.shop, QuotaMode.NONE, 0));
        store.restart();

        final Outcome refused = store.ask(new DefineChannel("outlet", false, List.of(store.annex)));
        assertThat(refused.code()).isEqualTo(OutcomeCode.QUOTA_IN_USE);
        assertThat(refused.available()).isEqualTo(2);
        assertThat(store.ask(new DefineChannel("shop", false, List.of(store.house)))
                        .available())
                .isEqualTo(1);
        assertThat(store.place(5).available()).isEqualTo(4);
        assertThat(store.ask(Orders.place(outlet, "another", "test", Command.Urgency.NORMAL)
                                .line(store.tea, 5, Store.PRICE)
                                .build())
                        .available())
                .isEqualTo(3);
    }

    @Test
    void shouldStillKeepAChannelsQuota() {
        store.receive(10);
        store.accepted(new SetChannelQuota(store.tea, store.shop, QuotaMode.SHARE, 5_000));
        store.placed(3);
        store.restart();
        store.receive(2);

        final Outcome more = store.place(4);
        assertThat(more.code()).isEqualTo(OutcomeCode.QUOTA_EXCEEDED);
        assertThat(more.available()).isEqualTo(3);
    }

    @Test
    void shouldStillKnowItsCodes() {
        store.restart();

        assertThat(store.number(new DefineSku("tea", 1))).isEqualTo(store.tea);
        assertThat(store.number(new DefineSku("salt", 1))).isNotIn(store.tea, store.rice);
    }
}
