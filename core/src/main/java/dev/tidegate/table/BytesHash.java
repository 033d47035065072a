package dev.tidegate.table;

import dev.tidegate.message.HeapBuffer;

/**
 * A 64-bit hash of bytes: two lanes of 16 bytes each, so that their products overlap, and the last bytes read over those
 * before them. Not keyed but by its seed, and not cryptographic.
 */
public final class BytesHash {
    private static final long K0 = 0xA0761D6478BD642FL;
    private static final long K1 = 0xE7037ED1A0B428DBL;
    private static final long K2 = 0x8EBC6AF09C88C6E3L;
    private static final int LANE = 16;
    private static final int LANES = 32;

    private BytesHash() {}

    public static long of(final HeapBuffer buffer, final int offset, final int length, final long seed) {
        // Neither lane is zero at the end but by chance: a product with zero would forget the other lane.
        long a = seed + K1;
        long b = seed ^ length * K2;
        int at = offset;
        final int end = offset + length;
        for (int rest = length; rest > LANES; rest -= LANES) {
            a = Mix.fold(buffer.getLong(at) ^ K1, buffer.getLong(at + 8) ^ a);
            b = Mix.fold(buffer.getLong(at + 16) ^ K2, buffer.getLong(at + 24) ^ b);
            at += LANES;
        }
        if (end - at > LANE) {
            a = Mix.fold(buffer.getLong(at) ^ K1, buffer.getLong(at + 8) ^ a);
            at += LANE;
        }
        final long last;
        final long beforeLast;
        if (length >= LANE) {
            beforeLast = buffer.getLong(end - LANE);
            last = buffer.getLong(end - 8);
        } else {
            final int head = Math.min(8, length);
            beforeLast = buffer.getBytesAsLong(offset, head);
            last = buffer.getBytesAsLong(offset + head, length - head);
        }
        b = Mix.fold(beforeLast ^ K2, last ^ b);
        return Mix.fold(a ^ K0, b ^ K1);
    }
}
