package dev.tidegate.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.Orders;
import dev.tidegate.engine.EngineReads.LineView;
import dev.tidegate.engine.EngineReads.OrderView;
import dev.tidegate.engine.EngineReads.WarehouseStock;
import dev.tidegate.message.Command;
import dev.tidegate.message.Command.DefineChannel;
import dev.tidegate.message.Command.DefineSku;
import dev.tidegate.message.Command.DefineWarehouse;
import dev.tidegate.message.Command.Limit;
import dev.tidegate.message.Command.LimitValue;
import dev.tidegate.message.Command.ReceiveStock;
import dev.tidegate.message.Command.SetLimits;
import dev.tidegate.message.CommandEncoder;
import dev.tidegate.message.CommandHeader;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.MessageCheck;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.message.sbe.OrderLeftDecoder;
import dev.tidegate.model.StateWords;
import java.util.Arrays;
import java.util.List;

/**
 * An engine with a store in it: tea and rice, a house and an annex, a shop that sells from both. The time is what the test
 * says; it begins at noon.
 */
class Store {
    static final long NOON = 1_700_000_000_000L;
    static final long MINUTE = 60_000;
    static final long HALF_HOUR = 30 * MINUTE;
    static final long PRICE = 100;

    private static final HeapBuffer BUFFER = HeapBuffer.ofSize(256 * 1024);

    private Engine engine;
    private final CommandEncoder encoder = new CommandEncoder();
    private long time = NOON;
    private long made;
    final int tea;
    final int rice;
    final int house;
    final int annex;
    final int shop;

    Store() {
        this(new EngineSettings(7, 8, 16, 64, 64));
    }

    Store(final EngineSettings settings) {
        engine = new Engine(settings);
        tea = number(new DefineSku("tea", 1));
        rice = number(new DefineSku("rice", 1));
        house = number(new DefineWarehouse("house"));
        annex = number(new DefineWarehouse("annex"));
        shop = number(new DefineChannel("shop", false, List.of(house, annex)));
    }

    Engine engine() {
        return engine;
    }

    /** Goes on with an engine of other sizes and keys that was read from the state of this one. */
    void restart() {
        engine = StateWords.of(engine).read(new EngineSettings(3, 4, 1, 1, 1));
        assertThat(engine.verify()).isNull();
    }

    long time() {
        return time;
    }

    /** Lets time pass; what becomes due meanwhile is not swept before {@link #tick}. */
    void pass(final long millis) {
        time += millis;
    }

    void tick() {
        final int length = CommandEncoder.encodeTick(BUFFER, 0);
        assertThat(apply(length).code()).isEqualTo(OutcomeCode.ACCEPTED);
    }

    /** Sweeps what is due now, and gives the record with which that order leaves. */
    byte[] left(final long orderId) {
        final int length = CommandEncoder.encodeTick(BUFFER, 0);
        engine.apply(engine.sequence() + 1, time, BUFFER, 0, length, new Outcome());
        final HeapBuffer events = engine.events().buffer();
        byte[] record = {};
        for (int at = 0; at < engine.events().length(); at += Integer.BYTES + events.getInt(at)) {
            final int message = at + Integer.BYTES;
            if (MessageCheck.templateId(events, message) == OrderLeftDecoder.TEMPLATE_ID
                    && events.getLong(message + MessageCheck.HEADER_BYTES) == orderId) {
                record = Arrays.copyOfRange(events.byteArray(), message, message + events.getInt(at));
            }
        }
        engine.events().clear();
        return record;
    }

    /** A number that was not given before. */
    long next() {
        return ++made;
    }

    CommandHeader newId() {
        return id(time);
    }

    CommandHeader id(final long createdMillis) {
        return CommandHeader.of(createdMillis << 16 | 0x7000, 1L << 63 | next());
    }

    Outcome ask(final Command command) {
        return ask(newId(), command);
    }

    Outcome ask(final CommandHeader header, final Command command) {
        return apply(encode(header, command));
    }

    int encode(final CommandHeader header, final Command command) {
        return encoder.encode(header, command, BUFFER, 0);
    }

    /** Where {@link #encode} has put the message, from index 0. */
    HeapBuffer buffer() {
        return BUFFER;
    }

    /** Applies the message in the buffer. */
    Outcome apply(final int length) {
        final Outcome outcome = new Outcome();
        engine.apply(engine.sequence() + 1, time, BUFFER, 0, length, outcome);
        engine.events().clear();
        return outcome;
    }

    Outcome accepted(final Command command) {
        final Outcome outcome = ask(command);
        assertThat(outcome.code()).as("%s", command).isEqualTo(OutcomeCode.ACCEPTED);
        return outcome;
    }

    int number(final Command define) {
        return (int) accepted(define).entityId();
    }

    void receive(final int sku, final int warehouse, final long units) {
        accepted(new ReceiveStock(sku, warehouse, units, 1, 0, 0, 0));
    }

    void receive(final long units) {
        receive(tea, house, units);
    }

    void limit(final Limit limit, final long value) {
        accepted(new SetLimits(List.of(new LimitValue(limit, value))));
    }

    /** Begins an order with a new number; a line costs {@link #PRICE}. */
    Orders.Place order() {
        return Orders.place(shop, "number-" + next(), "test", Command.Urgency.NORMAL);
    }

    Outcome place(final long units) {
        return ask(order().line(tea, units, PRICE).build());
    }

    /** An order for that much tea that is accepted, and its id. */
    long placed(final long units) {
        return accepted(order().line(tea, units, PRICE).build()).entityId();
    }

    Outcome pay(final long order) {
        return ask(new Command.ConfirmPayment(order, order(order).totalAmount()));
    }

    Outcome cancel(final long order) {
        return ask(Orders.cancel(order, 1));
    }

    OrderView order(final long id) {
        return engine.reads().order(id);
    }

    LineView line(final long order) {
        return order(order).lines().get(0);
    }

    /** Tea in the house. */
    WarehouseStock stock() {
        return engine.reads().stock(tea).warehouses().stream()
                .filter(each -> each.warehouse() == house)
                .findFirst()
                .orElseThrow();
    }

    EngineReads.Counts counts() {
        return engine.reads().counts();
    }
}
