package dev.tidegate.launcher.replay;

import dev.tidegate.launcher.ProofException;
import dev.tidegate.launcher.replay.CommandIds.Kind;
import dev.tidegate.launcher.replay.ReplayFeed.Receiver;
import dev.tidegate.launcher.replay.ReplayStep.OpeningStock;
import dev.tidegate.launcher.replay.ReplayStep.OrderLine;
import dev.tidegate.launcher.replay.ReplayStep.PlaceOrder;
import dev.tidegate.launcher.replay.ReplayStep.ReturnInvoice;
import dev.tidegate.launcher.replay.ReplayStep.ReturnLine;
import dev.tidegate.message.Command;
import dev.tidegate.message.Command.ConfirmPayment;
import dev.tidegate.message.Command.DefineChannel;
import dev.tidegate.message.Command.DefineSku;
import dev.tidegate.message.Command.DefineWarehouse;
import dev.tidegate.message.Command.Grade;
import dev.tidegate.message.Command.Placing;
import dev.tidegate.message.Command.ReceiveStock;
import dev.tidegate.message.Command.ReturnLines;
import dev.tidegate.message.Command.ReturnedLine;
import dev.tidegate.message.Command.SetLimits;
import dev.tidegate.message.Command.ShipOrder;
import dev.tidegate.message.Command.Urgency;
import dev.tidegate.message.CommandHeader;
import dev.tidegate.message.OutcomeCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * Carries out the steps of a plan, from the first one whether or not an earlier run has done it: the feed knows which
 * commands are new. The commands and their order follow from the plan and the engine's answers alone. One warehouse,
 * one channel.
 */
final class ReplayRun {
    private static final int STEPS_LOOKED_UP = 64;
    private static final int REASON = 1;
    private static final byte[] NO_DOCUMENT = new byte[0];

    private final ReplayScript script;
    private final ReplayFeed feed;
    private final ReturnMatcher matcher;
    private final ReplayTally tally = new ReplayTally();
    private final Map<String, Integer> skuNumbers = new HashMap<>();
    /** By step of the plan. */
    private final Map<Integer, Long> orderIds = new HashMap<>();

    private int warehouse;
    private int channel;

    ReplayRun(final ReplayScript script, final ReplayFeed feed) {
        this.script = script;
        this.feed = feed;
        matcher = new ReturnMatcher(script.plan());
    }

    /**
     * Does everything that is left to do.
     *
     * @param progress told the number of the step before each one; may throw to stop there
     */
    ReplayTally run(final SetLimits limits, final IntConsumer progress) {
        setUp(limits);
        final List<ReplayStep> steps = script.plan().steps();
        for (int i = 0; i < steps.size(); i++) {
            progress.accept(i);
            if (i % STEPS_LOOKED_UP == 0) {
                lookUp(i, Math.min(i + STEPS_LOOKED_UP, steps.size()));
            }
            carryOut(i, steps.get(i));
        }
        feed.end();
        return tally;
    }

    Map<String, Integer> skuNumbers() {
        return skuNumbers;
    }

    private void lookUp(final int from, final int to) {
        final List<CommandHeader> headers = new ArrayList<>();
        for (int i = from; i < to; i++) {
            headers.addAll(script.headers(i));
        }
        feed.lookUp(headers);
    }

    private void setUp(final SetLimits limits) {
        feed.lookUp(script.setupHeaders());
        setUp(Kind.LIMITS, 0, limits, none -> {});
        setUp(Kind.WAREHOUSE, 0, new DefineWarehouse("MAIN"), number -> warehouse = number);
        feed.settle();
        setUp(Kind.CHANNEL, 0, new DefineChannel("SHOP", false, List.of(warehouse)), number -> channel = number);
        script.skuRecords()
                .forEach((sku, record) ->
                        setUp(Kind.SKU, record, new DefineSku(sku, 0), number -> skuNumbers.put(sku, number)));
        feed.settle();
    }

    private void setUp(final Kind kind, final long record, final Command command, final IntConsumer number) {
        final CommandHeader header = script.setupHeader(kind, record);
        feed.give(header, script.startMillis(), command, (code, entityId) -> {
            requireAccepted(command, code);
            number.accept(Math.toIntExact(entityId));
        });
    }

