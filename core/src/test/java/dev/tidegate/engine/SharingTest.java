package dev.tidegate.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.Orders;
import dev.tidegate.message.Command.DefineCampaign;
import dev.tidegate.message.Command.DefineChannel;
import dev.tidegate.message.Command.QuotaMode;
import dev.tidegate.message.Command.SetAllotment;
import dev.tidegate.message.Command.SetCampaignItem;
import dev.tidegate.message.Command.SetChannelQuota;
import dev.tidegate.message.Command.Urgency;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may have how much: a campaign its allotment, a channel its share. */
class SharingTest {
    private static final int SIXTY_PERCENT = 6_000;
    private static final long NO_CAP = -1;

    private final Store store = new Store();

    @BeforeEach
    void receiveAHundred() {
        store.receive(100);
    }

    private int campaignWith(final long units) {
        final int campaign = store.number(new DefineCampaign("sale", Store.NOON, Store.NOON + Store.HALF_HOUR));
        store.accepted(new SetCampaignItem(campaign, store.tea, 0, NO_CAP));
        store.accepted(new SetAllotment(campaign, store.tea, store.house, units));
        return campaign;
    }

    private Outcome placeIn(final int campaign, final long units) {
        return store.ask(store.order()
                .campaignLine(campaign, store.tea, units, Store.PRICE)
                .build());
    }

    @Test
    void shouldKeepTheAllotmentForItsCampaign() {
        final int campaign = campaignWith(30);

        assertThat(store.place(71).code()).isEqualTo(OutcomeCode.OUT_OF_STOCK);
        assertThat(placeIn(campaign, 31).code()).isEqualTo(OutcomeCode.ALLOTMENT_EXHAUSTED);
        assertThat(placeIn(campaign, 30).code()).isEqualTo(OutcomeCode.ACCEPTED);
        assertThat(store.place(70).code()).isEqualTo(OutcomeCode.ACCEPTED);
    }

    @Test
    void shouldReturnWhatIsLeftOfTheAllotmentWhenTheCampaignEnds() {
        final int campaign = campaignWith(30);
        placeIn(campaign, 10);
        store.pass(Store.HALF_HOUR - 1);
        store.tick();
        assertThat(store.stock().allotted()).isEqualTo(20);
        store.pass(1);
        store.tick();

        assertThat(store.stock().allotted()).isZero();
        assertThat(store.stock().sellable()).isEqualTo(100);
        assertThat(placeIn(campaign, 1).code()).isEqualTo(OutcomeCode.OUTSIDE_WINDOW);
    }

    @Test
    void shouldSellWhatACampaignLeftEvenBeforeTheSweep() {
        campaignWith(30);
        store.pass(Store.HALF_HOUR);

        assertThat(store.place(100).code()).isEqualTo(OutcomeCode.ACCEPTED);
    }

    @Test
    void shouldLetAChannelHaveSixtyPercentAndNoMore() {
        store.accepted(new SetChannelQuota(store.tea, store.shop, QuotaMode.SHARE, SIXTY_PERCENT));
        final long first = store.placed(40);

        final Outcome refused = store.place(21);

        assertThat(refused.code()).isEqualTo(OutcomeCode.QUOTA_EXCEEDED);
        assertThat(refused.available()).isEqualTo(20);
        assertThat(store.place(20).code()).isEqualTo(OutcomeCode.ACCEPTED);
        assertThat(store.place(1).code()).isEqualTo(OutcomeCode.QUOTA_EXCEEDED);
        store.cancel(first);
        assertThat(store.place(40).code()).isEqualTo(OutcomeCode.ACCEPTED);
    }

    @Test
    void shouldLetTheShareGrowWithWhatComesIn() {
        store.accepted(new SetChannelQuota(store.tea, store.shop, QuotaMode.SHARE, SIXTY_PERCENT));
        store.placed(60);
        store.receive(50);

        assertThat(store.place(31).code()).isEqualTo(OutcomeCode.QUOTA_EXCEEDED);
        assertThat(store.place(30).code()).isEqualTo(OutcomeCode.ACCEPTED);
    }

    @Test
    void shouldLeaveTheRestToAnotherChannel() {
        store.accepted(new SetChannelQuota(store.tea, store.shop, QuotaMode.SHARE, SIXTY_PERCENT));
        final int market = store.number(new DefineChannel("market", false, List.of(store.house)));
        store.placed(60);

        final Outcome rest = store.ask(Orders.place(market, "rest", "test", Urgency.NORMAL)
                .line(store.tea, 40, Store.PRICE)
                .build());

        assertThat(rest.code()).isEqualTo(OutcomeCode.ACCEPTED);
        assertThat(store.stock().sellable()).isZero();
    }
}
