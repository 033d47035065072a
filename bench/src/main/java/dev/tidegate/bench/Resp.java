package dev.tidegate.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Words as Redis reads them: {@code $length}, the word, each line ended by CR LF. */
final class Resp {
    private static final byte[] LINE_END = {'\r', '\n'};

    private Resp() {}

    static byte[] ascii(final String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] ascii(final long number) {
        return ascii(Long.toString(number));
    }

    /** For a word that is known from the start. */
    static String word(final String text) {
        return "$" + text.length() + "\r\n" + text + "\r\n";
    }

    /** Lays down a word of less than 100 bytes. */
    static void word(final ByteBuffer out, final byte[] word) {
        out.put((byte) '$');
        if (word.length > 9) {
            out.put((byte) ('0' + word.length / 10));
        }
        out.put((byte) ('0' + word.length % 10));
        out.put(LINE_END).put(word).put(LINE_END);
    }

    /** A key that no other kind of key is like, in 17 bytes: text would be 36. */
    static byte[] id(final long high, final long low) {
        return ByteBuffer.allocate(17)
                .put((byte) 'i')
                .putLong(high)
                .putLong(low)
                .array();
    }

    static byte[] buyer(final long high, final long low) {
        return ByteBuffer.allocate(16).putLong(high).putLong(low).array();
    }

    static byte[] id(final UUID id) {
        return id(id.getMostSignificantBits(), id.getLeastSignificantBits());
    }

    static byte[] buyer(final UUID buyer) {
        return buyer(buyer.getMostSignificantBits(), buyer.getLeastSignificantBits());
    }
}