    private void carryOut(final int index, final ReplayStep step) {
        if (step instanceof OpeningStock opening) {
            receive(index, opening);
        } else if (step instanceof PlaceOrder order) {
            place(index, order);
        } else if (step instanceof ReturnInvoice returned) {
            returned.lines().forEach(line -> takeBack(index, line));
        }
    }

    private void receive(final int index, final OpeningStock opening) {
        final List<Long> receipts = ReplayScript.receipts(opening);
        for (int part = 0; part < receipts.size(); part++) {
            final Command receipt = new ReceiveStock(
                    skuNumber(opening.sku()), warehouse, receipts.get(part), REASON, 0, 0, opening.record());
            give(script.header(Kind.RECEIVE, opening.record(), part, index), index, receipt);
        }
        tally.units(opening.sku()).opening += opening.quantity();
    }

    /** Payment and shipment are given together, and answered when the next order is: they cannot fail. */
    private void place(final int index, final PlaceOrder order) {
        if (ReplayScript.isRefusedUnseen(order)) {
            tally.refused++;
            tally.refusedUnseen++;
            return;
        }
        final Command placing = command(order);
        final Receiver receiver = (code, orderId) -> {
            if (code != OutcomeCode.OUT_OF_STOCK) {
                requireAccepted(placing, code);
                orderIds.put(index, orderId);
            }
        };
        feed.give(script.header(Kind.PLACE, order.record(), 0, index), script.timeMillis(index), placing, receiver);
        feed.settle();
        final Long orderId = orderIds.get(index);
        if (orderId == null) {
            tally.refused++;
            return;
        }
        tally.accepted++;
        matcher.accepted(index);
        order.lines().forEach(line -> tally.units(line.sku()).sold += line.quantity());
        give(
                script.header(Kind.PAY, order.record(), 0, index),
                index,
                new ConfirmPayment(orderId, order.amountMinor()));
        give(script.header(Kind.SHIP, order.record(), 0, index), index, new ShipOrder(orderId, List.of()));
    }

    private Command command(final PlaceOrder order) {
        final List<Command.OrderLine> lines = new ArrayList<>();
        for (final OrderLine line : order.lines()) {
            lines.add(new Command.OrderLine(skuNumber(line.sku()), 0, 0, line.quantity(), line.amountMinor(), 0, 0));
        }
        return new Command.PlaceOrder(
                channel,
                order.invoice(),
                "csv",
                Urgency.NORMAL,
                Placing.ALL_OR_NONE,
                "GBP",
                order.amountMinor(),
                0,
                0,
                0,
                lines,
                List.of(),
                NO_DOCUMENT);
    }

    private void takeBack(final int index, final ReturnLine line) {
        final Optional<ReturnMatch> found = matcher.match(line);
        if (found.isEmpty()) {
            tally.returnLinesUnmatched++;
            return;
        }
        final long orderId = Objects.requireNonNull(orderIds.get(found.get().orderStep()));
        final List<ReturnedLine> parts = found.get().parts().stream()
                .map(part -> new ReturnedLine(part.lineIndex() + 1, part.quantity(), Grade.SELLABLE))
                .toList();
        give(script.header(Kind.RETURN, line.record(), 0, index), index, new ReturnLines(orderId, REASON, parts));
        tally.returnLinesMatched++;
        tally.units(line.sku()).returned += line.quantity();
    }

    /** Gives a command that is accepted, or the replay has failed. */
    private void give(final CommandHeader header, final int index, final Command command) {
        feed.give(header, script.timeMillis(index), command, (code, entityId) -> requireAccepted(command, code));
    }

    private static void requireAccepted(final Command command, final OutcomeCode code) {
        if (code != OutcomeCode.ACCEPTED) {
            throw new ProofException(command + " should be accepted but the answer is " + code);
        }
    }

    private int skuNumber(final String sku) {
        return Objects.requireNonNull(skuNumbers.get(sku), sku);
    }
}
