package dev.tidegate.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatObject;

import dev.tidegate.Orders;
import dev.tidegate.Tidegate;
import dev.tidegate.TidegateOptions;
import dev.tidegate.engine.EngineReads.AllotmentView;
import dev.tidegate.engine.EngineReads.CampaignItem;
import dev.tidegate.engine.EngineReads.CampaignSettings;
import dev.tidegate.engine.EngineReads.ChannelSettings;
import dev.tidegate.engine.EngineReads.HoldPolicyView;
import dev.tidegate.engine.EngineReads.ItemPage;
import dev.tidegate.engine.EngineReads.SkuOfChannel;
import dev.tidegate.engine.EngineReads.SkuSettings;
import dev.tidegate.engine.EngineReads.WarehouseSettings;
import dev.tidegate.message.Command;
import dev.tidegate.message.Command.HoldAnchor;
import dev.tidegate.message.Command.HoldScope;
import dev.tidegate.message.Command.HoldTiming;
import dev.tidegate.message.Command.Limit;
import dev.tidegate.message.Command.LimitValue;
import dev.tidegate.message.Command.OnPaymentFailure;
import dev.tidegate.message.Command.QuotaMode;
import dev.tidegate.message.Command.Urgency;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.pipeline.GivenTime;
import dev.tidegate.pipeline.TimeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.assertj.core.api.ObjectAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What commands have set is read back as they said it. */
class SettingsReadTest {
    private static final long START = 1_800_000_000_000L;
    private static final long HOUR = 3_600_000;

    private final GivenTime time = TimeSource.given(START);
    private final Tidegate tidegate =
            Tidegate.inMemory(TidegateOptions.defaults().withTime(time));

    @BeforeEach
    void open() {
        tidegate.define(new Command.DefineWarehouse("EAST"));
        tidegate.define(new Command.DefineWarehouse("WEST"));
        tidegate.define(new Command.DefineChannel("web", false, List.of(2, 1)));
        tidegate.define(new Command.DefineChannel("market", true, List.of(1)));
        tidegate.define(new Command.DefineSku("HAT", 3));
        tidegate.define(new Command.DefineSku("COAT", 0));
        tidegate.call(new Command.ReceiveStock(1, 1, 100, 1, 0, 0, 0));
        tidegate.call(new Command.ReceiveStock(1, 2, 100, 1, 0, 0, 0));
        tidegate.define(new Command.DefineCampaign("11-11", START, START + HOUR));
        tidegate.define(new Command.DefineCampaign("12-12", START + HOUR, START + 2 * HOUR));
    }

    @AfterEach
    void close() {
        tidegate.close();
    }

    private <T> T read(final Function<EngineReads, T> reading) {
        return tidegate.pipeline().read(reading).join();
    }

    private <T> ObjectAssert<T> assertRead(final Function<EngineReads, T> reading) {
        return assertThatObject(read(reading));
    }

    private void done(final Command command) {
        assertThat(tidegate.call(command).code()).isEqualTo(OutcomeCode.ACCEPTED);
    }

    private static Command policy(final HoldScope scope, final int target, final long initialMillis) {
        return new Command.SetHoldPolicy(
                scope, target, initialMillis, 7, HOUR, HoldAnchor.PAYMENT, OnPaymentFailure.KEEP);
    }

    private static HoldPolicyView policy(final long initialMillis) {
        return new HoldPolicyView(initialMillis, 7, HOUR, true, true);
    }

    @Test
    void shouldReadBackASku() {
        assertRead(reads -> reads.skuSettings(1)).isEqualTo(new SkuSettings(1, "HAT", 3, false, false, 0, 0, 1, null));
        done(new Command.SetSafetyStock(1, 0, 4));
        done(new Command.SetPurchaseLimit(1, 2, HOUR));
        done(new Command.SetFreeze(1, true, 1));
        done(policy(HoldScope.SKU, 1, 60_000));
        done(new Command.RetireSku(2));

        assertRead(reads -> reads.skuSettings(1))
                .isEqualTo(new SkuSettings(1, "HAT", 3, false, true, 4, 2, HOUR, policy(60_000)));
        assertRead(reads -> reads.skuSettings(2).retired()).isEqualTo(true);
        assertRead(reads -> reads.skuSettings(3) == null && reads.skuSettings(0) == null)
                .isEqualTo(true);
    }

    @Test
    void shouldReadBackWhatIsSetForSingleChannels() {
        done(new Command.SetSafetyStock(1, 2, 9));
        done(new Command.SetChannelQuota(1, 1, QuotaMode.SHARE, 5_000));
        done(Orders.place(1, "X-1", "x", Urgency.NORMAL).line(1, 3, 30).build());
        // Only holds units of it, so nothing is set.
        done(new Command.ReceiveStock(2, 1, 10, 1, 0, 0, 0));
        done(Orders.place(1, "X-2", "x", Urgency.NORMAL).line(2, 3, 30).build());

        assertRead(reads -> reads.skuOfChannels(1))
                .isEqualTo(List.of(new SkuOfChannel(1, 0, 3, 5_000, 97), new SkuOfChannel(2, 9, 1, 0, 0)));
        assertRead(reads -> reads.skuOfChannels(2)).isEqualTo(List.of());
        assertRead(reads -> reads.skuOfChannels(77)).isEqualTo(List.of());
        done(new Command.SetChannelQuota(1, 1, QuotaMode.NONE, 0));
        assertRead(reads -> reads.skuOfChannels(1)).isEqualTo(List.of(new SkuOfChannel(2, 9, 1, 0, 0)));
    }

