package dev.tidegate.launcher.demo;

import dev.tidegate.message.OutcomeCode;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;

/** What the sale should come to, counted beside the engine from its answers alone. */
final class Books {
    final Map<OutcomeCode, Long> refused = new TreeMap<>();
    final long[] soldUnits;
    long asked;
    long accepted;
    long paid;
    long paymentFailed;
    long cancelled;
    long expired;

    /** Orders of the wanted SKU. */
    long wantedAsked;

    long wantedAccepted;
    long wantedPaid;
    private final int wantedUnits;
    private final BitSet askedInFirstWave = new BitSet();
    private final BitSet holders = new BitSet();
    private boolean firstWave = true;
    private long firstWaveAccepted;
    private int heldTwice;

    Books(final DemoSettings settings) {
        soldUnits = new long[settings.skus() + 1];
        wantedUnits = settings.units();
    }

    void ordered(final int buyer, final boolean wanted, final OutcomeCode code) {
        asked++;
        wantedAsked += wanted ? 1 : 0;
        if (wanted && firstWave && code != OutcomeCode.OUTSIDE_WINDOW) {
            askedInFirstWave.set(buyer);
            firstWaveAccepted += code.accepted() ? 1 : 0;
        }
        if (!code.accepted()) {
            refused.merge(code, 1L, Long::sum);
            return;
        }
        accepted++;
        if (wanted) {
            wantedAccepted++;
            heldTwice += holders.get(buyer) ? 1 : 0;
            holders.set(buyer);
        }
    }

    /** An order's units came back: from here on more of the wanted can be sold than were there. */
    void gaveBack(final int buyer, final boolean wanted) {
        if (wanted) {
            holders.clear(buyer);
            firstWave = false;
        }
    }

    void paid(final boolean wanted, final int[] skus) {
        paid++;
        wantedPaid += wanted ? 1 : 0;
        for (final int sku : skus) {
            soldUnits[sku]++;
        }
    }

    long firstWaveAccepted() {
        return firstWaveAccepted;
    }

    /** Before any unit came back: all units, or one for each buyer who asked. */
    long firstWavePossible() {
        return Math.min(wantedUnits, askedInFirstWave.cardinality());
    }

    /** How often a buyer got a second unit while he had one. */
    int heldTwice() {
        return heldTwice;
    }
}
