package dev.tidegate.gateway.http;

import dev.tidegate.message.Command;
import dev.tidegate.message.Command.AdjustMode;
import dev.tidegate.message.Command.Grade;
import dev.tidegate.message.Command.HoldAnchor;
import dev.tidegate.message.Command.HoldScope;
import dev.tidegate.message.Command.HoldTiming;
import dev.tidegate.message.Command.OnPaymentFailure;
import dev.tidegate.message.Command.OrderLine;
import dev.tidegate.message.Command.Placing;
import dev.tidegate.message.Command.QuotaMode;
import dev.tidegate.message.Command.ReturnFrom;
import dev.tidegate.message.Command.Urgency;
import dev.tidegate.message.CommandKind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Every command over HTTP: its path, its fields, and what becomes of them. All are POST. */
enum CommandRoute {
    PLACE_ORDER(
            "/v1/orders",
            CommandKind.PLACE_ORDER,
            List.of(Field.CHANNEL, Field.EXTERNAL_NUMBER, Field.SOURCE, Field.ORDER_LINES),
            List.of(
                    Field.URGENCY,
                    Field.PLACING,
                    Field.CURRENCY,
                    Field.TOTAL_AMOUNT,
                    Field.BUYER,
                    Field.HOLD_MILLIS,
                    Field.ALIASES,
                    Field.DOCUMENT,
                    Field.ORDERED_MILLIS,
                    Field.BACKFILL),
            CommandRoute::placeOrder),
    CONFIRM_PAYMENT(
            "/v1/orders/{order}/pay",
            CommandKind.CONFIRM_PAYMENT,
            List.of(Field.AMOUNT),
            List.of(),
            draft -> new Command.ConfirmPayment(draft.number(Field.ORDER), draft.number(Field.AMOUNT))),
    CANCEL_ORDER(
            "/v1/orders/{order}/cancel",
            CommandKind.CANCEL_ORDER,
            List.of(Field.REASON),
            List.of(Field.LINES),
            draft -> new Command.CancelOrder(
                    draft.number(Field.ORDER), draft.integer(Field.REASON), draft.list(Field.LINES))),
    START_PAYMENT(
            "/v1/orders/{order}/pay-start",
            CommandKind.START_PAYMENT,
            List.of(),
            List.of(),
            draft -> new Command.StartPayment(draft.number(Field.ORDER))),
    FAIL_PAYMENT(
            "/v1/orders/{order}/pay-failed",
            CommandKind.FAIL_PAYMENT,
            List.of(),
            List.of(),
            draft -> new Command.FailPayment(draft.number(Field.ORDER))),
    SHIP_ORDER(
            "/v1/orders/{order}/ship",
            CommandKind.SHIP_ORDER,
            List.of(),
            List.of(Field.LINES),
            draft -> new Command.ShipOrder(draft.number(Field.ORDER), draft.list(Field.LINES))),
    RETURN_LINES(
            "/v1/orders/{order}/return",
            CommandKind.RETURN_LINES,
            List.of(Field.REASON, Field.RETURNED_LINES),
            List.of(),
            draft -> new Command.ReturnLines(
                    draft.number(Field.ORDER), draft.integer(Field.REASON), draft.list(Field.RETURNED_LINES))),
    READMIT_ORDER(
            "/v1/orders/{order}/readmit",
            CommandKind.READMIT_ORDER,
            List.of(Field.REASON, Field.RECORD),
            List.of(),
            draft -> new Command.ReadmitOrder(
                    draft.number(Field.ORDER), draft.integer(Field.REASON), draft.bytes(Field.RECORD))),
    RECEIVE_STOCK(
            "/v1/stock/receive",
            CommandKind.RECEIVE_STOCK,
            List.of(Field.SKU, Field.WAREHOUSE, Field.QUANTITY, Field.REASON),
            List.of(Field.BATCH, Field.QC_REPORT, Field.DOCUMENT_REFERENCE),
            draft -> new Command.ReceiveStock(
                    draft.integer(Field.SKU),
                    draft.integer(Field.WAREHOUSE),
                    draft.number(Field.QUANTITY),
                    draft.integer(Field.REASON),
                    draft.integer(Field.BATCH),
                    draft.integer(Field.QC_REPORT),
                    draft.number(Field.DOCUMENT_REFERENCE))),
    ADJUST_STOCK(
            "/v1/stock/adjust",
            CommandKind.ADJUST_STOCK,
            List.of(Field.SKU, Field.WAREHOUSE, Field.ADJUST_MODE, Field.QUANTITY, Field.REASON),
            List.of(Field.DOCUMENT_REFERENCE),
            draft -> new Command.AdjustStock(
                    draft.integer(Field.SKU),
                    draft.integer(Field.WAREHOUSE),
                    draft.oneOf(Field.ADJUST_MODE, AdjustMode.class, AdjustMode.BY),
                    draft.number(Field.QUANTITY),
                    draft.integer(Field.REASON),
                    draft.number(Field.DOCUMENT_REFERENCE))),
    RETURN_TO_STOCK(
            "/v1/stock/return",
            CommandKind.RETURN_TO_STOCK,
            List.of(Field.SKU, Field.WAREHOUSE, Field.FROM, Field.GRADE, Field.QUANTITY, Field.REASON),
            List.of(Field.DOCUMENT_REFERENCE),
            draft -> new Command.ReturnToStock(
                    draft.integer(Field.SKU),
                    draft.integer(Field.WAREHOUSE),
                    draft.oneOf(Field.FROM, ReturnFrom.class, ReturnFrom.SHIPPED),
                    draft.oneOf(Field.GRADE, Grade.class, Grade.SELLABLE),
                    draft.number(Field.QUANTITY),
                    draft.integer(Field.REASON),
                    draft.number(Field.DOCUMENT_REFERENCE))),
    SET_FREEZE(
            "/v1/stock/freeze",
            CommandKind.SET_FREEZE,
            List.of(Field.SKU, Field.FROZEN, Field.REASON),
            List.of(),
            draft -> new Command.SetFreeze(
                    draft.integer(Field.SKU), draft.yes(Field.FROZEN), draft.integer(Field.REASON))),
    DEFINE_SKU(
            "/v1/skus",
            CommandKind.DEFINE_SKU,
            List.of(Field.CODE),
            List.of(Field.SUPPLY_CLASS),
            draft -> new Command.DefineSku(draft.text(Field.CODE), draft.integer(Field.SUPPLY_CLASS))),
    RETIRE_SKU(
            "/v1/skus/{sku}/retire",
            CommandKind.RETIRE_SKU,
            List.of(),
            List.of(),
            draft -> new Command.RetireSku(draft.integer(Field.SKU))),
    DEFINE_WAREHOUSE(
            "/v1/warehouses",
            CommandKind.DEFINE_WAREHOUSE,
            List.of(Field.CODE),
            List.of(),
            draft -> new Command.DefineWarehouse(draft.text(Field.CODE))),
    RETIRE_WAREHOUSE(
            "/v1/warehouses/{warehouse}/retire",
            CommandKind.RETIRE_WAREHOUSE,
            List.of(),
            List.of(),
            draft -> new Command.RetireWarehouse(draft.integer(Field.WAREHOUSE))),
    DEFINE_CHANNEL(
            "/v1/channels",
            CommandKind.DEFINE_CHANNEL,
            List.of(Field.CODE, Field.WAREHOUSES),
            List.of(Field.SHIP_UNPAID),
            draft -> new Command.DefineChannel(
                    draft.text(Field.CODE), draft.yes(Field.SHIP_UNPAID), draft.list(Field.WAREHOUSES))),
    RETIRE_CHANNEL(
            "/v1/channels/{channel}/retire",
            CommandKind.RETIRE_CHANNEL,
            List.of(),
            List.of(),
            draft -> new Command.RetireChannel(draft.integer(Field.CHANNEL))),
    DEFINE_CAMPAIGN(
            "/v1/campaigns",
            CommandKind.DEFINE_CAMPAIGN,
            List.of(Field.CODE, Field.START_MILLIS, Field.END_MILLIS),
            List.of(),
            draft -> new Command.DefineCampaign(
                    draft.text(Field.CODE), draft.number(Field.START_MILLIS), draft.number(Field.END_MILLIS))),
    SET_CAMPAIGN_ITEM(
            "/v1/campaigns/{campaign}/items",
            CommandKind.SET_CAMPAIGN_ITEM,
            List.of(Field.SKU),
            List.of(Field.LIMIT_PER_BUYER, Field.CAP_UNITS),
            draft -> new Command.SetCampaignItem(
                    draft.integer(Field.CAMPAIGN),
                    draft.integer(Field.SKU),
                    draft.integer(Field.LIMIT_PER_BUYER),
                    draft.has(Field.CAP_UNITS) ? draft.number(Field.CAP_UNITS) : -1)),
    SET_ALLOTMENT(
            "/v1/campaigns/{campaign}/allotments",
            CommandKind.SET_ALLOTMENT,
            List.of(Field.SKU, Field.WAREHOUSE, Field.QUANTITY),
            List.of(),
            draft -> new Command.SetAllotment(
                    draft.integer(Field.CAMPAIGN),
                    draft.integer(Field.SKU),
                    draft.integer(Field.WAREHOUSE),
                    draft.number(Field.QUANTITY))),
    SET_HOLD_POLICY(
            "/v1/policies/hold",
            CommandKind.SET_HOLD_POLICY,
            List.of(Field.SCOPE, Field.INITIAL_MILLIS, Field.MAXIMUM_MILLIS),
            List.of(Field.TARGET, Field.EXTENDED_MILLIS, Field.ANCHOR, Field.ON_PAYMENT_FAILURE),
            draft -> new Command.SetHoldPolicy(
                    draft.oneOf(Field.SCOPE, HoldScope.class, HoldScope.DEFAULT),
                    draft.integer(Field.TARGET),
                    draft.number(Field.INITIAL_MILLIS),
                    draft.number(Field.EXTENDED_MILLIS),
                    draft.number(Field.MAXIMUM_MILLIS),
                    draft.oneOf(Field.ANCHOR, HoldAnchor.class, HoldAnchor.ORDER),
                    draft.oneOf(Field.ON_PAYMENT_FAILURE, OnPaymentFailure.class, OnPaymentFailure.RELEASE))),
    SET_SAFETY_STOCK(
            "/v1/policies/safety-stock",
            CommandKind.SET_SAFETY_STOCK,
            List.of(Field.SKU, Field.QUANTITY),
            List.of(Field.CHANNEL),
            draft -> new Command.SetSafetyStock(
                    draft.integer(Field.SKU), draft.integer(Field.CHANNEL), draft.number(Field.QUANTITY))),
    SET_CHANNEL_QUOTA(
            "/v1/policies/quota",
            CommandKind.SET_CHANNEL_QUOTA,
            List.of(Field.SKU, Field.CHANNEL, Field.QUOTA_MODE),
            List.of(Field.VALUE),
            draft -> new Command.SetChannelQuota(
                    draft.integer(Field.SKU),
                    draft.integer(Field.CHANNEL),
                    draft.oneOf(Field.QUOTA_MODE, QuotaMode.class, QuotaMode.NONE),
                    draft.number(Field.VALUE))),
    SET_PURCHASE_LIMIT(
            "/v1/policies/purchase-limit",
            CommandKind.SET_PURCHASE_LIMIT,
            List.of(Field.SKU, Field.LIMIT_PER_BUYER, Field.PERIOD_MILLIS),
            List.of(),
            draft -> new Command.SetPurchaseLimit(
                    draft.integer(Field.SKU), draft.integer(Field.LIMIT_PER_BUYER), draft.number(Field.PERIOD_MILLIS))),
    SET_HOLD_TIMING(
            "/v1/policies/hold-timing",
            CommandKind.SET_HOLD_TIMING,
            List.of(Field.TIMING),
            List.of(Field.CHANNEL),
            draft -> new Command.SetHoldTiming(
                    draft.integer(Field.CHANNEL), draft.oneOf(Field.TIMING, HoldTiming.class, HoldTiming.AT_ORDER))),
    EXTEND_HOLDS(
            "/v1/holds/extend",
            CommandKind.EXTEND_HOLDS,
            List.of(Field.MINIMUM_MILLIS),
            List.of(),
            draft -> new Command.ExtendHolds(draft.number(Field.MINIMUM_MILLIS))),
    SET_LIMITS(
            "/v1/limits",
            CommandKind.SET_LIMITS,
            List.of(Field.LIMITS),
            List.of(),
            draft -> new Command.SetLimits(draft.list(Field.LIMITS)));

