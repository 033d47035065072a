package dev.tidegate.launcher.replay;

import java.util.HashMap;
import java.util.Map;

/** What a replay has come to so far, counted beside the engine. */
final class ReplayTally {
    int accepted;
    int refused;
    int returnLinesMatched;
    int returnLinesUnmatched;
    /** Orders the engine has not seen, see {@link ReplayScript#isRefusedUnseen}. */
    int refusedUnseen;

    private final Map<String, SkuUnits> skus = new HashMap<>();

    /** Units of one SKU. */
    static final class SkuUnits {
        long opening;
        long sold;
        long returned;

        long left() {
            return opening - sold + returned;
        }
    }

    SkuUnits units(final String sku) {
        return skus.computeIfAbsent(sku, unseen -> new SkuUnits());
    }

    Map<String, SkuUnits> skus() {
        return skus;
    }

    long unitsSold() {
        return skus.values().stream().mapToLong(units -> units.sold).sum();
    }

    long unitsReturned() {
        return skus.values().stream().mapToLong(units -> units.returned).sum();
    }
}
