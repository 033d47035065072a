package dev.tidegate.engine;

import dev.tidegate.message.Command.Limit;
import dev.tidegate.message.OutcomeCode;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Exact reads of the engine's state at one sequence. They allocate their answer, change nothing, and are asked on the
 * engine's thread: through the pipeline, which gives read-your-writes.
 */
public interface EngineReads {

    /** Sequence of the last command applied, 0 before the first. */
    long sequence();

    /** The engine's time, UTC epoch milliseconds. */
    long timeMillis();

    /** The order with that id, or null when there is none in memory. */
    @Nullable
    OrderView order(long orderId);

    /** The order with that external number, or null when the channel has none in memory. */
    @Nullable
    OrderView order(int channel, String externalNumber);

    /** Whether an order had that id and is not in memory any more. */
    boolean archived(long orderId);

    /**
     * The id of the order that had that external number and is not in memory any more; 0 when there is none, or none that
     * is remembered.
     */
    long archived(int channel, String externalNumber);

    /** Stock of a SKU at every warehouse, or null when there is no such SKU. */
    @Nullable
    StockView stock(int sku);

    /** What ever came in and left of a SKU, in all warehouses; null when there is no such SKU. */
    @Nullable
    UnitFlows flows(int sku);

    /** What an order of that channel, with no campaign and no warehouse named, may still take of a SKU, and why not more. */
    OfferView offer(int sku, int channel);

    /** What is remembered of a command id. */
    RememberedView remembered(int principal, long idHigh, long idLow);

    /** How much of everything there is. */
    Counts counts();

    /** The memory of the tables. */
    TablesView tables();

    /** Number of the SKU with that code, 0 when there is none. */
    int sku(String code);

    /** Number of the warehouse with that code, 0 when there is none. */
    int warehouse(String code);

    /** Number of the channel with that code, 0 when there is none. */
    int channel(String code);

    /** Number of the campaign with that code, 0 when there is none. */
    int campaign(String code);

    /** Code of a SKU; empty when there is none. */
    String skuCode(int sku);

    /**
     * An order and its lines.
     *
     * @param state number in docs/lifecycle.md
     * @param closing why it is closed, 0 while it is not
     * @param due whether its hold has expired and has not been swept yet
     * @param deadlineMillis deadline of its hold, 0 for none
     * @param unheld whether it takes its units at the payment and has not been paid
     */
    record OrderView(
            long orderId,
            int channel,
            String externalNumber,
            int state,
            int closing,
            boolean paid,
            boolean refundRequested,
            boolean due,
            long placedSequence,
            long placedTimeMillis,
            long deadlineMillis,
            String currency,
            long totalAmount,
            boolean unheld,
            List<LineView> lines) {}

    /**
     * A line of an order, quantities in units; while the order is open, live = granted - cancelled - shipped, of which short
     * have no unit. Cancelled are units given up by command; what an expiry let go is not counted there.
     */
    record LineView(
            int line,
            int sku,
            int warehouse,
            int campaign,
            long asked,
            long granted,
            long cancelled,
            long shipped,
            long returned,
            long shortUnits,
            long netAmount) {}

    /** Stock of a SKU. */
    record StockView(int sku, boolean retired, boolean frozen, long safetyStock, List<WarehouseStock> warehouses) {}

    /** The buckets of one SKU and warehouse, in units; {@code shortUnits} are claims without units, beside the buckets. */
    record WarehouseStock(
            int warehouse,
            long sellable,
            long allotted,
            long held,
            long sold,
            long shipped,
            long quarantine,
            long shortUnits) {

        /** Units in all buckets. */
        public long units() {
            return sellable + allotted + held + sold + shipped + quarantine;
        }
    }

    /**
     * Units that ever came in and left since the journal began, whatever is still kept of it.
     *
     * @param received by receipts
     * @param adjustedUp by corrections
     * @param adjustedDown by corrections
     * @param scrapped by returns that were good for nothing
     */
    record UnitFlows(long received, long adjustedUp, long adjustedDown, long scrapped) {}

    /**
     * What may still be taken in one line.
     *
     * @param units the most that one line from the best warehouse may take
     * @param why what stops the next unit: OUT_OF_STOCK, SAFETY_STOCK, QUOTA_EXCEEDED, SKU_FROZEN, or another code of
     *     the reservation check
     */
    record OfferView(long units, OutcomeCode why) {}

    /** Whether a command id was seen: its first answer's code, or null when it was not seen or has been forgotten. */
    record RememberedView(@Nullable OutcomeCode code, long sequence, long timeMillis, long entityId) {}

