package dev.tidegate.table;

import dev.tidegate.message.HeapBuffer;

/**
 * SipHash-2-4 with 128 bits of result: a hash that nobody can compute, or find two inputs of one result for, without its
 * key (Aumasson, Bernstein: <i>SipHash: a fast short-input PRF</i>, 2012; the longer result as in its authors' own
 * implementation). Faster than SHA-256 where a processor has no instructions for that.
 */
public final class SipHash {
    private static final int ROUNDS_A_STEP = 2;

    private long high;
    private long low;

    /** Hashes these bytes, of which the length counts modulo 256; the result stands in {@link #high} and {@link #low}. */
    public void of(final long keyHigh, final long keyLow, final HeapBuffer buffer, final int offset, final int length) {
        long v0 = keyHigh ^ 0x736F_6D65_7073_6575L;
        long v1 = keyLow ^ 0x646F_7261_6E64_6F6DL ^ 0xEE;
        long v2 = keyHigh ^ 0x6C79_6765_6E65_7261L;
        long v3 = keyLow ^ 0x7465_6462_7974_6573L;
        final int words = length / Long.BYTES;
        // A step is two rounds: one for each word, one for what is left with the length, then two for each half.
        for (int step = 0; step < words + 5; step++) {
            long word = 0;
            if (step < words) {
                word = buffer.getLong(offset + step * Long.BYTES);
            } else if (step == words) {
                word = (long) length << 56
                        | buffer.getBytesAsLong(offset + words * Long.BYTES, length - words * Long.BYTES);
            } else if (step == words + 1) {
                v2 ^= 0xEE;
            } else if (step == words + 3) {
                high = v0 ^ v1 ^ v2 ^ v3;
                v1 ^= 0xDD;
            }
            v3 ^= word;
            for (int round = 0; round < ROUNDS_A_STEP; round++) {
                v0 += v1;
                v1 = Long.rotateLeft(v1, 13) ^ v0;
                v0 = Long.rotateLeft(v0, 32);
                v2 += v3;
                v3 = Long.rotateLeft(v3, 16) ^ v2;
                v0 += v3;
                v3 = Long.rotateLeft(v3, 21) ^ v0;
                v2 += v1;
                v1 = Long.rotateLeft(v1, 17) ^ v2;
                v2 = Long.rotateLeft(v2, 32);
            }
            v0 ^= word;
        }
        low = v0 ^ v1 ^ v2 ^ v3;
    }

    /** The first eight bytes of the last result, the first lowest. */
    public long high() {
        return high;
    }

    /** The other eight. */
    public long low() {
        return low;
    }
}
