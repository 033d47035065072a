package dev.tidegate.journal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Bytes of a fuzzer read as changes to a file: each is three bytes that choose a place, one that says how, and four of a
 * value. So a fuzzer need not find out what a whole file looks like before it meets anything of interest.
 */
public final class Edits {
    private static final int EDIT_BYTES = 8;
    private static final int MOST = 64;
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private Edits() {}

    /** Applies changes from an input's byte {@code from} on to a range of a file. */
    public static void apply(final byte[] input, final int from, final byte[] file, final int start, final int end) {
        int at = from;
        for (int i = 0; i < MOST && at + EDIT_BYTES <= input.length && end - start >= Integer.BYTES; i++) {
            final int word = (int) INT.get(input, at);
            final int place = start + (word & 0xFFFFFF) % (end - start - Integer.BYTES + 1);
            apply(word >>> 24, (int) INT.get(input, at + Integer.BYTES), file, place);
            at += EDIT_BYTES;
        }
    }

    private static void apply(final int how, final int value, final byte[] file, final int place) {
        switch (how % 5) {
            case 0 -> file[place] = (byte) value;
            case 1 -> file[place] ^= (byte) value;
            case 2 -> INT.set(file, place, value);
            case 3 -> INT.set(file, place, (int) INT.get(file, place) + value);
            default -> INT.set(file, place & ~3, value);
        }
    }
}