    /** Makes the command of a draft that has everything it needs. */
    @FunctionalInterface
    interface Builder {
        Command build(Draft draft) throws Problem;
    }

    private final String path;
    private final CommandKind kind;
    private final List<Field> required;
    private final List<Field> optional;
    private final Builder builder;
    private final @Nullable Field inPath;

    CommandRoute(
            final String path,
            final CommandKind kind,
            final List<Field> required,
            final List<Field> optional,
            final Builder builder) {
        this.path = path;
        this.kind = kind;
        this.required = required;
        this.optional = optional;
        this.builder = builder;
        inPath = fieldIn(path);
    }

    /** The route of a name in a batch, as in {@code "place-order"}. */
    static Optional<CommandRoute> of(final String word) {
        return Arrays.stream(values())
                .filter(route -> route.word().equals(word))
                .findFirst();
    }

    /** Its name in a batch. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String path() {
        return path;
    }

    CommandKind kind() {
        return kind;
    }

    /** The field that stands in the path; null when none does. */
    @Nullable
    Field inPath() {
        return inPath;
    }

    private static @Nullable Field fieldIn(final String path) {
        final int open = path.indexOf('{');
        if (open < 0) {
            return null;
        }
        final String key = path.substring(open + 1, path.indexOf('}'));
        return Arrays.stream(Field.values())
                .filter(field -> field.key().equals(key))
                .findFirst()
                .orElseThrow();
    }

