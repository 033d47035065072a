package dev.tidegate.stock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.table.Digest;
import org.junit.jupiter.api.Test;

/** What is counted for a buyer, and for how long. */
class PurchaseCountersTest {
    private static final long PERIOD = 1_000;
    private static final long NOW = 5_300;
    private static final int TEA = 1;
    private static final int RICE = 2;

    private final Digest digest = new Digest();
    private final Skus skus = new Skus(digest);
    private final Campaigns campaigns = new Campaigns(
            digest, new Stocks(digest, skus, (sku, warehouse, from, to, units, fromAfter, toAfter) -> {}));
    private final PurchaseCounters counters = new PurchaseCounters(digest, campaigns, 77, 4);
    private final int sale = campaigns.add("sale", 0, 9_000);

    private void count(
            final long high, final long low, final int sku, final int campaign, final long now, final long n) {
        counters.count(PurchaseCounters.UNKNOWN, high, low, sku, campaign, PERIOD, now, n);
    }

    private long counted(final long high, final long low, final int sku, final int campaign, final long now) {
        return counters.counted(counters.find(high, low, sku, campaign), now);
    }

    @Test
    void shouldCountApartForEachBuyerSkuAndCampaign() {
        count(1, 2, TEA, 0, NOW, 1);
        count(2, 1, TEA, 0, NOW, 10);
        count(1, 2, RICE, 0, NOW, 100);
        count(1, 2, TEA, sale, NOW, 1_000);
        count(1, 2, TEA, 0, NOW, 4);

        assertThat(counted(1, 2, TEA, 0, NOW)).isEqualTo(5);
        assertThat(counted(2, 1, TEA, 0, NOW)).isEqualTo(10);
        assertThat(counted(1, 2, RICE, 0, NOW)).isEqualTo(100);
        assertThat(counted(1, 2, TEA, sale, NOW)).isEqualTo(1_000);
        assertThat(counted(1, 1, TEA, 0, NOW)).isZero();
        assertThat(counters.count()).isEqualTo(4);
        assertThat(counters.made()).isEqualTo(4);
    }

    @Test
    void shouldCountToTheEndOfThePeriodThatNowIsIn() {
        count(1, 2, TEA, 0, NOW, 3);

        assertThat(counted(1, 2, TEA, 0, 5_999)).isEqualTo(3);
        assertThat(counted(1, 2, TEA, 0, 6_000)).isZero();
        count(1, 2, TEA, 0, 6_000, 2);
        assertThat(counted(1, 2, TEA, 0, 6_000)).isEqualTo(2);
        assertThat(counted(1, 2, TEA, 0, 6_999)).isEqualTo(2);
        assertThat(counted(1, 2, TEA, 0, 7_000)).isZero();
    }

    @Test
    void shouldGiveBackWhatWasCountedInItsPeriodAndGoAtZero() {
        count(1, 2, TEA, 0, NOW, 5);

        counters.giveBack(1, 2, TEA, 0, 4_999, 5);
        assertThat(counted(1, 2, TEA, 0, NOW)).isEqualTo(5);
        counters.giveBack(1, 2, TEA, 0, 5_000, 2);
        assertThat(counted(1, 2, TEA, 0, NOW)).isEqualTo(3);
        counters.giveBack(1, 2, TEA, 0, NOW, 3);
        assertThat(counters.find(1, 2, TEA, 0)).isZero();
        assertThat(counters.count()).isZero();
    }

    @Test
    void shouldBeDueAtTheEndOfThePeriodItIsInNow() {
        count(1, 2, TEA, 0, NOW, 5);
        assertThat(counters.firstDue()).isEqualTo(6_000);
        count(1, 2, TEA, 0, 6_500, 5);

        assertThat(counters.firstDue()).isEqualTo(7_000);
        counters.removeFirstDue();
        assertThat(counters.count()).isZero();
        assertThat(counters.firstDue()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void shouldBeDueWhenItsCampaignEndsWheneverThatIs() {
        count(1, 2, TEA, sale, NOW, 5);
        final int other = campaigns.add("other", 0, 8_500);
        count(1, 2, RICE, other, NOW, 6);
        assertThat(counters.firstDue()).isEqualTo(8_500);

        campaigns.window(other, 0, 9_500);
        assertThat(counters.firstDue()).isEqualTo(9_000);
        campaigns.window(sale, 0, 7_000);
        counters.endsEarlier(sale);
        assertThat(counters.firstDue()).isEqualTo(7_000);
        counters.removeFirstDue();
        assertThat(counters.find(1, 2, TEA, sale)).isZero();
        assertThat(counters.firstDue()).isEqualTo(9_500);
        campaigns.window(other, 0, 6_500);
        counters.endsEarlier(other);
        assertThat(counters.firstDue()).isEqualTo(6_500);
    }

    /** Otherwise every buyer that ever was would stand in the index and the digest. */
    @Test
    void shouldKeepNothingOfACounterThatGoes() {
        final long bytes = counters.indexBytes();
        counters.slab().settle();
        final long sum = digest.sumHigh();
        for (int buyer = 1; buyer <= 1_000; buyer++) {
            count(buyer, 2, TEA, 0, NOW, 5);
            counters.slab().settle();
            counters.giveBack(buyer, 2, TEA, 0, NOW, 2);
            counters.slab().settle();
            counters.giveBack(buyer, 2, TEA, 0, NOW, 3);
        }
        counters.slab().settle();

        assertThat(counters.indexBytes()).isEqualTo(bytes);
        assertThat(digest.sumHigh()).isEqualTo(sum);
    }
}
