package dev.tidegate.launcher.replay;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the eight columns of a record and finds the first {@link RejectCause} that applies.
 *
 * <ul>
 *   <li>Fields are trimmed of white space. Letters matter in the invoice ({@code c123456} is no return) and do not in
 *       the stock code, which is taken in upper case.
 *   <li>Dates are UTC, {@code yyyy-MM-dd HH:mm:ss}, and must exist; one before 1970 is malformed, since engine time does
 *       not go below 0.
 *   <li>Numbers are plain: an optional sign, digits, for the price an optional fraction after a point. No exponent, no
 *       grouping. Arithmetic is exact decimal.
 * </ul>
 */
final class RetailRecordParser {
    private static final int INVOICE = 0;
    private static final int STOCK_CODE = 1;
    private static final int QUANTITY = 3;
    private static final int INVOICE_DATE = 4;
    private static final int UNIT_PRICE = 5;
    private static final int CUSTOMER = 6;
    private static final int COLUMNS = 8;

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);
    /** Keeps the year to four digits: the pattern itself would take a sign and more. */
    private static final int DATE_CHARS = 19;

    private static final Pattern WHOLE_NUMBER = Pattern.compile("[+-]?[0-9]+");
    private static final Pattern DECIMAL_NUMBER = Pattern.compile("[+-]?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)");
    /** Far beyond any price that fits; spares the time that very long numbers take to convert. */
    private static final int MOST_NUMBER_CHARS = 100;

    private static final Pattern KNOWN_INVOICE = Pattern.compile("C?[0-9]+");
    private static final Pattern PRODUCT = Pattern.compile("[0-9]{5}[A-Za-z]*");
    private static final int PENCE_DIGITS = 2;

    /** One string for each invoice, SKU and customer rather than one for each line. */
    private final Map<String, String> names = new HashMap<>();

    private String latestDate = "";
    private long latestTimeMillis = RetailRecord.NO_TIME;

    RetailRecord parse(long number, List<String> fields) {
        if (fields.size() != COLUMNS) {
            return RetailRecord.malformed(number, "", RetailRecord.NO_TIME);
        }
        String invoice = shared(fields.get(INVOICE).strip());
        long timeMillis = timeMillis(fields.get(INVOICE_DATE).strip());
        BigDecimal price = decimal(fields.get(UNIT_PRICE).strip());
        BigDecimal units = wholeNumber(fields.get(QUANTITY).strip());
        if (timeMillis == RetailRecord.NO_TIME || price == null || units == null) {
            return RetailRecord.malformed(number, invoice, timeMillis);
        }
        BigDecimal pence = units.multiply(price).movePointRight(PENCE_DIGITS).setScale(0, RoundingMode.HALF_UP);
        if (!fits(units) || !fits(pence)) {
            return RetailRecord.malformed(number, invoice, timeMillis);
        }
        String stockCode = fields.get(STOCK_CODE).strip();
        long quantity = units.longValueExact();
        return new RetailRecord(
                number,
                invoice,
                shared(stockCode.toUpperCase(Locale.ROOT)),
                quantity,
                timeMillis,
                pence.longValueExact(),
                shared(fields.get(CUSTOMER).strip()),
                cause(invoice, stockCode, quantity, price));
    }

    private static @Nullable RejectCause cause(String invoice, String stockCode, long quantity, BigDecimal price) {
        if (!KNOWN_INVOICE.matcher(invoice).matches()) {
            return RejectCause.INVOICE_KIND;
        }
        if (!PRODUCT.matcher(stockCode).matches()) {
            return RejectCause.NOT_A_PRODUCT;
        }
        boolean isReturn = invoice.charAt(0) == 'C';
        if (isReturn ? quantity >= 0 : quantity <= 0) {
            return RejectCause.QUANTITY;
        }
        return price.signum() <= 0 ? RejectCause.PRICE : null;
    }

    /** Lines of an invoice mostly share their time, so the latest date is remembered. */
    private long timeMillis(String date) {
        if (!date.equals(latestDate)) {
            latestTimeMillis = parseDate(date);
            latestDate = date;
        }
        return latestTimeMillis;
    }

    private static long parseDate(String date) {
        if (date.length() != DATE_CHARS) {
            return RetailRecord.NO_TIME;
        }
        try {
            long millis =
                    LocalDateTime.parse(date, DATE).toInstant(ZoneOffset.UTC).toEpochMilli();
            return Math.max(millis, RetailRecord.NO_TIME);
        } catch (DateTimeException notADate) {
            return RetailRecord.NO_TIME;
        }
    }

    private static @Nullable BigDecimal wholeNumber(String text) {
        return WHOLE_NUMBER.matcher(text).matches() ? decimal(text) : null;
    }

    private static @Nullable BigDecimal decimal(String text) {
        return text.length() <= MOST_NUMBER_CHARS
                        && DECIMAL_NUMBER.matcher(text).matches()
                ? new BigDecimal(text)
                : null;
    }

    private String shared(String name) {
        String known = names.putIfAbsent(name, name);
        return known == null ? name : known;
    }

    /** Long.MIN_VALUE does not fit: returns are negated. */
    private static boolean fits(BigDecimal whole) {
        return whole.abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0;
    }
}
