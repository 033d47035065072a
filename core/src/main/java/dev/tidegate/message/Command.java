package dev.tidegate.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A command's content as a value, for callers and tests; {@link CommandEncoder} turns it into a message. Field by field
 * as in the schema {@code tidegate-schema.xml}, which is the reference. Quantities are units, amounts minor units,
 * times milliseconds; entities are named by their numbers, 0 for none.
 */
public sealed interface Command {

    /** Stands for "all that is left" in a {@link LineQuantity}. */
    long ALL = Long.MIN_VALUE;

    /** What a hold policy applies to; numbered from 1 in the schema, as every enum here. */
    enum HoldScope {
        DEFAULT,
        CHANNEL,
        SKU,
        CAMPAIGN
    }

    enum HoldAnchor {
        ORDER,
        PAYMENT
    }

    enum OnPaymentFailure {
        RELEASE,
        KEEP
    }

    enum QuotaMode {
        NONE,
        UNITS,
        SHARE
    }

    enum HoldTiming {
        AT_ORDER,
        AT_PAYMENT
    }

    enum AdjustMode {
        BY,
        TO
    }

    enum ReturnFrom {
        SHIPPED,
        QUARANTINE
    }

    enum Grade {
        SELLABLE,
        QUARANTINE,
        SCRAP
    }

    enum Urgency {
        NORMAL,
        URGENT
    }

    enum Placing {
        ALL_OR_NONE,
        PARTIAL
    }

    /** The logical limits; docs/rules.md has their ranges and defaults. */
    enum Limit {
        LINES_PER_ORDER,
        ID_HORIZON_MILLIS,
        IDS_REMEMBERED,
        REFUSALS_REMEMBERED,
        REFUSAL_MILLIS,
        ORDERS,
        ORDER_LINES,
        PURCHASE_COUNTERS,
        WORK_PER_TICK,
        CLOSED_RETENTION_MILLIS,
        RETURN_WINDOW_MILLIS,
        SKUS,
        WAREHOUSES,
        CHANNELS,
        CAMPAIGNS,
        STOCKS,
        EXTERNAL_MEMORY_MILLIS,
        EXTERNALS_REMEMBERED
    }

    record DefineSku(String code, int supplyClass) implements Command {}

    record RetireSku(int sku) implements Command {}

    record DefineWarehouse(String code) implements Command {}

    record RetireWarehouse(int warehouse) implements Command {}

    record DefineChannel(String code, boolean shipUnpaid, List<Integer> warehouses) implements Command {}

    record RetireChannel(int channel) implements Command {}

    record DefineCampaign(String code, long startMillis, long endMillis) implements Command {}

    /** {@code capUnits} is -1 for no cap. */
    record SetCampaignItem(int campaign, int sku, int limitPerBuyer, long capUnits) implements Command {}

    record SetAllotment(int campaign, int sku, int warehouse, long quantity) implements Command {}

    record SetHoldPolicy(
            HoldScope scope,
            int target,
            long initialMillis,
            long extendedMillis,
            long maximumMillis,
            HoldAnchor anchor,
            OnPaymentFailure onPaymentFailure)
            implements Command {}

    record SetSafetyStock(int sku, int channel, long quantity) implements Command {}

    record SetChannelQuota(int sku, int channel, QuotaMode mode, long value) implements Command {}

    record SetPurchaseLimit(int sku, int limitPerBuyer, long periodMillis) implements Command {}

    record SetFreeze(int sku, boolean frozen, int reason) implements Command {}

    record SetHoldTiming(int channel, HoldTiming timing) implements Command {}

    record LimitValue(Limit limit, long value) {}

    record SetLimits(List<LimitValue> limits) implements Command {}

    record ReceiveStock(
            int sku, int warehouse, long quantity, int reason, int batch, int qcReport, long documentReference)
            implements Command {}

    record AdjustStock(int sku, int warehouse, AdjustMode mode, long quantity, int reason, long documentReference)
            implements Command {}

    record ReturnToStock(
            int sku, int warehouse, ReturnFrom from, Grade grade, long quantity, int reason, long documentReference)
            implements Command {}

    /** {@code warehouse} 0: the first of the channel that has enough. {@code campaign} 0: none. */
    record OrderLine(int sku, int warehouse, int campaign, long quantity, long netAmount, int batch, int qcReport) {}

    /** Another number of the order; {@code value} is up to 32 ASCII characters. */
    record Alias(int kind, String value) {}

    /**
     * {@code urgency} may be null, {@code source} empty: both are refused. {@code orderedMillis} is when the platform took
     * the order, 0 for now; {@code backfill} says that an order that old was never placed before.
     */
    record PlaceOrder(
            int channel,
            String externalNumber,
            String source,
            @Nullable Urgency urgency,
            Placing placing,
            String currency,
            long totalAmount,
            long buyerHigh,
            long buyerLow,
            long holdMillis,
            List<OrderLine> lines,
            List<Alias> aliases,
            byte[] document,
            long orderedMillis,
            boolean backfill)
            implements Command {

        /** An order that its platform took just now. */
        public PlaceOrder(
                final int channel,
                final String externalNumber,
                final String source,
                final @Nullable Urgency urgency,
                final Placing placing,
                final String currency,
                final long totalAmount,
                final long buyerHigh,
                final long buyerLow,
                final long holdMillis,
                final List<OrderLine> lines,
                final List<Alias> aliases,
                final byte[] document) {
            this(
                    channel,
                    externalNumber,
                    source,
                    urgency,
                    placing,
                    currency,
                    totalAmount,
                    buyerHigh,
                    buyerLow,
                    holdMillis,
                    lines,
                    aliases,
                    document,
                    0,
                    false);
        }
    }

    record StartPayment(long orderId) implements Command {}

    record ConfirmPayment(long orderId, long amount) implements Command {}

    record FailPayment(long orderId) implements Command {}

    /** Line from 1; quantity in units, or {@link #ALL}. */
    record LineQuantity(int line, long quantity) {}

    record CancelOrder(long orderId, int reason, List<LineQuantity> lines) implements Command {}

    record ShipOrder(long orderId, List<LineQuantity> lines) implements Command {}

    record ReturnedLine(int line, long quantity, Grade grade) {}

    record ReturnLines(long orderId, int reason, List<ReturnedLine> lines) implements Command {}

    /** {@code record} is the event OrderLeft with which the order last left, its header included. */
    record ReadmitOrder(long orderId, int reason, byte[] record) implements Command {}

    /** No unpaid hold expires before {@code minimumMillis} from now, but those that have expired. */
    record ExtendHolds(long minimumMillis) implements Command {}
}
