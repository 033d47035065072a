package dev.tidegate.bench;

/** What the buyers do. */
public enum Mix {
    /** Everybody wants one SKU, of which there is more than enough; one a buyer. */
    HOT(1, 0, false),
    /** 10,000 SKUs, each as likely. */
    UNIFORM(10_000, 0, false),
    /** 10,000 SKUs by Zipf's law with exponent 1.07. */
    ZIPF(10_000, 0, false),
    /** 10,000 units of one SKU; everybody else is refused, and the refusals are remembered. */
    SOLD_OUT(1, 10_000, false),
    /** The same, and refusals are not remembered. */
    SOLD_OUT_FORGOTTEN(1, 10_000, false),
    /** One SKU, one a buyer; of the orders 30 % are paid, 20 % cancelled, 50 % expire. */
    LIFE(1, 0, true),
    /** The same over 10,000 SKUs, each as likely. */
    LIFE_UNIFORM(10_000, 0, true);

    private static final long PLENTY = 100_000_000_000L;

    private final int skus;
    private final long units;
    private final boolean life;

    Mix(final int skus, final long units, final boolean life) {
        this.skus = skus;
        this.units = units == 0 ? PLENTY / skus : units;
        this.life = life;
    }

    int skus() {
        return skus;
    }

    /** Units received of each SKU. */
    long units() {
        return units;
    }

    /** Whether orders are paid and cancelled too. */
    boolean life() {
        return life;
    }

    boolean soldOut() {
        return this == SOLD_OUT || this == SOLD_OUT_FORGOTTEN;
    }

    /** Whether each buyer may have one unit of a SKU only. */
    boolean limited() {
        return this != UNIFORM && this != ZIPF;
    }
}
