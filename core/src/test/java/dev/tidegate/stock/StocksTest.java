package dev.tidegate.stock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidegate.table.Digest;
import org.junit.jupiter.api.Test;

/** The pairs of SKU and warehouse, and what the ledger never does, whoever asks for it. */
class StocksTest {
    private static final int SKUS = 20;
    private static final int WAREHOUSES = 10;

    private final Digest digest = new Digest();
    private final Skus skus = new Skus(digest);
    private final Stocks stocks = new Stocks(digest, skus, (sku, warehouse, from, to, units, fromAfter, toAfter) -> {});

    @Test
    void shouldFindEveryPairHoweverManyThereAre() {
        for (int sku = 1; sku <= SKUS; sku++) {
            skus.add("sku" + sku, 1);
            for (int warehouse = 1; warehouse <= WAREHOUSES; warehouse++) {
                assertThat(stocks.find(sku, warehouse)).isZero();
                final int stock = stocks.findOrAdd(sku, warehouse);
                stocks.firstShortLine(stock, 10 * stock);
                assertThat(stocks.findOrAdd(sku, warehouse)).isEqualTo(stock);
            }
        }
        for (int sku = 1; sku <= SKUS; sku++) {
            for (int warehouse = 1; warehouse <= WAREHOUSES; warehouse++) {
                final int stock = stocks.find(sku, warehouse);
                assertThat(stock).isEqualTo(WAREHOUSES * (sku - 1) + warehouse);
                assertThat(stocks.sku(stock)).isEqualTo(sku);
                assertThat(stocks.warehouse(stock)).isEqualTo(warehouse);
                assertThat(stocks.firstShortLine(stock)).isEqualTo(10 * stock);
            }
        }
    }

    @Test
    void shouldMoveNeitherNothingNorMoreThanThereIs() {
        final int stock = stocks.findOrAdd(skus.add("tea", 1), 1);
        stocks.move(stock, Bucket.OUTSIDE, Bucket.SELLABLE, 2);

        for (final long units : new long[] {0, -1, 3}) {
            assertThatThrownBy(() -> stocks.move(stock, Bucket.SELLABLE, Bucket.HELD, units))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("ledger: " + units + " units from bucket 1");
        }
        stocks.move(stock, Bucket.SELLABLE, Bucket.HELD, 2);
        assertThat(stocks.units(stock, Bucket.SELLABLE)).isZero();
        assertThat(stocks.units(stock, Bucket.HELD)).isEqualTo(2);
    }
}
