package dev.tidegate.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidegate.message.Command.Limit;
import dev.tidegate.message.Command.OrderLine;
import dev.tidegate.message.Command.PlaceOrder;
import dev.tidegate.message.OutcomeCode;
import java.util.Currency;
import java.util.Set;
import java.util.stream.Collectors;

/** The checks of PlaceOrder alone, which are the most: docs/rules.md, section 6. */
final class PlaceOrderCheck {
    private static final int DOCUMENT_BYTES = 64 * 1024;
    private static final Set<String> CURRENCIES = Currency.getAvailableCurrencies().stream()
            .map(Currency::getCurrencyCode)
            .collect(Collectors.toSet());

    private PlaceOrderCheck() {}

    static void check(final PlaceOrder c, final Books books) {
        if (c.urgency() == null) {
            throw Refused.of(OutcomeCode.URGENCY_REQUIRED);
        }
        if (c.orderedMillis() < 0) {
            throw Refused.asked(OutcomeCode.VALUE_OUT_OF_RANGE, c.orderedMillis());
        }
        if (c.source().isEmpty() || c.source().chars().anyMatch(b -> b < 0x21 || b > 0x7E)) {
            throw Refused.of(OutcomeCode.SOURCE_REQUIRED);
        }
        if (!CURRENCIES.contains(c.currency())) {
            throw Refused.of(OutcomeCode.UNKNOWN_CURRENCY);
        }
        if (c.holdMillis() < 0 || c.holdMillis() > CommandChecks.FOUR_HUNDRED_DAYS) {
            throw Refused.asked(OutcomeCode.HOLD_TIME_OUT_OF_RANGE, c.holdMillis());
        }
        externalNumber(c.externalNumber());
        sizes(c, books.limit(Limit.LINES_PER_ORDER));
        for (int i = 0; i < c.lines().size(); i++) {
            line(i + 1, c.lines().get(i));
        }
        amounts(c);
    }

    private static void externalNumber(final String number) {
        if (number.isEmpty()) {
            throw Refused.of(OutcomeCode.EXTERNAL_NUMBER_REQUIRED);
        }
        if (number.getBytes(UTF_8).length > 40 || CommandChecks.hasControls(number)) {
            throw Refused.of(OutcomeCode.EXTERNAL_NUMBER_INVALID);
        }
    }

    private static void sizes(final PlaceOrder c, final long mostLines) {
        if (c.document().length > DOCUMENT_BYTES) {
            throw Refused.asked(OutcomeCode.DOCUMENT_TOO_LARGE, c.document().length);
        }
        if (c.aliases().size() > CommandChecks.ENTRIES) {
            throw Refused.asked(OutcomeCode.TOO_MANY_ENTRIES, c.aliases().size());
        }
        if (c.lines().isEmpty()) {
            throw Refused.of(OutcomeCode.NO_LINES);
        }
        if (c.lines().size() > mostLines) {
            throw Refused.asked(OutcomeCode.TOO_MANY_LINES, c.lines().size(), mostLines);
        }
    }

    private static void line(final int number, final OrderLine line) {
        CommandChecks.lineQuantityRange(number, line.quantity());
        if (line.netAmount() < 0) {
            throw Refused.line(OutcomeCode.AMOUNT_NEGATIVE, number, line.netAmount(), 0);
        }
    }

    private static void amounts(final PlaceOrder c) {
        long sum = 0;
        for (final OrderLine line : c.lines()) {
            sum += line.netAmount();
            if (sum < 0) {
                throw Refused.of(OutcomeCode.AMOUNT_OVERFLOW);
            }
        }
        if (sum != c.totalAmount()) {
            throw Refused.asked(OutcomeCode.AMOUNT_MISMATCH, c.totalAmount(), sum);
        }
    }
}
