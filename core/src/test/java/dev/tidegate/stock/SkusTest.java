package dev.tidegate.stock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.table.Digest;
import org.junit.jupiter.api.Test;

/** What nothing in the engine reads, and is part of the state all the same. */
class SkusTest {
    private static long sum(final Skus skus, final Digest digest) {
        skus.slab().settle();
        return digest.sumHigh();
    }

    @Test
    void shouldKeepTheSupplyClassThatWasGivenLast() {
        final Digest digest = new Digest();
        final Skus skus = new Skus(digest);
        final int sku = skus.add("tea", 1);
        final Digest second = new Digest();
        final Skus ofSecondClass = new Skus(second);
        ofSecondClass.add("tea", 2);
        assertThat(sum(skus, digest)).isNotEqualTo(sum(ofSecondClass, second));

        skus.supplyClass(sku, 2);

        assertThat(sum(skus, digest)).isEqualTo(sum(ofSecondClass, second));
        skus.retire(sku);
        skus.freeze(sku, true);
        skus.supplyClass(sku, 3);
        assertThat(skus.retired(sku)).isTrue();
        assertThat(skus.frozen(sku)).isTrue();
    }
}
