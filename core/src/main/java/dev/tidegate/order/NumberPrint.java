package dev.tidegate.order;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.table.Mix;

/**
 * The fingerprint of a channel's external number: 128 bits without a key, which stand for it in snapshots, and 32 bits
 * with the engine's key, under which it is found. Both halves are computed in one pass, so that their products overlap.
 */
public final class NumberPrint {
    /** Fingerprints stand in snapshots: none of these, and no step below, may change without a new version of the state. */
    private static final long SEED_HIGH = 0x2545_F491_4F6C_DD1DL;

    private static final long SEED_LOW = 0x9FB2_1C65_1E98_DF25L;
    private static final long STEP_HIGH = 0xE703_7ED1_A0B4_28DBL;
    private static final long STEP_LOW = 0x8EBC_6AF0_9C88_C6E3L;

    private final long keyHigh;
    private final long keyLow;
    private long high;
    private long low;

    /** The key makes it impossible to choose numbers that are found in the same place. */
    public NumberPrint(final long keyHigh, final long keyLow) {
        this.keyHigh = keyHigh;
        this.keyLow = keyLow;
    }

    /** Takes the fingerprint of a number, 0 or more bytes, and answers the hash under which it is found. */
    public int of(final int channel, final HeapBuffer buffer, final int offset, final int length) {
        begin(channel, length);
        int at = offset;
        int rest = length;
        // Most numbers have 9 to 31 bytes: for so few words a loop costs more to begin than what it does.
        for (; rest >= 32; rest -= 16) {
            at = two(buffer, at);
        }
        if (rest >= 16) {
            at = two(buffer, at);
            rest -= 16;
        }
        if (rest >= 8) {
            step(buffer.getLong(at));
            at += 8;
            rest -= 8;
        }
        if (rest > 0) {
            step(buffer.getBytesAsLong(at, rest));
        }
        return hash(high, low);
    }

    private int two(final HeapBuffer buffer, final int at) {
        step(buffer.getLong(at));
        step(buffer.getLong(at + 8));
        return at + 16;
    }

    /** The same of a number that lies in words of eight bytes, the first lowest, the last one filled up with zeros. */
    int of(final int channel, final long[] words, final int from, final int length) {
        begin(channel, length);
        final int end = from + (length + 7) / 8;
        for (int at = from; at < end; at++) {
            step(words[at]);
        }
        return hash(high, low);
    }

    private void begin(final int channel, final int length) {
        final long what = (long) channel << 8 | length;
        high = SEED_HIGH + what * STEP_LOW;
        low = SEED_LOW ^ what * STEP_HIGH;
    }

    private void step(final long word) {
        high = Mix.fold(high ^ word, STEP_HIGH);
        low = Mix.fold(low + word, STEP_LOW);
    }

    /** The hash under which a number with that fingerprint is found. */
    public int hash(final long ofHigh, final long ofLow) {
        return (int) (Mix.fold(ofHigh ^ keyHigh, ofLow ^ keyLow) >>> 32);
    }

    /** High half of the last number's fingerprint. */
    public long high() {
        return high;
    }

    /** Low half of it. */
    public long low() {
        return low;
    }
}
