package dev.tidegate.journal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Bytes of a fuzzer read as changes to a file: each is three bytes that choose a place, one that says how, and four of a
 * value. So a fuzzer need not find out what a whole file looks like before it meets anything of interest.
 */
public final class Edits {
    private static final int EDIT_BYTES = 8;
    private static final int MOST = 64;
    private static final int SET = 2;
    private static final int ADD = 3;
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private Edits() {}

    /** A change as {@link #apply} reads it: an int set at a place of the range, or added to what is there. */
    public static byte[] of(final int place, final boolean adds, final int value) {
        final byte[] edit = new byte[EDIT_BYTES];
        INT.set(edit, 0, place & 0xFFFFFF | (adds ? ADD : SET) << 24);
        INT.set(edit, Integer.BYTES, value);
        return edit;
    }

    /** What harms where a length, a number, a count or a time stands: every int of a range set to what nothing has, and moved by one. */
    public static Stream<byte[]> harming(final int from, final int to) {
        return IntStream.iterate(from, at -> at < to, at -> at + Integer.BYTES)
                .boxed()
                .flatMap(at -> Stream.of(
                        of(at, false, 0), of(at, false, -1), of(at, false, Integer.MAX_VALUE), of(at, true, 1)));
    }

    /** An input: what its first bytes say, and the changes behind them. */
    public static byte[] input(final byte[] edits, final int... first) {
        final byte[] input = new byte[first.length + edits.length];
        for (int i = 0; i < first.length; i++) {
            input[i] = (byte) first[i];
        }
        System.arraycopy(edits, 0, input, first.length, edits.length);
        return input;
    }

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
            case SET -> INT.set(file, place, value);
            case ADD -> INT.set(file, place, (int) INT.get(file, place) + value);
            default -> INT.set(file, place & ~3, value);
        }
    }
}
