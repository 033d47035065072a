package dev.tidegate.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidegate.message.Currencies;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.order.OrderBook;
import dev.tidegate.order.OrderState;
import dev.tidegate.stock.Bucket;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.list.mutable.FastList;
import org.jspecify.annotations.Nullable;

/** Reads of the state, for whoever holds the engine's thread. */
final class StateReads implements EngineReads {

    private final State state;
    private final OfferRead offers;
    private final TermsRead terms;
    private final HoldReads holds;
    private final SettingsRead settings;

    StateReads(final State state, final Reservation reservation, final Deadlines deadlines) {
        this.state = state;
        holds = new HoldReads(state, deadlines, this::view);
        offers = new OfferRead(state, reservation);
        terms = new TermsRead(state);
        settings = new SettingsRead(state);
    }

    @Override
    public long sequence() {
        return state.sequence;
    }

    @Override
    public long timeMillis() {
        return state.now;
    }

    @Override
    public @Nullable OrderView order(final long orderId) {
        final int order = state.orders.record(orderId);
        return order != 0 && state.orders.holds(order, orderId) ? view(order) : null;
    }

    @Override
    public @Nullable OrderView order(final int channel, final String externalNumber) {
        final byte[] bytes = externalNumber.getBytes(UTF_8);
        final int order = bytes.length > OrderBook.EXTERNAL_BYTES
                ? 0
                : state.orders.find(channel, new HeapBuffer(bytes), 0, bytes.length);
        return order == 0 ? null : view(order);
    }

    @Override
    public boolean archived(final long orderId) {
        final int order = state.orders.record(orderId);
        return order != 0 && !state.orders.holds(order, orderId);
    }

    @Override
    public long archived(final int channel, final String externalNumber) {
        final byte[] bytes = externalNumber.getBytes(UTF_8);
        final int number = bytes.length > OrderBook.EXTERNAL_BYTES
                ? 0
                : state.numbers.find(channel, new HeapBuffer(bytes), 0, bytes.length);
        return number == 0 ? 0 : state.numbers.order(number);
    }

    private OrderView view(final int order) {
        final MutableList<LineView> lines = FastList.newList();
        for (int line = state.orders.firstLine(order); line != 0; line = state.lines.next(line)) {
            lines.add(lineView(line));
        }
        final HeapBuffer text = HeapBuffer.ofSize(OrderBook.EXTERNAL_BYTES);
        state.orders.externalNumber(order, text, 0);
        final boolean waiting = state.orders.unpaidWithDeadline(order) && state.orders.when(order) != OrderBook.NEVER;
        return new OrderView(
                state.orders.id(order),
                state.orders.channel(order),
                new String(text.byteArray(), 0, state.orders.externalLength(order), UTF_8),
                state.orders.state(order),
                state.orders.closing(order),
                state.orders.has(order, OrderBook.FLAG_PAID),
                state.orders.has(order, OrderBook.FLAG_REFUND_REQUESTED),
                state.orders.due(order, state.now),
                state.orders.placedSequence(order),
                state.orders.placedTime(order),
                waiting ? state.orders.when(order) : 0,
                Currencies.code(state.orders.currency(order)),
                state.orders.total(order),
                state.orders.has(order, OrderBook.FLAG_NOTHING_HELD),
                List.copyOf(lines));
    }

    private LineView lineView(final int line) {
        return new LineView(
                state.lines.number(line),
                state.lines.sku(line),
                state.lines.warehouse(line),
                state.campaignOf(line),
                state.lines.asked(line),
                state.lines.granted(line),
                state.lines.cancelled(line),
                state.lines.shipped(line),
                state.lines.returned(line),
                state.lines.shortUnits(line),
                state.lines.amount(line));
    }

    @Override
    public @Nullable StockView stock(final int sku) {
        if (!state.skus.exists(sku)) {
            return null;
        }
        final MutableList<WarehouseStock> warehouses = FastList.newList();
        for (int stock = state.stocks.firstOf(sku); stock != 0; stock = state.stocks.nextOf(stock)) {
            warehouses.add(new WarehouseStock(
                    state.stocks.warehouse(stock),
                    state.stocks.units(stock, Bucket.SELLABLE),
                    state.stocks.units(stock, Bucket.ALLOTTED),
                    state.stocks.units(stock, Bucket.HELD),
                    state.stocks.units(stock, Bucket.SOLD),
                    state.stocks.units(stock, Bucket.SHIPPED),
                    state.stocks.units(stock, Bucket.QUARANTINE),
                    state.stocks.shortUnits(stock)));
        }
        return new StockView(
                sku,
                state.skus.retired(sku),
                state.skus.frozen(sku),
                state.skus.safetyStock(sku),
                List.copyOf(warehouses));
    }

    @Override
    public @Nullable UnitFlows flows(final int sku) {
        if (!state.skus.exists(sku)) {
            return null;
        }
        long received = 0;
        long adjustedUp = 0;
        long adjustedDown = 0;
        long scrapped = 0;
        for (int stock = state.stocks.firstOf(sku); stock != 0; stock = state.stocks.nextOf(stock)) {
            received += state.stocks.received(stock);
            adjustedUp += state.stocks.adjustedUp(stock);
            adjustedDown += state.stocks.adjustedDown(stock);
            scrapped += state.stocks.scrapped(stock);
        }
        return new UnitFlows(received, adjustedUp, adjustedDown, scrapped);
    }

    @Override
    public OfferView offer(final int sku, final int channel) {
        return offers.read(sku, channel);
    }

