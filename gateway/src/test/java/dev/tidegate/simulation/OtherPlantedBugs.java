package dev.tidegate.simulation;

import java.util.List;

/**
 * More planted bugs, thought up from the code alone by another author than the simulator's, its checks' and the first bugs'.
 * Those that the simulator cannot meet, for their part of the node is not in it, are looked for by a {@link ReadBack}, those
 * that it meets too seldom by the core's own test beside the model, and those that this meets too seldom by one story that
 * leads to them.
 */
final class OtherPlantedBugs {
    private static final String JOURNAL = "journal/src/main/java/dev/tidegate/journal/";
    private static final String CORE = "core/src/main/java/dev/tidegate/";
    private static final String RULES = "dev.tidegate.model.EngineRulesTest$";

    /** Found by the simulator's seeds. */
    static final List<PlantedBug> SIMULATED = List.of(
            new PlantedBug(
                    "an allotment that stays behind when its campaign ends",
                    CORE + "engine/Expiry.java",
                    "toSellable(allotment, state.campaigns.left(allotment));",
                    "if (state.campaigns.left(allotment) > 1) {"
                            + " toSellable(allotment, state.campaigns.left(allotment)); }"),
            new PlantedBug(
                    "a late payment that counts for the purchase limit again",
                    CORE + "engine/ConfirmPayment.java",
                    "holding.take(orderId, basket.channel, found, Bucket.SOLD);",
                    "holding.take(orderId, basket.channel, found, Bucket.SOLD);"
                            + " if (state.skus.periodMillis(found.sku) > 0) { state.counters.count("
                            + "dev.tidegate.stock.PurchaseCounters.UNKNOWN, state.orders.buyerHigh(order),"
                            + " state.orders.buyerLow(order), found.sku, found.campaign,"
                            + " state.skus.periodMillis(found.sku), state.now, found.granted); }"),
            new PlantedBug(
                    "an index that leaves a record behind a gap",
                    CORE + "table/HashIndex.java",
                    "((slot - home) & mask) >= ((slot - gap) & mask)",
                    "((slot - home) & mask) > ((slot - gap) & mask)"),
            new PlantedBug(
                    "a hold that is paid and still counts as one",
                    CORE + "engine/Holding.java",
                    "state.stocks.move(state.lines.stock(line), Bucket.HELD, Bucket.SOLD, units);\n"
                            + "            endHold(order, line, units);",
                    "state.stocks.move(state.lines.stock(line), Bucket.HELD, Bucket.SOLD, units);"));

    /** Rules that a simulator of a few hundred commands seldom comes to; found by the test of the core that runs 60,000. */
    static final List<PlantedBug> BESIDE_THE_MODEL = List.of(
            new PlantedBug(
                    "units that go to the newest line that waits",
                    CORE + "engine/ShortLines.java",
                    "placedA < placedB ||",
                    "placedA > placedB ||"),
            new PlantedBug(
                    "a shortfall that takes from paid orders first",
                    CORE + "engine/AdjustStock.java",
                    "left = takeFromLines(stock, left, false);\n            left = takeFromLines(stock, left, true);",
                    "left = takeFromLines(stock, left, true);\n            left = takeFromLines(stock, left, false);"),
            new PlantedBug(
                    "a quota that gets paid units back though it was set since",
                    CORE + "engine/Holding.java",
                    "} else if (state.orders.mark(order) > state.offers.setSequence(offer)) {",
                    "} else {"));

    /** A bug and the story of the core's tests that does not end as it should with it. */
    record Told(PlantedBug bug, String stories, String story) {}

    /** Rules that random commands hardly ever come to; each is told as a story of its own. */
    static final List<Told> TOLD = List.of(
            new Told(
                    new PlantedBug(
                            "of holds that end together the newest is settled first",
                            CORE + "engine/Settling.java",
                            "Long.compare(state.orders.placedSequence(a), state.orders.placedSequence(b))",
                            "Long.compare(state.orders.placedSequence(b), state.orders.placedSequence(a))"),
                    RULES + "Holds",
                    "shouldSettleHoldsOfOneDeadlineInTheOrderInWhichTheyWerePlaced"),
            new Told(
                    new PlantedBug(
                            "an order cancelled in part that must be paid whole",
                            CORE + "engine/CancelOrder.java",
                            "? 0 : OrderBook.FLAG_CUT",
                            "? 0 : 0"),
                    RULES + "Holds",
                    "shouldTakeLessMoneyOnceALineWasCancelledInPart"),
            new Told(
                    new PlantedBug(
                            "a purchase that is given back to a later period",
                            CORE + "stock/PurchaseCounters.java",
                            "counter == 0 || countedMillis < get(counter, START)",
                            "counter == 0"),
                    RULES + "IdsAndLimits",
                    "shouldNotGiveBackToALaterPeriod"),
            new Told(
                    new PlantedBug(
                            "a snapshot without the floor of ids",
                            CORE + "engine/StateImage.java",
                            "target.put(state.idFloor);",
                            "target.put(0);"),
                    "dev.tidegate.engine.RestartTest",
                    "shouldStillRefuseAnIdThatWasTooOldBeforeTheHorizonWasLengthened"));

    /** Found by reading back what was written. */
    static final List<PlantedBug> READ_BACK = List.of(
            new PlantedBug(
                    "an event log that skips the block with which a file begins",
                    JOURNAL + "event/EventWriter.java",
                    "if (due || channel == null) {\n            begin(block);\n        }",
                    "if (due || channel == null) {\n            begin(block);\n        }\n"
                            + "        if (due) {\n            addedEvent = block.lastEvent();\n"
                            + "            return true;\n        }"),
            new PlantedBug(
                    "a compressed segment that is read a byte short",
                    JOURNAL + "log/CompressedSegment.java",
                    "Math.min(size - from, Math.min(",
                    "Math.min(size - 1 - from, Math.min("));

    private OtherPlantedBugs() {}

    static List<PlantedBug> toldBugs() {
        return TOLD.stream().map(Told::bug).toList();
    }
}