    @Test
    void shouldReadBackWarehousesAndChannels() {
        done(policy(HoldScope.CHANNEL, 1, 50_000));
        done(new Command.SetHoldTiming(1, HoldTiming.AT_PAYMENT));
        done(new Command.RetireChannel(2));
        done(new Command.DefineWarehouse("OLD"));
        done(new Command.RetireWarehouse(3));

        assertRead(reads -> reads.channelSettings(1))
                .isEqualTo(new ChannelSettings(1, "web", false, false, List.of(2, 1), 2, policy(50_000)));
        assertRead(reads -> reads.channelSettings(2))
                .isEqualTo(new ChannelSettings(2, "market", true, true, List.of(1), 0, null));
        assertRead(reads -> reads.warehouseSettings(1)).isEqualTo(new WarehouseSettings(1, "EAST", false));
        assertRead(reads -> reads.warehouseSettings(3)).isEqualTo(new WarehouseSettings(3, "OLD", true));
        assertRead(reads -> reads.channelSettings(3) == null && reads.warehouseSettings(4) == null)
                .isEqualTo(true);
    }

    @Test
    void shouldReadBackTheDefaultPolicyAndTheLimits() {
        assertRead(EngineReads::defaultHoldPolicy)
                .isEqualTo(new HoldPolicyView(1_800_000, 0, 34_560_000_000L, false, false));
        done(policy(HoldScope.DEFAULT, 0, 40_000));
        assertRead(EngineReads::defaultHoldPolicy).isEqualTo(policy(40_000));

        assertRead(reads -> reads.limits().size()).isEqualTo(Limit.values().length);
        final List<Long> expected = new ArrayList<>(read(EngineReads::limits));
        for (final Limit limit : Limit.values()) {
            final long value = expected.get(limit.ordinal()) - 1;
            done(new Command.SetLimits(List.of(new LimitValue(limit, value))));
            expected.set(limit.ordinal(), value);
            assertRead(EngineReads::limits).as(limit.name()).isEqualTo(expected);
        }
    }

    @Test
    void shouldReadBackCampaignsAndTheirItems() {
        done(policy(HoldScope.CAMPAIGN, 1, 30_000));
        done(new Command.SetCampaignItem(1, 1, 2, 50));
        done(new Command.SetCampaignItem(2, 1, 0, -1));
        done(new Command.SetCampaignItem(1, 2, 0, -1));
        done(new Command.SetAllotment(1, 1, 2, 20));
        done(new Command.SetAllotment(1, 1, 1, 10));
        done(Orders.place(1, "X-1", "x", Urgency.NORMAL)
                .buyer(1, 2)
                .line(new Command.OrderLine(1, 2, 1, 2, 20, 0, 0))
                .build());

        final CampaignItem hat =
                new CampaignItem(1, 2, 50, 48, List.of(new AllotmentView(1, 10), new AllotmentView(2, 18)));
        final CampaignItem coat = new CampaignItem(2, 0, -1, 0, List.of());
        assertRead(reads -> reads.campaignSettings(1))
                .isEqualTo(new CampaignSettings(1, "11-11", START, START + HOUR, false, policy(30_000)));
        assertRead(reads -> reads.campaignItem(1, 1)).isEqualTo(hat);
        assertRead(reads -> reads.campaignItem(2, 1).allotments()).isEqualTo(List.of());
        assertRead(reads -> reads.campaignItem(2, 2) == null && reads.campaignSettings(3) == null)
                .isEqualTo(true);
        assertRead(reads -> reads.campaignItems(1, 1, 100, 100)).isEqualTo(new ItemPage(List.of(hat, coat), 0));
        assertRead(reads -> reads.campaignItems(1, 1, 100, 1)).isEqualTo(new ItemPage(List.of(hat), 2));
        assertRead(reads -> reads.campaignItems(1, 2, 1, 100)).isEqualTo(new ItemPage(List.of(), 3));
        assertRead(reads -> reads.campaignItems(1, 3, 1, 100)).isEqualTo(new ItemPage(List.of(coat), 0));
        assertRead(reads -> reads.campaignItems(1, 4, 1, 100)).isEqualTo(new ItemPage(List.of(), 0));

        tidegate.advanceTo(START + HOUR);
        assertRead(reads -> reads.campaignSettings(1).ended()).isEqualTo(true);
        assertRead(reads -> reads.campaignSettings(2).ended()).isEqualTo(false);
    }
}