    @Override
    public RememberedView remembered(final int principal, final long idHigh, final long idLow) {
        final int found = state.ids.find(principal, idHigh, idLow);
        if (found == 0) {
            return new RememberedView(null, 0, 0, 0);
        }
        if ((found & IdIndex.REFUSED) == 0) {
            return view(state.accepted, found);
        }
        final int refused = found ^ IdIndex.REFUSED;
        final long oldest = state.now - state.limits.get(Limits.REFUSAL_MILLIS);
        return state.refused.timeMillis(refused) >= oldest
                ? view(state.refused, refused)
                : new RememberedView(null, 0, 0, 0);
    }

    private static RememberedView view(final RememberedIds ids, final int record) {
        final OutcomeCode code = ids.code(record);
        return new RememberedView(code, ids.sequence(record), ids.timeMillis(record), ids.entity(record));
    }

    @Override
    public Counts counts() {
        final long[] units = new long[Bucket.QUARANTINE + 1];
        long missing = 0;
        for (int stock = 1; stock <= state.stocks.slab().used(); stock++) {
            for (int bucket = Bucket.SELLABLE; bucket <= Bucket.QUARANTINE; bucket++) {
                units[bucket] += state.stocks.units(stock, bucket);
            }
            missing += state.stocks.shortUnits(stock);
        }
        return new Counts(
                state.orders.slab().live(),
                state.openOrders,
                state.lines.slab().live(),
                state.accepted.count(),
                state.refused.count(),
                state.numbers.count(),
                state.counters.count(),
                state.skus.slab().live(),
                state.warehouses.slab().live(),
                state.channels.slab().live(),
                state.campaigns.slab().live(),
                state.stocks.slab().live(),
                units[Bucket.SELLABLE],
                units[Bucket.ALLOTTED],
                units[Bucket.HELD],
                units[Bucket.SOLD],
                units[Bucket.SHIPPED],
                units[Bucket.QUARANTINE],
                missing,
                state.stocks.unitsIn(),
                state.stocks.unitsOut());
    }

    @Override
    public TablesView tables() {
        return new TablesView(state.room.bytes(), state.room.bytesAtLimits(), state.room.growths());
    }

    @Override
    public int sku(final String code) {
        return state.skus.codes().number(code);
    }

    @Override
    public int warehouse(final String code) {
        return state.warehouses.codes().number(code);
    }

    @Override
    public int channel(final String code) {
        return state.channels.codes().number(code);
    }

    @Override
    public int campaign(final String code) {
        return state.campaigns.codes().number(code);
    }

    @Override
    public String skuCode(final int sku) {
        return state.skus.codes().code(sku);
    }

    @Override
    public String warehouseCode(final int warehouse) {
        return state.warehouses.codes().code(warehouse);
    }

    @Override
    public String channelCode(final int channel) {
        return state.channels.codes().code(channel);
    }

    @Override
    public String campaignCode(final int campaign) {
        return state.campaigns.codes().code(campaign);
    }

    @Override
    public void openOrders(final LongConsumer orderId) {
        for (int order = 1; order <= state.orders.slab().used(); order++) {
            if (state.orders.state(order) != OrderState.NONE && state.orders.state(order) != OrderState.CLOSED) {
                orderId.accept(state.orders.id(order));
            }
        }
    }

    @Override
    public void orders(final LongConsumer orderId) {
        for (int order = 1; order <= state.orders.slab().used(); order++) {
            if (state.orders.exists(order)) {
                orderId.accept(state.orders.id(order));
            }
        }
    }

    @Override
    public @Nullable ChannelView channelView(final int channel) {
        return CatalogueRead.channel(state, channel);
    }

    @Override
    public @Nullable CampaignView campaignView(final int campaign) {
        return CatalogueRead.campaign(state, campaign);
    }

    @Override
    public int defaultTiming() {
        return state.channels.defaultTiming();
    }

    @Override
    public TermsView terms(
            final int channel, final int sku, final int campaign, final long buyerHigh, final long buyerLow) {
        return terms.read(channel, sku, campaign, buyerHigh, buyerLow);
    }

    @Override
    public HoldPage holds(
            final long afterDeadline,
            final long afterSequence,
            final Predicate<OrderView> wanted,
            final int most,
            final int mostEntries) {
        return holds.next(afterDeadline, afterSequence, wanted, most, mostEntries);
    }

    @Override
    public HoldPage search(
            final int from,
            final int records,
            final int sku,
            final long buyerHigh,
            final long buyerLow,
            final Predicate<OrderView> wanted,
            final int most) {
        return holds.search(from, records, new HoldReads.Terms(sku, buyerHigh, buyerLow), wanted, most);
    }

    @Override
    public List<Long> limits() {
        return settings.limits();
    }

    @Override
    public HoldPolicyView defaultHoldPolicy() {
        return settings.defaultPolicy();
    }

    @Override
    public @Nullable SkuSettings skuSettings(final int sku) {
        return settings.sku(sku);
    }

    @Override
    public List<SkuOfChannel> skuOfChannels(final int sku) {
        return settings.ofChannels(sku);
    }

    @Override
    public @Nullable WarehouseSettings warehouseSettings(final int warehouse) {
        return settings.warehouse(warehouse);
    }

    @Override
    public @Nullable ChannelSettings channelSettings(final int channel) {
        return settings.channel(channel);
    }

    @Override
    public @Nullable CampaignSettings campaignSettings(final int campaign) {
        return settings.campaign(campaign);
    }

    @Override
    public @Nullable CampaignItem campaignItem(final int campaign, final int sku) {
        return settings.item(campaign, sku);
    }

    @Override
    public ItemPage campaignItems(final int campaign, final int from, final int records, final int most) {
        return settings.items(campaign, from, records, most);
    }
}
