package dev.tidegate.model;

/**
 * What the seed says about a whole run: how small the world is, how time goes, how late ticks come. Every run leaves some
 * of the possible out, so that the rest meets more often.
 */
record Swarm(
        int skus,
        int warehouses,
        int channels,
        int campaigns,
        int campaignSteps,
        int buyers,
        int holdMost,
        int stepMost,
        int jumpOneIn,
        int tickOneIn,
        int mostLines,
        int mostUnits,
        int spoilOneIn,
        int atPaymentOneIn,
        int shipUnpaidOneIn,
        int partialOneIn,
        boolean tinyLimits,
        boolean shortHorizon,
        boolean tinyIds,
        boolean shortRetention,
        int numbers,
        int numberMillis,
        int[] weights) {

    /**
     * Draws one.
     *
     * @param campaignStretch how many times longer a campaign lasts, where time goes faster
     * @param extendHolds weight of putting holds off, which is not drawn
     */
    static Swarm of(final Dice dice, final int campaignStretch, final int extendHolds) {
        return new Swarm(
                dice.from(1, 4),
                dice.from(1, 3),
                dice.from(1, 3),
                dice.from(0, 2),
                Math.multiplyExact(dice.of(20, 100, 400), campaignStretch),
                dice.from(2, 4),
                dice.of(3, 10, 30, 100, 300),
                dice.of(0, 1, 3, 6),
                dice.of(150, 500, 4_000),
                dice.of(3, 15, 50, 200),
                dice.of(1, 2, 4),
                dice.of(2, 5, 9),
                dice.of(20, 60, 200),
                dice.of(1, 2, 1_000),
                dice.of(1, 3, 1_000),
                dice.of(1, 3, 1_000),
                dice.oneIn(3),
                dice.oneIn(2),
                dice.oneIn(12),
                !dice.oneIn(4),
                dice.of(0, 1, 4, 30, 1_000, 1_000),
                dice.of(0, 30, 300, 3_000, 500_000),
                weights(dice, extendHolds));
    }

    /** Longest life of a campaign, in milliseconds. */
    int campaignMost() {
        return campaignSteps * Math.max(1, stepMost);
    }

    private static int[] weights(final Dice dice, final int extendHolds) {
        final Kind[] kinds = Kind.values();
        final int[] weights = new int[kinds.length];
        for (int i = 0; i < kinds.length; i++) {
            weights[i] = kinds[i].usual() == 0 ? 0 : kinds[i].usual() * dice.of(0, 1, 1, 1, 2, 4);
        }
        weights[Kind.EXTEND_HOLDS.ordinal()] = extendHolds;
        weights[Kind.PLACE_ORDER.ordinal()] = Kind.PLACE_ORDER.usual() * dice.of(1, 2);
        weights[Kind.RECEIVE_STOCK.ordinal()] = Kind.RECEIVE_STOCK.usual() * dice.of(1, 2);
        return weights;
    }

    /** The kind of the next command, by the run's weights. */
    Kind kind(final Dice dice) {
        int sum = 0;
        for (final int weight : weights) {
            sum += weight;
        }
        int at = dice.from(0, sum - 1);
        for (final Kind kind : Kind.values()) {
            at -= weights[kind.ordinal()];
            if (at < 0) {
                return kind;
            }
        }
        throw new IllegalStateException("weights do not add up");
    }

    /** Every command, with its share in a usual run. */
    enum Kind {
        DEFINE_SKU(2),
        RETIRE_SKU(1),
        DEFINE_WAREHOUSE(2),
        RETIRE_WAREHOUSE(2),
        DEFINE_CHANNEL(3),
        RETIRE_CHANNEL(1),
        DEFINE_CAMPAIGN(4),
        SET_CAMPAIGN_ITEM(4),
        SET_ALLOTMENT(6),
        SET_HOLD_POLICY(3),
        SET_SAFETY_STOCK(2),
        SET_CHANNEL_QUOTA(4),
        SET_PURCHASE_LIMIT(3),
        SET_FREEZE(2),
        SET_HOLD_TIMING(2),
        SET_LIMITS(2),
        RECEIVE_STOCK(10),
        ADJUST_STOCK(8),
        RETURN_TO_STOCK(4),
        PLACE_ORDER(50),
        START_PAYMENT(14),
        CONFIRM_PAYMENT(30),
        FAIL_PAYMENT(7),
        CANCEL_ORDER(16),
        SHIP_ORDER(16),
        RETURN_LINES(10),
        READMIT_ORDER(10),
        EXTEND_HOLDS(0);

        private final int usual;

        Kind(final int usual) {
            this.usual = usual;
        }

        int usual() {
            return usual;
        }
    }
}
