package dev.tidegate.stock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.table.Digest;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** In which order campaigns end, and what is left of each goes back. */
class CampaignsTest {
    private final Digest digest = new Digest();
    private final Skus skus = new Skus(digest);
    private final Warehouses warehouses = new Warehouses(digest);
    private final Stocks stocks = new Stocks(digest, skus, (sku, warehouse, from, to, units, fromAfter, toAfter) -> {});
    private final Campaigns campaigns = new Campaigns(digest, stocks);

    @Test
    void shouldEndByTimeAndThenByNumber() {
        final int late = campaigns.add("late", 0, 30);
        final int first = campaigns.add("first", 0, 20);
        final int second = campaigns.add("second", 0, 20);

        assertThat(campaigns.firstEnd()).isEqualTo(20);
        assertThat(campaigns.firstEnded(19)).isZero();
        assertThat(campaigns.firstEnded(20)).isEqualTo(first);
        campaigns.sweep(first);
        assertThat(campaigns.firstEnded(20)).isEqualTo(second);
        campaigns.sweep(second);
        assertThat(campaigns.firstEnded(20)).isZero();
        assertThat(campaigns.firstEnded(30)).isEqualTo(late);
        campaigns.sweep(late);
        assertThat(campaigns.firstEnd()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void shouldListAllotmentsBySkuAndThenByWarehouseHoweverTheyWereMade() {
        final int sale = campaigns.add("sale", 0, 30);
        for (int i = 1; i <= 3; i++) {
            skus.add("sku" + i, 1);
            warehouses.add("warehouse" + i);
            campaigns.setItem(sale, i, 0, -1);
        }
        for (int warehouse = 1; warehouse <= 3; warehouse++) {
            for (int sku = 3; sku >= 1; sku--) {
                campaigns.addAllotment(sale, stocks.findOrAdd(sku, warehouse));
            }
        }

        assertThat(Arrays.stream(campaigns.allotmentsOf(sale))
                        .map(campaigns::allotmentStock)
                        .map(stock -> 10 * stocks.sku(stock) + stocks.warehouse(stock)))
                .containsExactly(11, 12, 13, 21, 22, 23, 31, 32, 33);
    }
}
