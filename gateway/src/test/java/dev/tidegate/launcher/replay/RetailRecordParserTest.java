package dev.tidegate.launcher.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetailRecordParserTest {
    private static final String DATE = "2010-12-01 08:26:00";
    private static final long DATE_MILLIS = 1_291_191_960_000L;

    private final RetailRecordParser parser = new RetailRecordParser();

    @Test
    void shouldTrimFieldsAndRaiseTheStockCode() {
        RetailRecord line = parse(" 536365 ", "\t85123aB ", " 6 ", " " + DATE + " ", " 2.55 ", " 17850 ");

        assertThat(line).isEqualTo(new RetailRecord(1, "536365", "85123AB", 6, DATE_MILLIS, 1_530, "17850", null));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0.125, 13",
        "1, 0.124999, 12",
        "10, 0.125, 125",
        "3, 0.335, 101",
        "1, 0.004, 0",
        "1, 0.005, 1",
        "80995, 2.08, 16846960",
        "1, 92233720368547758.07, 9223372036854775807",
        "1, 92233720368547758.074, 9223372036854775807",
    })
    void shouldRoundTheAmountHalfUpToPence(long quantity, String price, long pence) {
        assertThat(parse("1", "85123A", "" + quantity, DATE, price, "").amountMinor())
                .isEqualTo(pence);
        assertThat(parse("C1", "85123A", "-" + quantity, DATE, price, "").amountMinor())
                .isEqualTo(-pence);
    }

    @ParameterizedTest
    @CsvSource({
        "536365, 85123A, 6, 2.55,",
        "536365, 85123A, x, 2.55, MALFORMED",
        "A536365, M, x, 0, MALFORMED",
        "A536365, M, 0, 0, INVOICE_KIND",
        "c536365, 85123A, -1, 1, INVOICE_KIND",
        "C, 85123A, -1, 1, INVOICE_KIND",
        "CC1, 85123A, -1, 1, INVOICE_KIND",
        "'', 85123A, 1, 1, INVOICE_KIND",
        "53 6365, 85123A, 1, 1, INVOICE_KIND",
        "٣, 85123A, 1, 1, INVOICE_KIND",
        "536365, M, 0, 0, NOT_A_PRODUCT",
        "536365, 8512, 1, 1, NOT_A_PRODUCT",
        "536365, 851234, 1, 1, NOT_A_PRODUCT",
        "536365, 85123É, 1, 1, NOT_A_PRODUCT",
        "536365, 85123A, 0, 0, QUANTITY",
        "536365, 85123A, -1, 1, QUANTITY",
        "C536365, 85123A, 0, 1, QUANTITY",
        "C536365, 85123A, 1, 1, QUANTITY",
        "536365, 85123A, 1, 0.000, PRICE",
        "C536365, 85123A, -1, -11062.06, PRICE",
        "C536365, 85123ABC, -1, 0.001,",
    })
    void shouldNameTheFirstCauseThatApplies(
            String invoice, String code, String quantity, String price, RejectCause cause) {
        assertThat(parse(invoice, code, quantity, DATE, price, "").rejected()).isEqualTo(cause);
    }

    @ParameterizedTest
    @CsvSource({
        "'', 1",
        "1, ''",
        "+, 1",
        "1.0, 1",
        "1e3, 1",
        "0x1, 1",
        "'1 000', 1",
        "١, 1",
        "1, 1e3",
        "1, '1,5'",
        "1, .",
        "1, £1",
        "1, NaN",
        "9223372036854775808, 1",
        "-9223372036854775808, 1",
        "9223372036854775807, 1",
        "1, 92233720368547758.075",
        "1, 99999999999999999999",
    })
    void shouldFindNumbersThatCannotBeReadOrDoNotFitMalformed(String quantity, String price) {
        assertThat(parse("536365", "85123A", quantity, DATE, price, "").rejected())
                .isEqualTo(RejectCause.MALFORMED);
    }

    @ParameterizedTest
    @CsvSource({
        "''",
        "2010-12-01",
        "2010-12-01 08:26",
        "2010-12-01T08:26:00",
        "2010-02-29 00:00:00",
        "2010-12-01 24:00:00",
        "2010-12-01 08:60:00",
        "01/12/2010 08:26:00",
        "2010-12-1 08:26:000",
        "-010-12-01 08:26:00",
        "1969-12-31 23:59:59",
    })
    void shouldFindDatesThatDoNotExistMalformed(String date) {
        RetailRecord record = parse("536365", "85123A", "1", date, "1", "");

        assertThat(record.rejected()).isEqualTo(RejectCause.MALFORMED);
        assertThat(record.timeMillis()).isEqualTo(RetailRecord.NO_TIME);
    }

    @Test
    void shouldTakeTheEdgesOfTime() {
        assertThat(parse("1", "85123A", "1", "1970-01-01 00:00:00", "1", "").timeMillis())
                .isZero();
        assertThat(parse("1", "85123A", "1", "9999-12-31 23:59:59", "1", "").rejected())
                .isNull();
    }

    @Test
    void shouldTakeNumbersOfAnyLengthWithoutDelay() {
        assertThat(parse("1", "85123A", "9".repeat(5_000_000), DATE, "1", "").rejected())
                .isEqualTo(RejectCause.MALFORMED);
    }

    @Test
    void shouldFindAnyOtherNumberOfColumnsMalformed() {
        for (List<String> fields : List.of(
                List.of(""),
                List.of("536365", "85123A", "", "1", DATE, "1", ""),
                List.of("536365", "85123A", "", "1", DATE, "1", "", "", ""))) {
            assertThat(parser.parse(7, fields)).isEqualTo(RetailRecord.malformed(7, "", RetailRecord.NO_TIME));
        }
    }

    private RetailRecord parse(
            String invoice, String code, String quantity, String date, String price, String customer) {
        return parser.parse(1, List.of(invoice, code, "any text", quantity, date, price, customer, "United Kingdom"));
    }
}
