package dev.tidegate.engine;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.message.sbe.AdjustMode;
import dev.tidegate.message.sbe.AdjustStockDecoder;
import dev.tidegate.order.OrderBook;
import dev.tidegate.order.OrderState;
import dev.tidegate.stock.Bucket;
import org.eclipse.collections.api.list.primitive.MutableIntList;
import org.eclipse.collections.impl.list.mutable.primitive.IntArrayList;

/**
 * A correction of what is in the house. Downward it is a fact and taken whole: what falls below the claims makes order
 * lines short. Finding those lines reads every line in memory, which is rare and takes about 10 ns a line.
 */
final class AdjustStock extends Handler {
    private static final int MODES = 2;

    private final AdjustStockDecoder decoder = new AdjustStockDecoder();
    private final Receipts receipts;
    private final Settling settling;
    private final ShortLines shortLines;
    private final MutableIntList hit = new IntArrayList();

    AdjustStock(final State state, final Receipts receipts, final Settling settling, final ShortLines shortLines) {
        super(state);
        this.receipts = receipts;
        this.settling = settling;
        this.shortLines = shortLines;
    }

    private boolean to() {
        return decoder.modeRaw() == AdjustMode.TO.value();
    }

    @Override
    boolean read(final HeapBuffer buffer, final int offset, final int length, final Outcome outcome) {
        decoder.wrap(buffer, offset + HEADER, AdjustStockDecoder.BLOCK_LENGTH, VERSION);
        final long quantity = decoder.quantity();
        if (decoder.reason() == 0) {
            return refuse(outcome, OutcomeCode.REASON_REQUIRED);
        }
        if (!inRange(outcome, decoder.modeRaw(), 1, MODES)) {
            return false;
        }
        if (to() && quantity < 0) {
            return refuse(outcome, OutcomeCode.QUANTITY_NOT_POSITIVE, 0, quantity, 0);
        }
        final boolean tooLarge = to() ? quantity > MOST_UNITS : quantity > MOST_QUANTITY || quantity < -MOST_QUANTITY;
        return !tooLarge || refuse(outcome, OutcomeCode.QUANTITY_TOO_LARGE, 0, quantity, 0);
    }

    @Override
    void apply(final Outcome outcome) {
        final int sku = decoder.sku();
        final int warehouse = decoder.warehouse();
        if (!skuUsable(outcome, sku, 0) || !warehouseUsable(outcome, warehouse, 0)) {
            return;
        }
        final int stock = state.stocks.find(sku, warehouse);
        final long inHouse = stock == 0 ? 0 : state.stocks.unitsInHouse(stock);
        final long difference = to() ? decoder.quantity() - inHouse : decoder.quantity();
        if (difference > 0 && receipts.fits(outcome, sku, warehouse, difference)) {
            receipts.receive(sku, warehouse, difference, decoder.reason());
            state.stocks.corrected(state.stocks.find(sku, warehouse), difference);
        } else if (difference < 0 && -difference > inHouse) {
            refuse(outcome, OutcomeCode.BELOW_ZERO, 0, -difference, inHouse);
        } else if (difference < 0) {
            lower(stock, -difference);
        }
    }

    private void lower(final int stock, final long units) {
        final int sku = state.stocks.sku(stock);
        if (units > state.stocks.units(stock, Bucket.SELLABLE)) {
            settling.settle(sku);
        }
        state.offers.changeBase(sku, state.stocks.warehouse(stock), -units);
        long left = units;
        final long sellable = Math.min(left, state.stocks.units(stock, Bucket.SELLABLE));
        if (sellable > 0) {
            state.events.about(0, 0, 0, decoder.reason());
            state.stocks.move(stock, Bucket.SELLABLE, Bucket.OUTSIDE, sellable);
            left -= sellable;
        }
        left = takeFromAllotments(stock, left);
        if (left > 0) {
            left = takeFromLines(stock, left, false);
            left = takeFromLines(stock, left, true);
        }
        if (left > 0) {
            throw new IllegalStateException("ledger: " + left + " units of stock " + stock + " belong to no line");
        }
        state.stocks.corrected(stock, -units);
    }

    /** The highest campaign number first. */
    private long takeFromAllotments(final int stock, final long units) {
        long left = units;
        int campaign = Integer.MAX_VALUE;
        while (left > 0) {
            final int allotment = allotmentBelow(stock, campaign);
            if (allotment == 0) {
                break;
            }
            campaign = state.campaigns.allotmentCampaign(allotment);
            final long taken = Math.min(left, state.campaigns.left(allotment));
            if (taken > 0) {
                state.events.about(0, 0, campaign, decoder.reason());
                state.stocks.move(stock, Bucket.ALLOTTED, Bucket.OUTSIDE, taken);
                state.campaigns.changeLeft(allotment, -taken);
                left -= taken;
            }
        }
        return left;
    }

    private int allotmentBelow(final int stock, final int campaign) {
        int highest = 0;
        int allotment = state.campaigns.firstAllotment(stock);
        while (allotment != 0) {
            final int of = state.campaigns.allotmentCampaign(allotment);
            if (of < campaign && (highest == 0 || of > state.campaigns.allotmentCampaign(highest))) {
                highest = allotment;
            }
            allotment = state.campaigns.nextAllotment(allotment);
        }
        return highest;
    }

    private long takeFromLines(final int stock, final long units, final boolean paid) {
        if (units == 0) {
            return 0;
        }
        findLines(stock, paid);
        long left = units;
        for (int i = 0; i < hit.size() && left > 0; i++) {
            final int line = hit.get(i);
            final int order = state.lines.order(line);
            final long taken = Math.min(left, state.lines.live(line) - state.lines.shortUnits(line));
            state.events.about(
                    state.orders.id(order), state.lines.number(line), state.campaignOf(line), decoder.reason());
            state.stocks.move(stock, Holding.bucketOf(state, order), Bucket.OUTSIDE, taken);
            shortLines.add(line, taken);
            left -= taken;
        }
        return left;
    }

    /** The lines that have units there, the latest order first, within an order the last line first. */
    private void findLines(final int stock, final boolean paid) {
        hit.clear();
        for (int line = 1; line <= state.lines.slab().used(); line++) {
            if (state.lines.stock(line) == stock && state.lines.live(line) > state.lines.shortUnits(line)) {
                final int order = state.lines.order(line);
                if (state.orders.state(order) != OrderState.CLOSED
                        && !state.orders.has(order, OrderBook.FLAG_NOTHING_HELD)
                        && state.orders.has(order, OrderBook.FLAG_PAID) == paid) {
                    hit.add(line);
                }
            }
        }
        hit.sortThis((a, b) -> {
            final long placedA = state.orders.placedSequence(state.lines.order(a));
            final long placedB = state.orders.placedSequence(state.lines.order(b));
            return placedA != placedB
                    ? Long.compare(placedB, placedA)
                    : Integer.compare(state.lines.number(b), state.lines.number(a));
        });
    }
}
