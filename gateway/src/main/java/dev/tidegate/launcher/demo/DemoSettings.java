package dev.tidegate.launcher.demo;

import dev.tidegate.launcher.UsageException;

/**
 * What is sold to whom.
 *
 * @param buyers people who come, each at least once
 * @param units units of the SKU that everybody wants
 * @param skus SKUs in all, the wanted one included
 * @param seed of every choice made
 */
record DemoSettings(int buyers, int units, int skus, long seed) {

    static DemoSettings of(final int buyers, final int units, final int skus, final long seed) throws UsageException {
        require("--buyers", buyers, 5_000_000);
        require("--units", units, 1_000_000);
        require("--skus", skus, 100_000);
        return new DemoSettings(buyers, units, skus, seed);
    }

    private static void require(final String option, final int value, final int most) throws UsageException {
        if (value < 1 || value > most) {
            throw new UsageException(option + " is " + value + ", must be 1 to " + most);
        }
    }
}
