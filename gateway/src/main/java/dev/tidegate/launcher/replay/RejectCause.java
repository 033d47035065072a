package dev.tidegate.launcher.replay;

import java.util.Locale;

/**
 * Why a record is not a stock line. A record has one cause: the first that applies, in the order of declaration.
 */
public enum RejectCause {
    /**
     * Not eight columns; a date, quantity or price that cannot be read; or a figure that does not fit: the quantity or
     * the amount of the line, or the units or the amount of all orders up to and including this line.
     */
    MALFORMED,
    /** The invoice number is neither all digits nor a capital {@code C} and digits. */
    INVOICE_KIND,
    /** The stock code is not five digits and optional letters: postage, fees, vouchers. */
    NOT_A_PRODUCT,
    /** A sale of zero or fewer units, or a return of zero or more. */
    QUANTITY,
    /** The unit price is zero or below. */
    PRICE;

    /** The cause as written in {@code rejects.csv} and in reports: lower case with underscores. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
