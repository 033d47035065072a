package dev.tidegate.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Currency;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CurrenciesTest {
    private static final int ACTIVE = 156;

    /** In list one, but younger than the lists of the JDKs that the tests run on. */
    private static final Set<String> YOUNG = Set.of("SLE", "VED", "ZWG");

    private static int number(final String code) {
        return Currencies.number(new HeapBuffer(code.getBytes(ISO_8859_1)), 0);
    }

    /** Every code of three letters that is known. */
    private static Set<String> known() {
        final Set<String> known = new TreeSet<>();
        for (char a = 'A'; a <= 'Z'; a++) {
            for (char b = 'A'; b <= 'Z'; b++) {
                for (char c = 'A'; c <= 'Z'; c++) {
                    final String code = "" + a + b + c;
                    if (number(code) >= 0) {
                        known.add(code);
                    }
                }
            }
        }
        return known;
    }

    @Test
    void shouldKnowNoCurrencyThatTheJdkDoesNot() {
        final Set<String> jdk = Currency.getAvailableCurrencies().stream()
                .map(Currency::getCurrencyCode)
                .collect(Collectors.toSet());
        final Set<String> ours = known();
        assertThat(ours).hasSize(ACTIVE);
        ours.removeAll(YOUNG);

        assertThat(jdk).containsAll(ours);
    }

    @Test
    void shouldGiveEachCodeANumberAndBack() {
        final Set<String> known = known();

        assertThat(known)
                .allSatisfy(code -> assertThat(Currencies.code(number(code))).isEqualTo(code));
        assertThat(known.stream().map(CurrenciesTest::number).distinct()).hasSameSizeAs(known);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "XXX",
                "XTS",
                "XAU",
                "XAG",
                "XDR",
                "DEM",
                "USN",
                "CHE",
                "cny",
                "CN ",
                "C\0Y",
                "\u00C3NY",
                "@@@",
                "[[["
            })
    void shouldNotKnowMetalsFundsTestsAndWhatIsNoCode(final String code) {
        assertThat(number(code)).isNegative();
    }

    @Test
    void shouldReadThreeBytesAtTheirPlace() {
        final HeapBuffer buffer = new HeapBuffer("xxEURxx".getBytes(ISO_8859_1));

        assertThat(Currencies.code(Currencies.number(buffer, 2))).isEqualTo("EUR");
        assertThat(Currencies.number(buffer, 1)).isNegative();
    }
}
