package dev.tidegate.launcher.demo;

import dev.tidegate.message.Command.DefineCampaign;
import dev.tidegate.message.Command.DefineChannel;
import dev.tidegate.message.Command.DefineSku;
import dev.tidegate.message.Command.DefineWarehouse;
import dev.tidegate.message.Command.HoldAnchor;
import dev.tidegate.message.Command.HoldScope;
import dev.tidegate.message.Command.OnPaymentFailure;
import dev.tidegate.message.Command.ReceiveStock;
import dev.tidegate.message.Command.SetAllotment;
import dev.tidegate.message.Command.SetCampaignItem;
import dev.tidegate.message.Command.SetHoldPolicy;
import dev.tidegate.message.OutcomeCode;
import java.util.List;

/**
 * What is there to sell: the wanted SKU, its units ring-fenced for the campaign and one for each buyer, and a tail of
 * others whose stock falls with their popularity (Zipf) and is a little short of what will be asked.
 */
final class Shelves {
    /** 2026-11-11 00:00 UTC. */
    static final long START_MILLIS = 1_794_355_200_000L;

    static final long CAMPAIGN_MILLIS = 30 * 60_000;
    static final long HOLD_MILLIS = 15 * 60_000;
    static final int CHANNELS = 3;

    private static final long OPENING_MILLIS = START_MILLIS - 3_600_000;
    private static final double TAIL_UNITS_PER_BUYER = 0.55;

    private final DemoSettings settings;
    private final Feed feed;
    private final long[] received;
    private final double[] popularity;
    private int campaign;

    Shelves(final DemoSettings settings, final Feed feed) {
        this.settings = settings;
        this.feed = feed;
        received = new long[settings.skus() + 1];
        popularity = new double[settings.skus() + 1];
    }

    /** Number of the SKU that everybody wants. */
    static int wanted() {
        return 1;
    }

    int campaign() {
        return campaign;
    }

    int skus() {
        return settings.skus();
    }

    long received(final int sku) {
        return received[sku];
    }

    /** The SKU of the tail at that place of the sum of all popularities, 0 to 1. */
    int tailSku(final double place) {
        int low = wanted() + 1;
        int high = skus();
        while (low < high) {
            final int middle = (low + high) >>> 1;
            if (popularity[middle] < place * popularity[skus()]) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Price in minor units. */
    static long price(final int sku) {
        return sku == wanted() ? 599_900 : 1_000L * (1 + sku % 200);
    }

    void open() {
        final int main = feed.define(OPENING_MILLIS, new DefineWarehouse("MAIN"));
        final int second = feed.define(OPENING_MILLIS, new DefineWarehouse("SECOND"));
        for (int i = 1; i <= CHANNELS; i++) {
            feed.define(OPENING_MILLIS, new DefineChannel("CHANNEL-" + i, false, List.of(main, second)));
        }
        for (int sku = 1; sku <= skus(); sku++) {
            popularity[sku] = sku == wanted() ? 0 : popularity[sku - 1] + 1.0 / (sku - 1);
        }
        stock(main, second);
        final long end = START_MILLIS + CAMPAIGN_MILLIS;
        campaign = feed.define(OPENING_MILLIS, new DefineCampaign("FLASH", START_MILLIS, end));
        feed.define(OPENING_MILLIS, new SetCampaignItem(campaign, wanted(), 1, -1));
        feed.define(OPENING_MILLIS, new SetAllotment(campaign, wanted(), main, settings.units()));
        feed.define(
                OPENING_MILLIS,
                new SetHoldPolicy(
                        HoldScope.DEFAULT, 0, HOLD_MILLIS, 0, HOLD_MILLIS, HoldAnchor.ORDER, OnPaymentFailure.RELEASE));
    }

    private void stock(final int main, final int second) {
        feed.begin(OPENING_MILLIS);
        int given = 0;
        for (int sku = 1; sku <= skus(); sku++) {
            feed.give(new DefineSku("SKU-" + sku, 1 + sku % 3));
            final long units = sku == wanted() ? settings.units() : tailUnits(sku);
            final long there = sku == wanted() ? units : (units + 1) / 2;
            feed.give(new ReceiveStock(sku, main, there, 1, 0, 0, 0));
            given += 2;
            if (units > there) {
                feed.give(new ReceiveStock(sku, second, units - there, 1, 0, 0, 0));
                given++;
            }
            received[sku] = units;
        }
        feed.awaitAnswers();
        for (int i = 0; i < given; i++) {
            if (feed.code(i) != OutcomeCode.ACCEPTED) {
                throw new IllegalStateException("command " + i + " of the opening was refused: " + feed.code(i));
            }
        }
    }

    private long tailUnits(final int sku) {
        final double share = (popularity[sku] - popularity[sku - 1]) / popularity[skus()];
        return Math.max(1, (long) (share * settings.buyers() * TAIL_UNITS_PER_BUYER));
    }
}
