package dev.tidegate.gateway.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** What texts are made of, looked at letter by letter: these stand in every order, where a pattern costs more than the rest. */
final class Texts {
    private static final int UUID_LENGTH = 36;
    private static final int UUID_DIGITS = 32;
    private static final int LONG_DIGITS = 16;

    private Texts() {}

    /** Whether it is so many printable ASCII characters, blanks among them. */
    static boolean printable(final String text, final int least, final int most) {
        if (text.length() < least || text.length() > most) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }

    /** Whether it is one ASCII digit or more, and so many at most. */
    static boolean digits(final String text, final int most) {
        if (text.isEmpty() || text.length() > most) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    /**
     * What a part of a target says, its percent encoding taken off. A plus stays a plus, as in a path.
     *
     * @throws IllegalArgumentException when it is not UTF-8 in percent encoding
     */
    static String decoded(final String text) {
        final ByteBuffer bytes = ByteBuffer.allocate(text.length());
        for (int i = 0; i < text.length(); i++) {
            final char letter = text.charAt(i);
            if (letter > '~' || letter == '%' && i + 2 >= text.length()) {
                throw new IllegalArgumentException("not percent encoding");
            }
            if (letter == '%') {
                final int high = hex(text.charAt(++i));
                final int low = hex(text.charAt(++i));
                if (high < 0 || low < 0) {
                    throw new IllegalArgumentException("not percent encoding");
                }
                bytes.put((byte) (high << 4 | low));
            } else {
                bytes.put((byte) letter);
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (final CharacterCodingException notUtf8) {
            throw new IllegalArgumentException("not UTF-8", notUtf8);
        }
    }

    /** Whether it is written as a UUID is: 8, 4, 4, 4 and 12 hexadecimal digits with hyphens between them. */
    static boolean isUuid(final String text) {
        if (text.length() != UUID_LENGTH) {
            return false;
        }
        for (int i = 0; i < UUID_LENGTH; i++) {
            final boolean hyphen = i == 8 || i == 13 || i == 18 || i == 23;
            if (hyphen ? text.charAt(i) != '-' : hex(text.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * 32 hexadecimal digits with hyphens anywhere, or none.
     *
     * @return all zero when there is no digit
     * @throws IllegalArgumentException when it is anything else
     */
    static UUID hex32(final String text) {
        long high = 0;
        long low = 0;
        int count = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) != '-') {
                final int digit = hex(text.charAt(i));
                if (digit < 0 || count == UUID_DIGITS) {
                    throw new IllegalArgumentException("not 32 hexadecimal digits");
                }
                if (count++ < LONG_DIGITS) {
                    high = high << 4 | digit;
                } else {
                    low = low << 4 | digit;
                }
            }
        }
        if (count != 0 && count != UUID_DIGITS) {
            throw new IllegalArgumentException("not 32 hexadecimal digits");
        }
        return new UUID(high, low);
    }

    private static int hex(final char letter) {
        if (letter >= '0' && letter <= '9') {
            return letter - '0';
        }
        final int lower = letter | 0x20;
        return letter < 0x80 && lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }
}
