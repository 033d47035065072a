package dev.tidegate.message;

/** Checks text that came from outside, without making a string of it. */
public final class Text {
    private static final int DELETE = 0x7F;
    private static final int SPACE = 0x20;
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long SPACES = SPACE * ONES;
    private static final long DELETES = DELETE * ONES;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private Text() {}

    /** Whether every surrogate in it has its other half, so that it can be written as UTF-8. */
    public static boolean isWhole(final String text) {
        for (int i = 0; i < text.length(); i++) {
            final char letter = text.charAt(i);
            if (Character.isSurrogate(letter)
                    && (Character.isLowSurrogate(letter)
                            || ++i == text.length()
                            || !Character.isLowSurrogate(text.charAt(i)))) {
                return false;
            }
        }
        return true;
    }

    /** Whether every letter is below 0x80. */
    static boolean isAscii(final String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > DELETE) {
                return false;
            }
        }
        return true;
    }

    /** Whether the bytes are well-formed UTF-8 (Unicode 15, table 3-7) without control characters. */
    public static boolean isClean(final HeapBuffer buffer, final int offset, final int length) {
        final int end = offset + length;
        int at = offset;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            if (!isPlain(buffer.getLong(at))) {
                return isCleanFrom(buffer, at, end);
            }
        }
        final int rest = end - at;
        return rest == 0
                || isPlain(buffer.getBytesAsLong(at, rest) | -1L << 8 * rest & SPACES)
                || isCleanFrom(buffer, at, end);
    }

    /** Whether eight bytes are all from 0x20 to 0x7E, found in one step: nearly every text is of such bytes only. */
    private static boolean isPlain(final long word) {
        final long belowSpace = word - SPACES & ~word;
        final long deletes = word ^ DELETES;
        final long delete = deletes - ONES & ~deletes;
        return ((word | belowSpace | delete) & HIGH_BITS) == 0;
    }

    private static boolean isCleanFrom(final HeapBuffer buffer, final int from, final int end) {
        int at = from;
        while (at < end) {
            final int lead = buffer.getByte(at);
            if (lead >= SPACE && lead != DELETE) {
                at++;
            } else {
                final int size = lead >= 0 ? 0 : sequence(buffer, at, end);
                if (size == 0) {
                    return false;
                }
                at += size;
            }
        }
        return true;
    }

    /** Bytes of the well-formed multi-byte sequence at that place, 0 when there is none. */
    private static int sequence(final HeapBuffer buffer, final int at, final int end) {
        final int lead = buffer.getByte(at) & 0xFF;
        final int size = lead >= 0xC2 && lead <= 0xDF
                ? 2
                : lead >= 0xE0 && lead <= 0xEF ? 3 : lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
        if (size == 0 || at + size > end) {
            return 0;
        }
        final int second = buffer.getByte(at + 1) & 0xFF;
        final int low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        final int high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        if (second < low || second > high) {
            return 0;
        }
        for (int i = 2; i < size; i++) {
            if ((buffer.getByte(at + i) & 0xC0) != 0x80) {
                return 0;
            }
        }
        return size;
    }
}
