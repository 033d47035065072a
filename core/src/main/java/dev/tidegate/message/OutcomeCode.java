package dev.tidegate.message;

import java.util.Arrays;

/**
 * The answer to a command. Numbers are stable for ever, and grouped: below 100 accepted, 1xx before the journal, 2xx the
 * command's id, 3xx the command alone, 4xx the catalogue, 5xx stock, 6xx orders, 7xx limits. Which of several reasons is
 * given is settled per command in docs/outcomes.md.
 */
public enum OutcomeCode {
    /** Done as asked. */
    ACCEPTED(0),
    /** Order placed; some lines were granted less, see missing. */
    ACCEPTED_PARTLY(1),
    /** The hold had gone; the units were held and sold again in one step. */
    PAID_LATE(2),
    /** The payment is noted, but the units are gone; a refund is requested. */
    PAID_LATE_SHORT(3),
    /** The bytes are not one whole command of this schema. */
    MALFORMED(100),
    /** The ring has no room for it; nothing was done, try again. */
    BUSY(101),
    /** The disk has no room for the journal; nothing was done. */
    DISK_LOW(102),
    /** Closed or stopped before the command was stamped; nothing was done. */
    NOT_RUNNING(103),
    /** Stopped after the command was stamped; ask again with the same id. */
    UNKNOWN(104),
    /** Given by a gateway: sold out, and no hold is left that could give units back; nothing was done. */
    SOLD_OUT_NOW(105),
    /** Given by a gateway: the caller's key does not allow it; nothing was done. */
    FORBIDDEN(106),
    /** Given by a gateway: more than the caller's rate; nothing was done, try again later. */
    RATE_LIMITED(107),
    /** Not a UUIDv7. */
    MALFORMED_ID(200),
    /** Made longer ago than the horizon. */
    ID_TOO_OLD(201),
    /** Made more than five minutes ahead of engine time. */
    ID_FROM_FUTURE(202),
    /** The id was used for another command; firstSequence names it. */
    ID_CONFLICT(203),
    /** As many accepted ids are remembered as the limit allows. */
    IDS_FULL(204),
    /** The engine failed while it validated; nothing was changed. */
    INTERNAL(205),
    /** A repair voided the command; nothing was changed. */
    VOIDED(206),
    /** Reason is 0. */
    REASON_REQUIRED(300),
    /** Code is empty, longer than 64 bytes, not UTF-8 or holds control characters. */
    CODE_INVALID(301),
    /** A field is outside its range; line names the group entry, asked the value. */
    VALUE_OUT_OF_RANGE(302),
    /** The end is not after the start. */
    WINDOW_INVALID(303),
    /** More entries in a group than allowed. */
    TOO_MANY_ENTRIES(304),
    /** Source is empty or not printable ASCII. */
    SOURCE_REQUIRED(305),
    /** Urgency is missing. */
    URGENCY_REQUIRED(306),
    /** External number is empty. */
    EXTERNAL_NUMBER_REQUIRED(307),
    /** External number is longer than 40 bytes, not UTF-8 or holds control characters. */
    EXTERNAL_NUMBER_INVALID(308),
    /** Not a currency of ISO 4217. */
    UNKNOWN_CURRENCY(309),
    /** Document is longer than 64 KiB. */
    DOCUMENT_TOO_LARGE(310),
    /** Hold time is negative or above 400 days. */
    HOLD_TIME_OUT_OF_RANGE(311),
    /** No line is named. */
    NO_LINES(312),
    /** More lines than LINES_PER_ORDER. */
    TOO_MANY_LINES(313),
    /** A quantity is zero or negative. */
    QUANTITY_NOT_POSITIVE(314),
    /** A quantity is above 1,000,000,000. */
    QUANTITY_TOO_LARGE(315),
    /** An amount is below zero. */
    AMOUNT_NEGATIVE(316),
    /** The sum of the lines does not fit. */
    AMOUNT_OVERFLOW(317),
    /** The lines do not add up to the total; asked is the total, available the sum. */
    AMOUNT_MISMATCH(318),
    /** A line is named twice. */
    DUPLICATE_LINE(319),
    /** The record is not one whole message OrderLeft of that order. */
    RECORD_INVALID(320),
    /** No such SKU. */
    UNKNOWN_SKU(400),
    /** The SKU is retired. */
    SKU_RETIRED(401),
    /** No such warehouse. */
    UNKNOWN_WAREHOUSE(402),
    /** The warehouse is retired. */
    WAREHOUSE_RETIRED(403),
    /** No such channel. */
    UNKNOWN_CHANNEL(404),
    /** The channel is retired. */
    CHANNEL_RETIRED(405),
    /** No such campaign. */
    UNKNOWN_CAMPAIGN(406),
    /** The campaign is over. */
    CAMPAIGN_ENDED(407),
    /** The channel does not sell from that warehouse. */
    WAREHOUSE_NOT_IN_CHANNEL(408),
    /** The campaign does not have that SKU. */
    SKU_NOT_IN_CAMPAIGN(409),
    /** Units are in the house or held; available is how many. */
    SKU_IN_USE(410),
    /** Units are in the warehouse or a channel sells from it; available is how many. */
    WAREHOUSE_IN_USE(411),
    /** Orders are open; available is how many. */
    CHANNEL_IN_USE(412),
    /** Quotas are set on the channel; available is how many. */
    QUOTA_IN_USE(413),
    /** The window can no longer be changed in that way. */
    CAMPAIGN_STARTED(414),
    /** Before or after the campaign's window. */
    OUTSIDE_WINDOW(500),
    /** The SKU is frozen. */
    SKU_FROZEN(501),
    /** The SKU has a purchase limit and the order no buyer. */
    BUYER_REQUIRED(502),
    /** The buyer has too many; available is how many more he may have. */
    PURCHASE_LIMIT(503),
    /** The campaign's cap is reached. */
    CAMPAIGN_CAP(504),
    /** The channel's quota is reached. */
    QUOTA_EXCEEDED(505),
    /** The campaign's allotment does not have that many. */
    ALLOTMENT_EXHAUSTED(506),
    /** Only the safety stock is left. */
    SAFETY_STOCK(507),
    /** There are not that many. */
    OUT_OF_STOCK(508),
    /** The correction takes more than is in the house. */
    BELOW_ZERO(510),
    /** Fewer units stand where they are taken from. */
    NOT_IN_BUCKET(511),
    /** More than 1,000,000,000,000 units of one SKU and warehouse. */
    STOCK_OVERFLOW(512),
    /** No such order. */
    UNKNOWN_ORDER(600),
    /** The order is closed and has left memory. */
    ORDER_ARCHIVED(601),
    /** The channel's external number is taken; entityId is the order. */
    DUPLICATE_EXTERNAL(602),
    /** The hold has expired. */
    ORDER_EXPIRED(603),
    /** The order is cancelled. */
    ORDER_CANCELLED(604),
    /** Money for a cancelled order. */
    PAYMENT_AFTER_CANCEL(605),
    /** The order is paid. */
    ALREADY_PAID(606),
    /** Payment has started. */
    PAYMENT_ALREADY_STARTED(607),
    /** Another amount; asked is what came, available what is due. */
    PAYMENT_MISMATCH(608),
    /** The order is unpaid and the channel does not ship unpaid orders. */
    NOT_PAID(609),
    /** Every unit has been shipped. */
    ALREADY_SHIPPED(610),
    /** No unit has been shipped. */
    NOT_SHIPPED(611),
    /** Too late to return. */
    RETURN_WINDOW_OVER(612),
    /** The order has no such line. */
    UNKNOWN_LINE(613),
    /** Fewer units are left on the line. */
    MORE_THAN_LEFT(614),
    /** The line has claims without units; available is how many units it has. */
    LINE_SHORT(615),
    /** So old an order may have been here and be forgotten; available is the first own time that is not. */
    BACKFILL_REQUIRED(616),
    /** The order is in memory. */
    ORDER_IN_MEMORY(617),
    /** The order left so long ago that its record can no longer be compared. */
    ORDER_FORGOTTEN(618),
    /** The record is not the one with which the order left. */
    RECORD_MISMATCH(619),
    /** Limit SKUS. */
    SKUS_FULL(700),
    /** Limit WAREHOUSES. */
    WAREHOUSES_FULL(701),
    /** Limit CHANNELS. */
    CHANNELS_FULL(702),
    /** Limit CAMPAIGNS. */
    CAMPAIGNS_FULL(703),
    /** Limit STOCKS. */
    STOCKS_FULL(704),
    /** Limit ORDERS. */
    ORDERS_FULL(705),
    /** Limit ORDER_LINES. */
    ORDER_LINES_FULL(706),
    /** Limit PURCHASE_COUNTERS. */
    PURCHASE_COUNTERS_FULL(707),
    /** The limit is below what is in use; asked is the limit, available what is in use. */
    LIMIT_BELOW_USE(708);

    private static final OutcomeCode[] BY_NUMBER = new OutcomeCode[800];

    static {
        Arrays.stream(values()).forEach(code -> BY_NUMBER[code.number] = code);
    }

    private final int number;

    OutcomeCode(final int number) {
        this.number = number;
    }

    /** The stable number, as it stands on the wire and in the digest. */
    public int number() {
        return number;
    }

    /** Whether the command was done, wholly, partly or late. */
    public boolean accepted() {
        return accepted(number);
    }

    static boolean accepted(final int number) {
        return number < 100;
    }

    /** Whether the refusal depends on state, and is therefore repeated to the same command id while remembered. */
    public boolean remembered() {
        return number >= 400;
    }

    /**
     * The code with that number.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static OutcomeCode of(final int number) {
        final OutcomeCode code = number < 0 || number >= BY_NUMBER.length ? null : BY_NUMBER[number];
        if (code == null) {
            throw new IllegalArgumentException("no outcome has the number " + number);
        }
        return code;
    }

    /** Whether an outcome has that number. */
    public static boolean exists(final int number) {
        return number >= 0 && number < BY_NUMBER.length && BY_NUMBER[number] != null;
    }
}