    /** The field of that name in the body; null when it has none. */
    @Nullable
    Field field(final String name) {
        for (final Field field : required) {
            if (field.key().equals(name)) {
                return field;
            }
        }
        for (final Field field : optional) {
            if (field.key().equals(name)) {
                return field;
            }
        }
        return name.equals(Field.REFERENCE.key()) ? Field.REFERENCE : null;
    }

    /** Makes the command. */
    Command build(final Draft draft) throws Problem {
        for (final Field field : required) {
            if (!draft.has(field)) {
                throw Problem.badRequest("missing field " + field.key());
            }
        }
        return builder.build(draft);
    }

    private static Command placeOrder(final Draft draft) throws Problem {
        final List<OrderLine> lines = draft.list(Field.ORDER_LINES);
        final UUID buyer = buyer(draft);
        final String currency = draft.has(Field.CURRENCY) ? draft.text(Field.CURRENCY) : "CNY";
        if (!Texts.printable(currency, 3, 3)) {
            throw Problem.badRequest("currency must be three letters");
        }
        if (!Texts.printable(draft.text(Field.SOURCE), 0, 8)) {
            throw Problem.badRequest("source must be up to 8 ASCII characters");
        }
        return new Command.PlaceOrder(
                draft.integer(Field.CHANNEL),
                draft.text(Field.EXTERNAL_NUMBER),
                draft.text(Field.SOURCE),
                draft.oneOf(Field.URGENCY, Urgency.class, Urgency.NORMAL),
                draft.oneOf(Field.PLACING, Placing.class, Placing.ALL_OR_NONE),
                currency,
                draft.has(Field.TOTAL_AMOUNT) ? draft.number(Field.TOTAL_AMOUNT) : netAmount(lines),
                buyer.getMostSignificantBits(),
                buyer.getLeastSignificantBits(),
                draft.number(Field.HOLD_MILLIS),
                lines,
                draft.list(Field.ALIASES),
                draft.text(Field.DOCUMENT).getBytes(StandardCharsets.UTF_8),
                draft.number(Field.ORDERED_MILLIS),
                draft.yes(Field.BACKFILL));
    }

    /** An authenticated id or keyed hash, 32 hexadecimal digits with or without hyphens. */
    private static UUID buyer(final Draft draft) throws Problem {
        try {
            return Texts.hex32(draft.text(Field.BUYER));
        } catch (final IllegalArgumentException wrong) {
            throw Problem.badRequest("buyer must be 32 hexadecimal digits");
        }
    }

    private static long netAmount(final List<OrderLine> lines) {
        long amount = 0;
        for (final OrderLine line : lines) {
            amount += line.netAmount();
        }
        return amount;
    }
}
