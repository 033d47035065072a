package dev.tidegate.engine;

import dev.tidegate.Orders;
import dev.tidegate.message.Command;
import dev.tidegate.message.Command.AdjustMode;
import dev.tidegate.message.Command.AdjustStock;
import dev.tidegate.message.Command.ConfirmPayment;
import dev.tidegate.message.Command.DefineCampaign;
import dev.tidegate.message.Command.DefineChannel;
import dev.tidegate.message.Command.DefineSku;
import dev.tidegate.message.Command.DefineWarehouse;
import dev.tidegate.message.Command.Grade;
import dev.tidegate.message.Command.OrderLine;
import dev.tidegate.message.Command.ReturnLines;
import dev.tidegate.message.Command.ReturnedLine;
import dev.tidegate.message.Command.SetCampaignItem;
import dev.tidegate.message.CommandHeader;
import dev.tidegate.message.OutcomeCode;
import java.util.List;
import java.util.stream.IntStream;

/** A store in which one command is about to be sent, and that command's draft. */
final class Scene extends Store {
    private static final long MOST_IN_A_LINE = 1_000_000_000L;
    static final long CAMPAIGN_MILLIS = 1_000;

    final Draft draft = new Draft();
    long idAgeMillis;
    long idVersion = 0x7000;
    private CommandHeader id;
    private List<Draft.Line> lines = List.of();
    private int at;
    private long away;
    private int awayLines;

    Scene() {
        receive(tea, house, 1_000);
        receive(rice, house, 1_000);
        draft.channel = shop;
        draft.lines.add(new Draft.Line(1, tea, house));
        draft.lines.add(new Draft.Line(2, rice, house));
    }

    /** Says that the draft is whole, and its lines may be spoilt. */
    void drafted() {
        lines = List.copyOf(draft.lines);
    }

    /** Says which line the next step is about, from 0. */
    void about(final int line) {
        at = line;
    }

    int at() {
        return at;
    }

    Draft.Line line() {
        return lines.get(at);
    }

    /** The same however often it is asked for. */
    private CommandHeader commandId() {
        if (id == null) {
            id = CommandHeader.of((time() - idAgeMillis) << 16 | idVersion, 1L << 63 | next());
        }
        return id;
    }

    void useTheIdForAnotherCommand() {
        final OutcomeCode code = ask(commandId(), IdFaults.anotherCommand()).code();
        if (!code.accepted()) {
            throw new AssertionError("the other command was answered " + code);
        }
    }

    OutcomeCode send(final Precedence precedence) {
        final int length = encode(commandId(), precedence.build(draft));
        draft.patchInto(buffer());
        return apply(length).code();
    }

    int newSku() {
        return number(new DefineSku("sku" + next(), 1));
    }

    int newWarehouse() {
        return number(new DefineWarehouse("warehouse" + next()));
    }

    int newChannel() {
        return number(new DefineChannel("channel" + next(), false, List.of(house, annex)));
    }

    int newCampaign() {
        return number(new DefineCampaign("campaign" + next(), time(), time() + CAMPAIGN_MILLIS));
    }

    /** Gives each line that wants one its campaign, with its terms. */
    void defineCampaigns() {
        for (final Draft.Line line : lines) {
            if (line.inCampaign && line.campaign == 0) {
                final long start = line.beforeWindow ? time() + HALF_HOUR : time();
                line.campaign = number(new DefineCampaign("campaign" + next(), start, start + HALF_HOUR));
            }
            if (line.inCampaign && !line.itemMissing) {
                ask(new SetCampaignItem(line.campaign, line.sku, line.limitPerBuyer, line.cap));
            }
        }
    }

    /** An order of its own that nothing is wrong with. */
    long bystander() {
        return accepted(order().line(rice, 1, PRICE).build()).entityId();
    }

    /**
     * Lets that many units of a pair, and no others, stand as shipped: they count in its buckets, but are not in use.
     */
    void shipAway(final int sku, final int warehouse, final long units) {
        final String code = "door" + next();
        final int door = number(new DefineChannel(code, false, List.of(warehouse)));
        accepted(new AdjustStock(sku, warehouse, AdjustMode.TO, units, 1, 0));
        final Orders.Place order = Orders.place(door, "away", "test", Command.Urgency.NORMAL);
        awayLines = 0;
        for (long left = units; left > 0; left -= MOST_IN_A_LINE) {
            order.line(new OrderLine(sku, warehouse, 0, Math.min(left, MOST_IN_A_LINE), 0, 0, 0));
            awayLines++;
        }
        away = accepted(order.build()).entityId();
        accepted(new ConfirmPayment(away, 0));
        accepted(Orders.ship(away));
        accepted(new DefineChannel(code, false, List.of()));
    }

    /** Takes back all that was shipped away: even a SKU that has been retired gets units so. */
    void takeBack() {
        final List<ReturnedLine> returned = IntStream.rangeClosed(1, awayLines)
                .mapToObj(number -> new ReturnedLine(number, Command.ALL, Grade.SELLABLE))
                .toList();
        accepted(new ReturnLines(away, 1, returned));
    }
}
