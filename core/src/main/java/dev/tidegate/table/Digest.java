package dev.tidegate.table;

import dev.tidegate.message.HeapBuffer;

/**
 * The digest of the logical state: a chain over all that was answered and told, and a 128-bit sum of one hash per record.
 * The sum does not depend on the order of changes, so that it can be kept up record by record and recomputed in full.
 * It depends on nothing physical: not on table sizes, batches, keys of hashes or the machine.
 *
 * <p>Finds mistakes and damage; proves nothing against somebody who may choose the journal's bytes. The journal's own
 * chain is there for that.
 */
public final class Digest {
    private static final int WORDS = 32;
    private static final long[] KEY = new long[WORDS];

    static {
        for (int i = 0; i < WORDS; i++) {
            KEY[i] = Mix.spread(0x54_49_44_45_47_41_54_45L + i);
        }
    }

    private long chain;
    private long sumHigh;
    private long sumLow;
    private long changes;

    /** Takes the hash of a record out of the sum, before the record changes. */
    public void remove(final long kind, final long[] words, final int base, final int length) {
        change(kind, words, base, length, -1);
    }

    /** Puts the hash of a record into the sum, after the record has changed. */
    public void add(final long kind, final long[] words, final int base, final int length) {
        change(kind, words, base, length, 1);
    }

    /** Both halves in one pass: this is the most frequent loop of the engine. */
    private void change(final long kind, final long[] words, final int base, final int length, final long sign) {
        final long[] key = KEY;
        long low = length;
        long high = 0;
        int i = 0;
        for (; i < length - 1; i += 2) {
            final long a = words[base + i] + key[i];
            final long b = words[base + i + 1] + key[i + 1];
            low += a * b;
            high += Math.multiplyHigh(a, b);
        }
        if (i < length) {
            final long a = words[base + i] + key[i];
            low += a * key[i + 1];
            high += Math.multiplyHigh(a, key[i + 1]);
        }
        // A change of the top bits may leave the low sum as it is: the high one is folded in, so that both halves
        // change.
        final long mixed = Mix.spread((low ^ kind) + Long.rotateLeft(high, 32));
        changes++;
        sumLow += sign * mixed;
        sumHigh += sign * Mix.spread(high + mixed);
    }

    /** Extends the chain by one word. */
    public void chain(final long value) {
        chain = Mix.chain(chain, value);
    }

    /** Extends the chain by bytes, with one product for 16 of them. */
    public void chain(final HeapBuffer buffer, final int offset, final int length) {
        long value = chain ^ length;
        int at = offset;
        final int end = offset + length;
        for (; at + 16 <= end; at += 16) {
            value = Mix.fold(value ^ buffer.getLong(at), buffer.getLong(at + 8) ^ KEY[0]) + KEY[1];
        }
        for (; at < end; at++) {
            value = Mix.chain(value, buffer.getByte(at));
        }
        chain = value;
    }

    /** Goes up with every record that is changed, so that an engine knows whether a command has changed anything. */
    public long changes() {
        return changes;
    }

    /** Says that a change begins. */
    void changing() {
        changes++;
    }

    /** A copy whose chain is extended by one word: the whole digest with what stands outside of any record. */
    public Digest with(final long value) {
        final Digest whole = new Digest();
        whole.chain = chain;
        whole.sumHigh = sumHigh;
        whole.sumLow = sumLow;
        whole.chain(value);
        return whole;
    }

    public long sumHigh() {
        return sumHigh;
    }

    public long sumLow() {
        return sumLow;
    }

    /** High half of the whole digest. */
    public long high() {
        return Mix.spread(chain + Mix.spread(sumHigh));
    }

    /** Low half of the whole digest. */
    public long low() {
        return Mix.spread(Long.rotateLeft(chain, 32) ^ Mix.spread(sumLow));
    }

    /** Writes the chain and the sum. */
    public void write(final StateWriter target) {
        target.put(chain);
        target.put(sumHigh);
        target.put(sumLow);
    }

    /** Reads them back. The records must be summed anew and compared, with {@link #sameSum}. */
    public void read(final StateReader source) {
        chain = source.next();
        sumHigh = source.next();
        sumLow = source.next();
    }

    /** Whether the sums are equal. */
    public boolean sameSum(final Digest other) {
        return sumHigh == other.sumHigh && sumLow == other.sumLow;
    }
}
