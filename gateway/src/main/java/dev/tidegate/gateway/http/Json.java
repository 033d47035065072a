package dev.tidegate.gateway.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes JSON into an array that grows, without anything in between. */
final class Json {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST_NUMBER = 20;
    private static final int UUID_LENGTH = 36;

    private byte[] bytes = new byte[512];
    private int length;
    private boolean comma;

    Json begin() {
        between();
        put('{');
        comma = false;
        return this;
    }

    Json end() {
        put('}');
        comma = true;
        return this;
    }

    Json beginList() {
        between();
        put('[');
        comma = false;
        return this;
    }

    Json endList() {
        put(']');
        comma = true;
        return this;
    }

    Json name(final String name) {
        between();
        string(name);
        put(':');
        comma = false;
        return this;
    }

    Json field(final String name, final long value) {
        return name(name).value(value);
    }

    Json field(final String name, final String value) {
        return name(name).value(value);
    }

    Json field(final String name, final boolean value) {
        name(name);
        raw(value ? "true" : "false");
        comma = true;
        return this;
    }

    /** A UUID as text. */
    Json field(final String name, final long high, final long low) {
        name(name);
        ensure(UUID_LENGTH + 2);
        bytes[length++] = '"';
        hex(high >>> 32, 8);
        bytes[length++] = '-';
        hex(high >>> 16, 4);
        bytes[length++] = '-';
        hex(high, 4);
        bytes[length++] = '-';
        hex(low >>> 48, 4);
        bytes[length++] = '-';
        hex(low, 12);
        bytes[length++] = '"';
        comma = true;
        return this;
    }

    /** The lowest digits of a number. */
    private void hex(final long value, final int digits) {
        for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
            bytes[length++] = HEX[(int) (value >>> shift) & 15];
        }
    }

    Json value(final String value) {
        between();
        string(value);
        comma = true;
        return this;
    }

    Json value(final long value) {
        between();
        ensure(LONGEST_NUMBER);
        if (value == Long.MIN_VALUE) {
            raw("-9223372036854775808");
        } else {
            digits(value);
        }
        comma = true;
        return this;
    }

    private void digits(final long value) {
        long left = Math.abs(value);
        if (value < 0) {
            bytes[length++] = '-';
        }
        final int start = length;
        do {
            bytes[length++] = (byte) ('0' + left % 10);
            left /= 10;
        } while (left > 0);
        for (int low = start, high = length - 1; low < high; low++, high--) {
            final byte swapped = bytes[low];
            bytes[low] = bytes[high];
            bytes[high] = swapped;
        }
    }

    /** A value that is JSON already. */
    Json raw(final byte[] json) {
        between();
        ensure(json.length);
        System.arraycopy(json, 0, bytes, length, json.length);
        length += json.length;
        comma = true;
        return this;
    }

    Json value(final boolean value) {
        between();
        raw(value ? "true" : "false");
        comma = true;
        return this;
    }

    private void between() {
        if (comma) {
            put(',');
        }
        comma = false;
    }

    private void string(final String text) {
        ensure(text.length() + 2);
        bytes[length++] = '"';
        for (int i = 0; i < text.length(); i++) {
            final char letter = text.charAt(i);
            if (letter >= ' ' && letter < 0x7F && letter != '"' && letter != '\\') {
                bytes[length++] = (byte) letter;
            } else {
                escaped(letter);
                ensure(text.length() - i);
            }
        }
        bytes[length++] = '"';
    }

    private void escaped(final char letter) {
        raw("\\u");
        ensure(4);
        hex(letter, 4);
    }

    private void raw(final String ascii) {
        ensure(ascii.length());
        for (int i = 0; i < ascii.length(); i++) {
            bytes[length++] = (byte) ascii.charAt(i);
        }
    }

    private void put(final char ascii) {
        ensure(1);
        bytes[length++] = (byte) ascii;
    }

    private void ensure(final int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
        }
    }

    byte[] bytes() {
        return Arrays.copyOf(bytes, length);
    }

    /** What was written, in the first {@link #length} bytes of an array that is whoever's asks: nothing more is written. */
    byte[] array() {
        return bytes;
    }

    int length() {
        return length;
    }

    /** A number that is another one when what was written so far is. */
    long hash() {
        return hash(0);
    }

    /** The same over what was written behind that length. */
    long hash(final int from) {
        long hash = 0xCBF29CE484222325L;
        for (int i = from; i < length; i++) {
            hash = (hash ^ bytes[i]) * 0x100000001B3L;
        }
        return hash ^ hash >>> 32;
    }
}
