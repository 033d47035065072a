package dev.tidegate.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.message.Command;
import dev.tidegate.message.Command.AdjustMode;
import dev.tidegate.message.Command.AdjustStock;
import dev.tidegate.message.Command.CancelOrder;
import dev.tidegate.message.Command.ConfirmPayment;
import dev.tidegate.message.Command.DefineCampaign;
import dev.tidegate.message.Command.DefineChannel;
import dev.tidegate.message.Command.DefineSku;
import dev.tidegate.message.Command.DefineWarehouse;
import dev.tidegate.message.Command.Grade;
import dev.tidegate.message.Command.HoldTiming;
import dev.tidegate.message.Command.Limit;
import dev.tidegate.message.Command.LimitValue;
import dev.tidegate.message.Command.LineQuantity;
import dev.tidegate.message.Command.OrderLine;
import dev.tidegate.message.Command.PlaceOrder;
import dev.tidegate.message.Command.Placing;
import dev.tidegate.message.Command.ReadmitOrder;
import dev.tidegate.message.Command.ReceiveStock;
import dev.tidegate.message.Command.ReturnLines;
import dev.tidegate.message.Command.ReturnedLine;
import dev.tidegate.message.Command.SetAllotment;
import dev.tidegate.message.Command.SetCampaignItem;
import dev.tidegate.message.Command.SetHoldTiming;
import dev.tidegate.message.Command.SetLimits;
import dev.tidegate.message.Command.ShipOrder;
import dev.tidegate.message.Command.Urgency;
import dev.tidegate.message.CommandHeader;
import dev.tidegate.message.OutcomeCode;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;

/**
 * A story for the rules: one SKU, two warehouses, a channel that sells from both, an engine time that the story sets. Whom
 * the story is told to, model or engine, the subclass says.
 */
abstract class Scenario {
    static final long NOON = 1_700_000_000_000L;
    static final long MINUTE = 60_000;
    static final long HALF_HOUR = 30 * MINUTE;

    private Subject subject;
    private long sequence;
    private long made;
    long time = NOON;
    int sku;
    int house;
    int annex;
    int shop;

    abstract Subject newSubject();

    @BeforeEach
    void buildTheWorld() {
        subject = newSubject();
        sku = number(new DefineSku("tea", 1));
        house = number(new DefineWarehouse("house"));
        annex = number(new DefineWarehouse("annex"));
        shop = number(new DefineChannel("shop", false, List.of(house, annex)));
    }

    ReferenceOutcome apply(final Command command) {
        return apply(newId(), command);
    }

    ReferenceOutcome apply(final CommandHeader header, final Command command) {
        return subject.apply(++sequence, time, header, command);
    }

    /** The sequence of the last command. */
    long sequence() {
        return sequence;
    }

    CommandHeader newId() {
        return id(time);
    }

    CommandHeader id(final long createdMillis) {
        return CommandHeader.of(createdMillis << 16 | 0x7000, 1L << 63 | ++made);
    }

    void tick() {
        subject.tick(++sequence, time);
    }

    long nextDeadline() {
        return subject.nextDeadlineMillis();
    }

    void accepted(final Command command) {
        assertThat(apply(command).code()).isEqualTo(OutcomeCode.ACCEPTED);
    }

    int number(final Command define) {
        final ReferenceOutcome outcome = apply(define);
        assertThat(outcome.code()).isEqualTo(OutcomeCode.ACCEPTED);
        return (int) outcome.entityId();
    }

    void receive(final long units) {
        receive(house, units);
    }

    void receive(final int warehouse, final long units) {
        accepted(new ReceiveStock(sku, warehouse, units, 1, 0, 0, 0));
    }

    void correctBy(final long units) {
        accepted(new AdjustStock(sku, house, AdjustMode.BY, units, 1, 0));
    }

    int campaign(final long start, final long end) {
        final int campaign = number(new DefineCampaign("sale" + start + "-" + end, start, end));
        accepted(new SetCampaignItem(campaign, sku, 0, -1));
        return campaign;
    }

    void allot(final int campaign, final long units) {
        accepted(new SetAllotment(campaign, sku, house, units));
    }

    void limit(final Limit limit, final long value) {
        accepted(new SetLimits(List.of(new LimitValue(limit, value))));
    }

    void holdAtPayment() {
        accepted(new SetHoldTiming(shop, HoldTiming.AT_PAYMENT));
    }

    /** A line without warehouse and campaign. */
    OrderLine line(final long units) {
        return line(0, 0, units);
    }

    OrderLine line(final int warehouse, final int campaign, final long units) {
        return new OrderLine(sku, warehouse, campaign, units, 100, 0, 0);
    }

    PlaceOrder order(final OrderLine... lines) {
        return order(0, Placing.ALL_OR_NONE, lines);
    }

    PlaceOrder partial(final OrderLine... lines) {
        return order(0, Placing.PARTIAL, lines);
    }

    PlaceOrder orderOf(final long buyer, final OrderLine... lines) {
        return order(buyer, Placing.ALL_OR_NONE, lines);
    }

    private PlaceOrder order(final long buyer, final Placing placing, final OrderLine... lines) {
        return new PlaceOrder(
                shop,
                "number" + ++made,
                "TEST",
                Urgency.NORMAL,
                placing,
                "CNY",
                100L * lines.length,
                0,
                buyer,
                0,
                Arrays.asList(lines),
                List.of(),
                new byte[0]);
    }

    /** Places an order that is accepted, and returns its id. */
    long place(final PlaceOrder order) {
        final ReferenceOutcome outcome = apply(order);
        assertThat(outcome.code()).isEqualTo(OutcomeCode.ACCEPTED);
        return outcome.entityId();
    }

    /** One line of that many units. */
    long place(final long units) {
        return place(order(line(units)));
    }

    ReferenceOutcome pay(final long order) {
        return apply(new ConfirmPayment(order, 100L * order(order).lines().size()));
    }

    void paid(final long order) {
        assertThat(pay(order).code()).isEqualTo(OutcomeCode.ACCEPTED);
    }

    ReferenceOutcome cancel(final long order, final LineQuantity... lines) {
        return apply(new CancelOrder(order, 1, List.of(lines)));
    }

    ReferenceOutcome ship(final long order, final LineQuantity... lines) {
        return apply(new ShipOrder(order, List.of(lines)));
    }

    ReferenceOutcome takeBack(final long order, final long units) {
        return apply(new ReturnLines(order, 1, List.of(new ReturnedLine(1, units, Grade.SELLABLE))));
    }

    /** The record with which an order has left, the last if it left more than once. */
    byte[] record(final long order) {
        final List<byte[]> records = subject.records(order);
        return records.get(records.size() - 1);
    }

    ReferenceOutcome readmit(final long order) {
        return readmit(order, record(order));
    }

    ReferenceOutcome readmit(final long order, final byte[] record) {
        return apply(new ReadmitOrder(order, 9, record));
    }

    Ledger.Stock stock() {
        return subject.stock(sku, house);
    }

    Ledger.Order order(final long id) {
        return subject.order(id);
    }

    Ledger.Counts counts() {
        return subject.counts();
    }

    static void assertRefused(
            final ReferenceOutcome outcome,
            final OutcomeCode code,
            final int line,
            final long asked,
            final long available) {
        assertThat(outcome.code()).isEqualTo(code);
        assertThat(List.of((long) outcome.line(), outcome.asked(), outcome.available()))
                .containsExactly((long) line, asked, available);
    }
}
