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

    // Odd constants without a pattern: Mix.spread of multiples of the golden ratio.
    private static final long K0 = 0xE220_A839_7B1D_CDAFL;
    private static final long K1 = 0x6E78_9E6A_A1B9_65F5L;
    private static final long K2 = 0x06C4_5D18_8009_454FL;
    private static final long K3 = 0xF88B_B8A8_724C_81EDL;
    private static final long K4 = 0x1B39_896A_51A8_749BL;
    private static final long K5 = 0x53CB_9F0C_747E_A2EBL;
    private static final long K6 = 0x2C82_9ABE_1F45_32E1L;
    private static final long K7 = 0xC584_133A_C916_AB3DL;
    private static final long K8 = 0x3EE5_7890_41C9_8AC3L;
    private static final long K9 = 0xF3B8_488C_368C_B0A7L;
    private static final long HIGH = 0x657E_ECDD_3CB1_3D09L;

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

    private void change(final long kind, final long[] words, final int base, final int length, final long sign) {
        final long hash = hash(kind, words, base, length);
        changes++;
        sumLow += sign * hash;
        sumHigh += sign * (Long.rotateLeft(hash, 32) * HIGH);
    }

    /**
     * 64 bits over the words of a record: products with odd constants, in two sums, so that what cancels in one word can
     * be cancelled by every other word only of the other sum. The lengths there are masses of, without a loop: this is the most
     * frequent arithmetic of the engine, and a loop of so few steps costs more than what it does.
     */
    private static long hash(final long kind, final long[] words, final int base, final int length) {
        if (length == 8) {
            return Mix.fold(kind ^ even(words, base), K8 ^ odd(words, base));
        }
        if (length == 7) {
            return Mix.fold(kind ^ even(words, base), K8 ^ oddOfSeven(words, base));
        }
        if (length == 9) {
            return Mix.fold(kind ^ even(words, base) + words[base + 8] * K9, K8 ^ odd(words, base));
        }
        if (length == 16) {
            return Mix.fold(
                    kind ^ even(words, base) + Long.rotateLeft(even(words, base + 8), 25),
                    K9 ^ odd(words, base) + Long.rotateLeft(odd(words, base + 8), 25));
        }
        return longer(kind, words, base, length);
    }

    private static long longer(final long kind, final long[] words, final int base, final int length) {
        long hash = kind + length;
        for (int i = base; i < base + length; i++) {
            hash = Mix.chain(hash, words[i]);
        }
        return hash;
    }

    private static long even(final long[] words, final int base) {
        return words[base] * K0 + words[base + 2] * K2 + words[base + 4] * K4 + words[base + 6] * K6;
    }

    private static long odd(final long[] words, final int base) {
        return oddOfSeven(words, base) + words[base + 7] * K7;
    }

    private static long oddOfSeven(final long[] words, final int base) {
        return words[base + 1] * K1 + words[base + 3] * K3 + words[base + 5] * K5;
    }

    /** Extends the chain by one word. */
    public void chain(final long value) {
        chain = Mix.chain(chain, value);
    }

    /** Extends the chain by two words at the price of one. */
    public void chain(final long a, final long b) {
        chain = Mix.fold(chain ^ a, b ^ K0) + Long.rotateLeft(a, 32) + b;
    }

    /** Extends the chain by bytes. */
    public void chain(final HeapBuffer buffer, final int offset, final int length) {
        chain = BytesHash.of(buffer, offset, length, chain);
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

    /** The chain itself, of which nothing shows more than {@link #high} and {@link #low} do. */
    public long chain() {
        return chain;
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
