package dev.tidegate.gateway.http;

import dev.tidegate.message.Command.AdjustMode;
import dev.tidegate.message.Command.Grade;
import dev.tidegate.message.Command.HoldAnchor;
import dev.tidegate.message.Command.HoldScope;
import dev.tidegate.message.Command.HoldTiming;
import dev.tidegate.message.Command.OnPaymentFailure;
import dev.tidegate.message.Command.Placing;
import dev.tidegate.message.Command.QuotaMode;
import dev.tidegate.message.Command.ReturnFrom;
import dev.tidegate.message.Command.Urgency;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Every field that a command may have over HTTP, by its name in JSON. Ranges are those of the message. */
enum Field {
    ORDER("order", 1, Long.MAX_VALUE),
    AMOUNT("amount", Long.MIN_VALUE, Long.MAX_VALUE),
    REASON("reason", 0, Field.U16),
    CODE("code", Type.TEXT),
    SUPPLY_CLASS("supplyClass", 0, 255),
    SKU("sku", Names.Kind.SKU, Integer.MAX_VALUE),
    WAREHOUSE("warehouse", Names.Kind.WAREHOUSE, Field.U16),
    CHANNEL("channel", Names.Kind.CHANNEL, Field.U16),
    CAMPAIGN("campaign", Names.Kind.CAMPAIGN, Field.U16),
    WAREHOUSES("warehouses", (draft, field, body) -> draft.warehouses(body)),
    SHIP_UNPAID("shipUnpaid", Type.YES_OR_NO),
    START_MILLIS("startMillis", Long.MIN_VALUE, Long.MAX_VALUE),
    END_MILLIS("endMillis", Long.MIN_VALUE, Long.MAX_VALUE),
    LIMIT_PER_BUYER("limitPerBuyer", Integer.MIN_VALUE, Integer.MAX_VALUE),
    CAP_UNITS("capUnits", -1, Long.MAX_VALUE),
    QUANTITY("quantity", Long.MIN_VALUE, Long.MAX_VALUE),
    SCOPE("scope", (draft, field, body) -> body.oneOf(HoldScope.class)),
    TARGET("target", 0, Integer.MAX_VALUE),
    INITIAL_MILLIS("initialMillis", 0, Long.MAX_VALUE),
    EXTENDED_MILLIS("extendedMillis", 0, Long.MAX_VALUE),
    MAXIMUM_MILLIS("maximumMillis", 0, Long.MAX_VALUE),
    ANCHOR("anchor", (draft, field, body) -> body.oneOf(HoldAnchor.class)),
    ON_PAYMENT_FAILURE("onPaymentFailure", (draft, field, body) -> body.oneOf(OnPaymentFailure.class)),
    QUOTA_MODE("mode", (draft, field, body) -> body.oneOf(QuotaMode.class)),
    VALUE("value", Long.MIN_VALUE, Long.MAX_VALUE),
    MINIMUM_MILLIS("minimumMillis", Long.MIN_VALUE, Long.MAX_VALUE),
    PERIOD_MILLIS("periodMillis", Long.MIN_VALUE, Long.MAX_VALUE),
    FROZEN("frozen", Type.YES_OR_NO),
    TIMING("timing", (draft, field, body) -> body.oneOf(HoldTiming.class)),
    LIMITS("limits", (draft, field, body) -> draft.limits(body)),
    BATCH("batch", 0, Integer.MAX_VALUE),
    QC_REPORT("qcReport", 0, Integer.MAX_VALUE),
    DOCUMENT_REFERENCE("documentReference", Long.MIN_VALUE, Long.MAX_VALUE),
    ADJUST_MODE("mode", (draft, field, body) -> body.oneOf(AdjustMode.class)),
    FROM("from", (draft, field, body) -> body.oneOf(ReturnFrom.class)),
    GRADE("grade", (draft, field, body) -> body.oneOf(Grade.class)),
    EXTERNAL_NUMBER("externalNumber", Type.TEXT),
    SOURCE("source", Type.TEXT),
    URGENCY("urgency", (draft, field, body) -> body.oneOf(Urgency.class)),
    PLACING("placing", (draft, field, body) -> body.oneOf(Placing.class)),
    CURRENCY("currency", Type.TEXT),
    TOTAL_AMOUNT("totalAmount", Long.MIN_VALUE, Long.MAX_VALUE),
    BUYER("buyer", Type.TEXT),
    HOLD_MILLIS("holdMillis", Long.MIN_VALUE, Long.MAX_VALUE),
    ORDER_LINES("lines", (draft, field, body) -> draft.orderLines(body)),
    LINES("lines", (draft, field, body) -> draft.lineQuantities(body)),
    RETURNED_LINES("lines", (draft, field, body) -> draft.returnedLines(body)),
    ALIASES("aliases", (draft, field, body) -> draft.aliases(body)),
    DOCUMENT("document", Type.TEXT),
    ORDERED_MILLIS("orderedMillis", Long.MIN_VALUE, Long.MAX_VALUE),
    BACKFILL("backfill", (draft, field, body) -> body.bool()),
    RECORD("record", (draft, field, body) -> draft.base64(body)),
    REFERENCE("reference", Long.MIN_VALUE, Long.MAX_VALUE);

    static final int U16 = 65_535;

    /** How a field is read. */
    @FunctionalInterface
    interface Type {
        Type TEXT = (draft, field, body) -> body.text();
        Type YES_OR_NO = (draft, field, body) -> body.bool();
        Type NUMBER = (draft, field, body) -> body.number(field.low, field.high);
        Type REFERENCE = (draft, field, body) -> draft.reference(field, body);

        Object read(Draft draft, Field field, Body body) throws Problem, IOException;
    }

    private final String key;
    private final Type type;
    private final Names.@Nullable Kind kind;
    private final long low;
    private final long high;

    Field(final String key, final Type type) {
        this(key, type, null, 0, 0);
    }

    Field(final String key, final long low, final long high) {
        this(key, Type.NUMBER, null, low, high);
    }

    Field(final String key, final Names.Kind kind, final long high) {
        this(key, Type.REFERENCE, kind, 0, high);
    }

    Field(final String key, final Type type, final Names.@Nullable Kind kind, final long low, final long high) {
        this.key = key;
        this.type = type;
        this.kind = kind;
        this.low = low;
        this.high = high;
    }

    String key() {
        return key;
    }

    Type type() {
        return type;
    }

    boolean isYesOrNo() {
        return type == Type.YES_OR_NO;
    }

    /** What it names, if it names something by number or code. */
    Names.@Nullable Kind kind() {
        return kind;
    }

    long high() {
        return high;
    }
}
