package dev.tidegate.engine;

import static dev.tidegate.message.OutcomeCode.CAMPAIGN_ENDED;
import static dev.tidegate.message.OutcomeCode.CHANNEL_RETIRED;
import static dev.tidegate.message.OutcomeCode.CODE_INVALID;
import static dev.tidegate.message.OutcomeCode.OUT_OF_STOCK;
import static dev.tidegate.message.OutcomeCode.QUANTITY_NOT_POSITIVE;
import static dev.tidegate.message.OutcomeCode.QUANTITY_TOO_LARGE;
import static dev.tidegate.message.OutcomeCode.REASON_REQUIRED;
import static dev.tidegate.message.OutcomeCode.SKU_NOT_IN_CAMPAIGN;
import static dev.tidegate.message.OutcomeCode.SKU_RETIRED;
import static dev.tidegate.message.OutcomeCode.STOCKS_FULL;
import static dev.tidegate.message.OutcomeCode.STOCK_OVERFLOW;
import static dev.tidegate.message.OutcomeCode.UNKNOWN_CAMPAIGN;
import static dev.tidegate.message.OutcomeCode.UNKNOWN_CHANNEL;
import static dev.tidegate.message.OutcomeCode.UNKNOWN_SKU;
import static dev.tidegate.message.OutcomeCode.UNKNOWN_WAREHOUSE;
import static dev.tidegate.message.OutcomeCode.VALUE_OUT_OF_RANGE;
import static dev.tidegate.message.OutcomeCode.WAREHOUSE_RETIRED;

import dev.tidegate.message.Command.Limit;
import dev.tidegate.message.Command.RetireChannel;
import dev.tidegate.message.Command.RetireSku;
import dev.tidegate.message.Command.RetireWarehouse;
import dev.tidegate.message.OutcomeCode;

/** Faults that more than one command can have. */
final class CommonFaults {
    static final int NOBODY = 999;
    static final long MOST_QUANTITY = 1_000_000_000L;
    static final long MOST_UNITS = 1_000_000_000_000L;

    /** More than any pair has here. */
    static final long PLENTY = 5_000;

    private CommonFaults() {}

    static Fault reasonRequired() {
        return Fault.of(REASON_REQUIRED).draft(draft -> draft.reason = 0);
    }

    static Fault codeInvalid() {
        return Fault.of(CODE_INVALID).draft(draft -> draft.code = "");
    }

    /** A field of the block that holds 9, which none of those with a few values has. */
    static Fault outOfRange(final int blockOffset) {
        return Fault.of(VALUE_OUT_OF_RANGE).draft(draft -> draft.patch(blockOffset, 9));
    }

    static Fault quantityOutOfRange() {
        return Fault.of(VALUE_OUT_OF_RANGE).line(line -> line.quantity = MOST_QUANTITY + 1);
    }

    static Fault notPositive() {
        return Fault.of(QUANTITY_NOT_POSITIVE).line(line -> line.quantity = 0);
    }

    static Fault tooLarge() {
        return Fault.of(QUANTITY_TOO_LARGE).line(line -> line.quantity = MOST_QUANTITY + 1);
    }

    static Fault unknownSku() {
        return Fault.of(UNKNOWN_SKU).line(line -> line.sku = NOBODY);
    }

    static Fault skuRetired() {
        return Fault.of(SKU_RETIRED)
                .pick(scene -> scene.line().sku = scene.newSku())
                .finish(scene -> scene.accepted(new RetireSku(scene.line().sku)));
    }

    static Fault unknownWarehouse() {
        return Fault.of(UNKNOWN_WAREHOUSE).line(line -> line.warehouse = NOBODY);
    }

    static Fault warehouseRetired() {
        return Fault.of(WAREHOUSE_RETIRED)
                .pick(scene -> scene.line().warehouse = scene.newWarehouse())
                .finish(scene -> scene.accepted(new RetireWarehouse(scene.line().warehouse)));
    }

    static Fault unknownChannel() {
        return Fault.of(UNKNOWN_CHANNEL).draft(draft -> draft.channel = NOBODY);
    }

    static Fault channelRetired() {
        return Fault.of(CHANNEL_RETIRED)
                .pick(scene -> scene.draft.channel = scene.newChannel())
                .finish(scene -> scene.accepted(new RetireChannel(scene.draft.channel)));
    }

    static Fault unknownCampaign() {
        return Fault.of(UNKNOWN_CAMPAIGN).line(line -> line.campaign = NOBODY);
    }

    static Fault campaignEnded() {
        return Fault.of(CAMPAIGN_ENDED)
                .pick(scene -> scene.line().campaign = scene.newCampaign())
                .finish(scene -> scene.pass(Scene.CAMPAIGN_MILLIS));
    }

    static Fault skuNotInCampaign() {
        return Fault.of(SKU_NOT_IN_CAMPAIGN).line(line -> {
            line.inCampaign = true;
            line.itemMissing = true;
        });
    }

    static Fault outOfStock() {
        return Fault.of(OUT_OF_STOCK).line(line -> line.quantity = Math.max(line.quantity, PLENTY));
    }

    /** A pair that is not there yet, and no room for it. */
    static Fault stocksFull() {
        return Fault.of(STOCKS_FULL)
                .pick(scene -> {
                    final Draft.Line line = scene.line();
                    line.warehouse =
                            line.sku == scene.tea && line.warehouse == scene.house ? scene.annex : line.warehouse;
                })
                .finish(scene -> scene.limit(Limit.STOCKS, scene.counts().stocks()));
    }

    /** A pair whose buckets are full with what is shipped. */
    static Fault stockOverflow() {
        return Fault.of(STOCK_OVERFLOW)
                .arrange(scene -> scene.shipAway(scene.line().sku, scene.line().warehouse, MOST_UNITS));
    }

    static Fault limitReached(final OutcomeCode code, final Limit limit, final Count inUse) {
        return Fault.of(code).finish(scene -> scene.limit(limit, inUse.of(scene.counts())));
    }

    /** One of the engine's counts. */
    @FunctionalInterface
    interface Count {
        long of(EngineReads.Counts counts);
    }

    /** Says of a command that names one of each kind what no two faults can be about. */
    static Precedence oneOfEach(final Precedence precedence, final OutcomeCode... kinds) {
        for (final OutcomeCode unknown : kinds) {
            final OutcomeCode over = unknown == UNKNOWN_SKU
                    ? SKU_RETIRED
                    : unknown == UNKNOWN_WAREHOUSE
                            ? WAREHOUSE_RETIRED
                            : unknown == UNKNOWN_CHANNEL ? CHANNEL_RETIRED : CAMPAIGN_ENDED;
            precedence.never("what was never defined is not over", unknown, over);
        }
        return precedence;
    }
}