    /**
     * How much there is.
     *
     * @param orders orders in memory
     * @param openOrders orders that are not closed
     * @param numbersRemembered external numbers of orders that have left memory
     * @param unitsHeld units in all held buckets
     */
    record Counts(
            long orders,
            long openOrders,
            long orderLines,
            long idsRemembered,
            long refusalsRemembered,
            long numbersRemembered,
            long purchaseCounters,
            long skus,
            long warehouses,
            long channels,
            long campaigns,
            long stocks,
            long unitsSellable,
            long unitsAllotted,
            long unitsHeld,
            long unitsSold,
            long unitsShipped,
            long unitsQuarantine,
            long unitsShort,
            long unitsIn,
            long unitsOut) {}

    /**
     * The memory of the tables; nearly all that an engine takes.
     *
     * @param bytes as they are
     * @param bytesAtLimits if each were as large as its logical limit lets it become
     * @param growths how often one had to be made larger since the engine was made, which holds up the command that fills it
     */
    record TablesView(long bytes, long bytesAtLimits, int growths) {
        /** Whether every table is as large as its limit, so that none grows while orders come and go. */
        public boolean atLimits() {
            return bytes >= bytesAtLimits;
        }
    }

    /** Code of a warehouse; empty when there is none. */
    String warehouseCode(int warehouse);

    /** Code of a channel; empty when there is none. */
    String channelCode(int channel);

    /** Code of a campaign; empty when there is none. */
    String campaignCode(int campaign);

    /** Gives the ids of all orders that are not closed, in the order of their records. */
    void openOrders(LongConsumer orderId);

    /** Gives the ids of all orders in memory, closed ones too, in the order of their records. */
    void orders(LongConsumer orderId);

    /** A channel, or null when there is none with that number. */
    @Nullable
    ChannelView channelView(int channel);

    /** A campaign, or null when there is none with that number. */
    @Nullable
    CampaignView campaignView(int campaign);

    /** When stock is held by channels that do not say: 1 at the order, 2 at the payment. */
    int defaultTiming();

    /**
     * A channel.
     *
     * @param warehouses where it sells from, first choice first
     * @param timing when it holds stock: 1 at the order, 2 at the payment, 0 when it does not say
     * @param safetyStock units kept back from it alone, by SKU; SKUs without any are not in it
     */
    record ChannelView(List<Integer> warehouses, int timing, List<ChannelSafety> safetyStock) {}

    /** Units of a SKU that are kept back from a channel. */
    record ChannelSafety(int sku, long units) {}

    /**
     * A campaign.
     *
     * @param endMillis the first millisecond after it
     */
    record CampaignView(long startMillis, long endMillis, List<CampaignAllotment> allotments) {}

    /** Units ring-fenced for a campaign. */
    record CampaignAllotment(int sku, int warehouse, long left) {}

    /**
     * Holds in the order of their expiry, (deadline, sequence of placing): those behind the one given, as many as are wanted.
     * Looks at no more than so many entries of the queue of deadlines, where every hold has its place, and some that ended
     * otherwise still have.
     *
     * @param afterDeadline deadline of the last hold of the page before; {@link Long#MIN_VALUE} to begin
     * @param afterSequence that hold's sequence of placing
     * @param wanted says which orders count
     * @param most orders
     * @param mostEntries to look at
     */
    HoldPage holds(long afterDeadline, long afterSequence, Predicate<OrderView> wanted, int most, int mostEntries);

    /**
     * Holds of a buyer or with a line of a SKU, in the order of their records: one step of a search that is made of many,
     * between which commands are applied.
     *
     * @param from record to begin with, 1 or more
     * @param records to look at
     * @param sku that a line has units of; 0 for any
     * @param buyerHigh high half of the buyer's key; both halves 0 for any
     * @param wanted says which of those orders count
     * @param most orders
     */
    HoldPage search(
            int from, int records, int sku, long buyerHigh, long buyerLow, Predicate<OrderView> wanted, int most);

    /**
     * Some holds.
     *
     * @param next record that a search goes on with, 0 when it has come to the end
     * @param looked entries or records looked at
     * @param complete whether nothing is left behind these
     */
    record HoldPage(List<OrderView> orders, int next, int looked, boolean complete) {}

    /**
     * What the reservation check of one line would look at now, beside the stock itself.
     *
     * @param campaign that the line names, 0 for none
     * @param buyerHigh high half of the buyer's key; both halves 0 for none
     */
    TermsView terms(int channel, int sku, int campaign, long buyerHigh, long buyerLow);

    /**
     * The terms of one line.
     *
     * @param safetyStock units kept back at each warehouse: of SKU and channel, the larger
     * @param quotaLeft units the channel may still hold, below zero when it has more; 0 without a quota
     * @param limitPerBuyer units a buyer may have, 0 for no limit
     * @param counted units counted for the buyer
     * @param capLeft units the campaign may still hold and sell of the SKU; 0 without a cap
     * @param startMillis the campaign's window; 0 without a campaign
     * @param endMillis the first millisecond after it; 0 without a campaign
     * @param allotments of the campaign and SKU; empty when the line takes from what is sellable
     */
    record TermsView(
            boolean frozen,
            long safetyStock,
            boolean hasQuota,
            long quotaLeft,
            long limitPerBuyer,
            long counted,
            boolean hasCap,
            long capLeft,
            long startMillis,
            long endMillis,
            List<AllotmentView> allotments) {}

