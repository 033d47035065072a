package dev.tidegate.engine;

import dev.tidegate.order.OrderState;
import dev.tidegate.table.Digest;
import dev.tidegate.table.StateReader;
import dev.tidegate.table.StateWriter;

/**
 * The whole logical state as words: every table's records, and what stands outside of any. Equal states give equal
 * words, whatever the sizes and keys of the tables. Chains, indexes and queues are not written: they follow from the
 * records and are made anew, and so is nothing trusted that can be found out.
 */
final class StateImage {
    /** "TGSTATE" and the version of this layout. */
    private static final long MAGIC = 0x54_47_53_54_41_54_45_00L;

    private final State state;
    private final ShortLines shortLines;
    private final Deadlines deadlines;

    StateImage(final State state, final ShortLines shortLines, final Deadlines deadlines) {
        this.state = state;
        this.shortLines = shortLines;
        this.deadlines = deadlines;
    }

    void write(final StateWriter target) {
        target.put(MAGIC | Engine.STATE_VERSION);
        state.settledDigest().write(target);
        target.put(state.sequence);
        target.put(state.now);
        target.put(state.idFloor);
        target.put(state.closings);
        target.put(state.events.buffer().count());
        state.limits.slab().write(target);
        state.skus.write(target);
        state.warehouses.write(target);
        state.channels.write(target);
        state.policies.write(target);
        state.stocks.write(target);
        state.offers.slab().write(target);
        state.campaigns.write(target);
        state.counters.write(target);
        state.orders.slab().write(target);
        state.lines.slab().write(target);
        state.accepted.write(target);
        state.refused.write(target);
        state.orders.readmitted().slab().write(target);
        state.numbers.write(target);
        state.recordKey.write(target);
        target.end();
    }

    void read(final StateReader source) {
        source.expect("magic and version of the state", MAGIC | Engine.STATE_VERSION);
        state.digest.read(source);
        state.sequence = source.next("sequence", 0, Long.MAX_VALUE - 1);
        state.now = source.next("time", 0, Long.MAX_VALUE - 1);
        state.idFloor = source.next();
        state.closings = source.next("orders ever closed or brought back", 0, Long.MAX_VALUE - 1);
        state.events.buffer().startBehind(source.next("events", 0, Long.MAX_VALUE - 1));
        state.limits.slab().read(source);
        state.limits.link();
        state.room.follow();
        state.skus.read(source);
        state.warehouses.read(source);
        state.channels.read(source, state.warehouses);
        state.policies.read(source);
        state.stocks.read(source);
        state.offers.slab().read(source);
        state.campaigns.read(source);
        state.counters.read(source);
        state.orders.slab().read(source);
        state.lines.slab().read(source);
        state.accepted.read(source);
        state.refused.read(source);
        state.orders.readmitted().slab().read(source);
        state.numbers.read(source);
        state.recordKey.read(source);
        state.ids.rebuild();
        source.end();
        final Digest recomputed = state.recomputed();
        StateReader.require(state.digest.sameSum(recomputed), "the digest's sum and the records");
        link();
    }

    private void link() {
        state.policies.link();
        state.warehouses.link();
        state.skus.link(state.policies);
        state.channels.link(state.policies);
        state.stocks.link(state.warehouses);
        state.offers.link();
        state.campaigns.link(state.skus, state.policies);
        state.counters.link(state.skus);
        state.orders.link();
        linkOrders();
        shortLines.link();
        deadlines.link();
    }

    private void linkOrders() {
        int lines = 0;
        state.openOrders = 0;
        for (int order = 1; order <= state.orders.slab().used(); order++) {
            if (state.orders.exists(order)) {
                final int channel = state.orders.channel(order);
                StateReader.require(state.channels.exists(channel), "the channel of an order");
                state.policies.require(state.orders.policy(order), false);
                lines += linkLines(order);
                if (state.orders.state(order) != OrderState.CLOSED) {
                    state.openOrders++;
                    state.channels.countOpenOrder(channel, 1);
                }
            }
        }
        StateReader.require(lines == state.lines.slab().live(), "the number of order lines");
    }

    /** Follows an order's lines, which must be its own and as many as it says. */
    private int linkLines(final int order) {
        int line = state.orders.firstLine(order);
        for (int number = 1; number <= state.orders.lineCount(order); number++) {
            StateReader.require(
                    line >= 1
                            && line <= state.lines.slab().used()
                            && state.lines.order(line) == order
                            && state.lines.number(line) == number,
                    "an order and its lines");
            checkLine(line);
            line = state.lines.next(line);
        }
        StateReader.require(line == 0, "an order and the number of its lines");
        return state.orders.lineCount(order);
    }

    private void checkLine(final int line) {
        final int stock = state.lines.stock(line);
        final int warehouse = state.lines.warehouse(line);
        final int item = state.lines.item(line);
        StateReader.require(
                state.skus.exists(state.lines.sku(line))
                        && (warehouse == 0 || state.warehouses.exists(warehouse))
                        && item <= state.campaigns.items().used()
                        && stock >= 0
                        && stock <= state.stocks.slab().used()
                        && (stock == 0 || state.stocks.sku(stock) == state.lines.sku(line)),
                "what an order line names");
    }
}
