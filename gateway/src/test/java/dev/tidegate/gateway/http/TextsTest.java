package dev.tidegate.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Every look at a text says what the pattern of the contract says. */
class TextsTest {
    private static final String LETTERS =
            "0123456789abcdefABCDEFgG-/:@`\u0000\t\n \u001f~\u007f\u0080\u0130\u0660\u00e9\uff11\ud83d\ude00";
    private static final int TEXTS = 20_000;

    private final Random random = new Random(4711);

    private String text(final int most, final String letters) {
        final StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(most + 1); left > 0; left--) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }

    @Test
    void shouldKnowPrintableTexts() {
        for (int i = 0; i < TEXTS; i++) {
            final String text = text(6, LETTERS);
            assertThat(Texts.printable(text, 3, 3)).as(text).isEqualTo(text.matches("[\\x20-\\x7e]{3}"));
            assertThat(Texts.printable(text, 0, 5)).as(text).isEqualTo(text.matches("[\\x20-\\x7e]{0,5}"));
        }
    }

    @Test
    void shouldKnowDigits() {
        for (int i = 0; i < TEXTS; i++) {
            final String text = text(4, i % 2 == 0 ? LETTERS : "0123456789");
            assertThat(Texts.digits(text, 3)).as(text).isEqualTo(text.matches("[0-9]{1,3}"));
        }
    }

    @Test
    void shouldKnowUuids() {
        final String pattern = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";
        for (int i = 0; i < TEXTS; i++) {
            final StringBuilder text = new StringBuilder(new UUID(random.nextLong(), random.nextLong()).toString());
            if (i % 4 == 1) {
                text.setCharAt(random.nextInt(text.length()), LETTERS.charAt(random.nextInt(LETTERS.length())));
            } else if (i % 4 == 2) {
                text.deleteCharAt(random.nextInt(text.length()));
            } else if (i % 4 == 3) {
                text.insert(random.nextInt(text.length()), LETTERS.charAt(random.nextInt(LETTERS.length())));
            }
            assertThat(Texts.isUuid(text.toString()))
                    .as(text.toString())
                    .isEqualTo(text.toString().matches(pattern));
        }
    }

    @Test
    void shouldReadThirtyTwoDigitsWithOrWithoutHyphens() {
        for (int i = 0; i < 1000; i++) {
            final UUID id = new UUID(random.nextLong(), random.nextLong());
            assertThat(Texts.hex32(id.toString())).isEqualTo(id);
            assertThat(Texts.hex32(id.toString().replace("-", "").toUpperCase(java.util.Locale.ROOT)))
                    .isEqualTo(id);
        }
        assertThat(Texts.hex32("")).isEqualTo(new UUID(0, 0));
        assertThat(Texts.hex32("---")).isEqualTo(new UUID(0, 0));
        assertThat(Texts.hex32("-0123456789abcdef-0123456789ABCDEF--"))
                .isEqualTo(new UUID(0x0123456789abcdefL, 0x0123456789abcdefL));
        for (final String wrong :
                new String[] {"0", "0".repeat(31), "0".repeat(33), "0".repeat(31) + "g", " ", "\u0660"}) {
            assertThatThrownBy(() -> Texts.hex32(wrong)).as(wrong).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