    /** Units ring-fenced at a warehouse. */
    record AllotmentView(int warehouse, long left) {}

    /** Value of every limit, that of {@link Limit#values()}[i] at i. */
    List<Long> limits();

    /** The hold policy of orders for which no other is set. */
    HoldPolicyView defaultHoldPolicy();

    /** How a SKU is set, or null when there is none with that number. */
    @Nullable
    SkuSettings skuSettings(int sku);

    /** What is set of a SKU for single channels, in the order of their numbers; empty when there is no such SKU. */
    List<SkuOfChannel> skuOfChannels(int sku);

    /** How a warehouse is set, or null when there is none with that number. */
    @Nullable
    WarehouseSettings warehouseSettings(int warehouse);

    /** How a channel is set, but for what it has of single SKUs; null when there is none with that number. */
    @Nullable
    ChannelSettings channelSettings(int channel);

    /** How a campaign is set, but for its items; null when there is none with that number. */
    @Nullable
    CampaignSettings campaignSettings(int campaign);

    /** A SKU on a campaign's terms, or null when the campaign does not have it. */
    @Nullable
    CampaignItem campaignItem(int campaign, int sku);

    /**
     * Items of a campaign in the order in which items were made, those of all campaigns counted.
     *
     * @param from record to begin with, 1 or more
     * @param records to look at
     * @param most items
     */
    ItemPage campaignItems(int campaign, int from, int records, int most);

    /**
     * How long holds last.
     *
     * @param extendedMillis 0 for no extension
     * @param anchorPayment whether the extension counts from the payment's start and not from the order
     * @param keepOnFailure whether a failed payment leaves the holds to their deadline
     */
    record HoldPolicyView(
            long initialMillis,
            long extendedMillis,
            long maximumMillis,
            boolean anchorPayment,
            boolean keepOnFailure) {}

    /**
     * How a SKU is set.
     *
     * @param supplyClass 0 for none, 1 to 3 for A to C
     * @param safetyStock units never offered, at each warehouse
     * @param limitPerBuyer units a buyer may hold and buy in a period, 0 for no limit
     * @param policy its own hold policy, null for none
     */
    record SkuSettings(
            int sku,
            String code,
            int supplyClass,
            boolean retired,
            boolean frozen,
            long safetyStock,
            long limitPerBuyer,
            long periodMillis,
            @Nullable HoldPolicyView policy) {}

    /**
     * What is set of a SKU for one channel.
     *
     * @param mode of its quota: 1 none, 2 units, 3 a share
     * @param value units or basis points, 0 without a quota
     * @param quotaLeft units the channel may still hold, below zero when it has more; 0 without a quota
     */
    record SkuOfChannel(int channel, long safetyStock, int mode, long value, long quotaLeft) {}

    /** How a warehouse is set. */
    record WarehouseSettings(int warehouse, String code, boolean retired) {}

    /**
     * How a channel is set.
     *
     * @param warehouses where it sells from, first choice first
     * @param timing when it holds stock: 1 at the order, 2 at the payment, 0 when it does not say
     * @param policy its own hold policy, null for none
     */
    record ChannelSettings(
            int channel,
            String code,
            boolean retired,
            boolean shipUnpaid,
            List<Integer> warehouses,
            int timing,
            @Nullable HoldPolicyView policy) {}

    /**
     * How a campaign is set.
     *
     * @param endMillis the first millisecond after it
     * @param ended whether it is over, by the engine's time
     * @param policy its own hold policy, null for none
     */
    record CampaignSettings(
            int campaign,
            String code,
            long startMillis,
            long endMillis,
            boolean ended,
            @Nullable HoldPolicyView policy) {}

    /**
     * A SKU on a campaign's terms.
     *
     * @param limitPerBuyer units a buyer may hold and buy, 0 for no limit
     * @param capUnits units the campaign may hold and sell in all, -1 for no cap
     * @param capLeft units left of them, below zero when the cap was lowered; 0 without a cap
     * @param allotments what is left at each warehouse; empty when it takes from what is sellable
     */
    record CampaignItem(int sku, long limitPerBuyer, long capUnits, long capLeft, List<AllotmentView> allotments) {}

    /**
     * Some items of a campaign.
     *
     * @param next record to go on with, 0 when nothing is left behind these
     */
    record ItemPage(List<CampaignItem> items, int next) {}
}
