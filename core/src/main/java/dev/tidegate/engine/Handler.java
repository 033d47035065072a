package dev.tidegate.engine;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.MessageCheck;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.message.sbe.MessageHeaderDecoder;
import dev.tidegate.message.sbe.TickDecoder;

/** What one command does, in two steps: its own fields first, then the state. Refuses before it changes anything. */
abstract class Handler {
    static final int VERSION = TickDecoder.SCHEMA_VERSION;
    static final int HEADER = MessageHeaderDecoder.ENCODED_LENGTH;
    static final long MOST_QUANTITY = 1_000_000_000L;
    static final long MOST_UNITS = 1_000_000_000_000L;
    static final long TEN_YEARS = 315_360_000_000L;
    static final long FOUR_HUNDRED_DAYS = 34_560_000_000L;

    final State state;

    Handler(final State state) {
        this.state = state;
    }

    /**
     * Reads the message and checks what needs no state.
     *
     * @return whether it passed; if not, the outcome says why
     */
    abstract boolean read(HeapBuffer buffer, int offset, int length, Outcome outcome);

    /** Checks the rest against the state, then changes it; the outcome says what came of it. */
    abstract void apply(Outcome outcome);

    static boolean refuse(final Outcome outcome, final OutcomeCode code) {
        return refuse(outcome, code, 0, 0, 0);
    }

    static boolean refuse(
            final Outcome outcome, final OutcomeCode code, final int line, final long asked, final long available) {
        outcome.set(code, 0, line, asked, available);
        return false;
    }

    static boolean inRange(final Outcome outcome, final long value, final long low, final long high) {
        return value >= low && value <= high || refuse(outcome, OutcomeCode.VALUE_OUT_OF_RANGE, 0, value, 0);
    }

    final boolean skuUsable(final Outcome outcome, final int sku, final int line) {
        if (!state.skus.exists(sku)) {
            return refuse(outcome, OutcomeCode.UNKNOWN_SKU, line, 0, 0);
        }
        return !state.skus.retired(sku) || refuse(outcome, OutcomeCode.SKU_RETIRED, line, 0, 0);
    }

    final boolean warehouseUsable(final Outcome outcome, final int warehouse, final int line) {
        if (!state.warehouses.exists(warehouse)) {
            return refuse(outcome, OutcomeCode.UNKNOWN_WAREHOUSE, line, 0, 0);
        }
        return !state.warehouses.retired(warehouse) || refuse(outcome, OutcomeCode.WAREHOUSE_RETIRED, line, 0, 0);
    }

    final boolean channelUsable(final Outcome outcome, final int channel) {
        if (!state.channels.exists(channel)) {
            return refuse(outcome, OutcomeCode.UNKNOWN_CHANNEL);
        }
        return !state.channels.retired(channel) || refuse(outcome, OutcomeCode.CHANNEL_RETIRED);
    }

    final boolean campaignUsable(final Outcome outcome, final int campaign) {
        if (!state.campaigns.exists(campaign)) {
            return refuse(outcome, OutcomeCode.UNKNOWN_CAMPAIGN);
        }
        return state.now < state.campaigns.end(campaign) || refuse(outcome, OutcomeCode.CAMPAIGN_ENDED);
    }

    static int templateOf(final HeapBuffer buffer, final int offset) {
        return MessageCheck.templateId(buffer, offset);
    }
}
