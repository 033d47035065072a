package dev.tidegate.launcher.replay;

import org.jspecify.annotations.Nullable;

/**
 * One record of the file, read and classified. Of a rejected record only the number and the cause are sure; the rest
 * is what could be read, else empty or 0.
 *
 * @param number number of the record, the first one after the header being 1
 * @param invoice invoice number; empty if the record does not have eight columns
 * @param sku stock code in upper case
 * @param quantity units as written: above 0 for a sale, below 0 for a return
 * @param timeMillis epoch milliseconds, or {@link #NO_TIME}
 * @param amountMinor quantity times unit price in pence, rounded half up (away from zero on a return)
 * @param customer customer number; empty if there is none
 * @param rejected why this is not a stock line; null if it is one
 */
record RetailRecord(
        long number,
        String invoice,
        String sku,
        long quantity,
        long timeMillis,
        long amountMinor,
        String customer,
        @Nullable RejectCause rejected) {
    /** The time of a record whose date cannot be read. Engine time is never below 0. */
    static final long NO_TIME = -1;

    static RetailRecord malformed(long number, String invoice, long timeMillis) {
        return new RetailRecord(number, invoice, "", 0, timeMillis, 0, "", RejectCause.MALFORMED);
    }

    boolean isReturn() {
        return invoice.startsWith("C");
    }
}
