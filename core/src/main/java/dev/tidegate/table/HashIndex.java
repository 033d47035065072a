package dev.tidegate.table;

import java.util.Arrays;

/**
 * Finds records by key: open addressing over words of 32 hash bits and a 32-bit record number, home slot = the top bits
 * of the same hash, so that removal and growth never look at a key. Kept at a load of at most 0.45: on the machines this
 * was measured on, a lower load was worth more than any other change.
 *
 * <p>The key itself stands in the record; {@link #matches} compares it. Hashes of what callers choose must be keyed.
 */
public abstract class HashIndex {
    private static final int SMALLEST_BITS = 4;
    private static final int LARGEST_BITS = 30;
    private static final int MOST_LOAD_PERCENT = 45;

    private long[] words;
    private int shift;
    private int mask;
    private int size;
    private int room;
    private int growths;

    protected HashIndex(final int expected) {
        allocate(bitsFor(SMALLEST_BITS, expected));
    }

    /** Bits of a slot's number so that as many records have room; {@code least} at least. */
    private static int bitsFor(final int least, final int expected) {
        int bits = least;
        while (bits < LARGEST_BITS && roomIn(bits) < expected) {
            bits++;
        }
        return bits;
    }

    private void allocate(final int bits) {
        words = new long[1 << bits];
        shift = Integer.SIZE - bits;
        mask = words.length - 1;
        room = roomIn(bits);
    }

    private static int roomIn(final int bits) {
        return (int) ((1L << bits) * MOST_LOAD_PERCENT / 100);
    }

    /** Whether the record's key is the one being looked for. */
    protected abstract boolean matches(int record);

    /** The record with that hash that {@link #matches}, or 0. */
    protected final int find(final int hash) {
        final long[] table = words;
        int slot = hash >>> shift;
        long word = table[slot];
        while (word != 0) {
            if ((int) (word >>> 32) == hash && matches((int) word)) {
                return (int) word;
            }
            slot = (slot + 1) & mask;
            word = table[slot];
        }
        return 0;
    }

    /** Adds a record, above 0, that is not in the index yet. */
    protected final void insert(final int hash, final int record) {
        if (size >= room) {
            grow();
        }
        place(((long) hash << 32) | record);
        size++;
    }

    private void place(final long word) {
        int slot = (int) (word >>> 32) >>> shift;
        while (words[slot] != 0) {
            slot = (slot + 1) & mask;
        }
        words[slot] = word;
    }

    private void grow() {
        growths++;
        enlarge(Integer.SIZE - shift + 1);
    }

    private void enlarge(final int bits) {
        final long[] old = words;
        allocate(bits);
        for (final long word : old) {
            if (word != 0) {
                place(word);
            }
        }
    }

    /** Removes a record that is in the index under that hash. */
    protected final void delete(final int hash, final int record) {
        final long sought = ((long) hash << 32) | (record & 0xFFFFFFFFL);
        int slot = hash >>> shift;
        while (words[slot] != sought) {
            if (words[slot] == 0) {
                throw new IllegalStateException("record " + record + " is not in the index");
            }
            slot = (slot + 1) & mask;
        }
        closeGap(slot);
        size--;
    }

    private void closeGap(final int removed) {
        int gap = removed;
        int slot = (gap + 1) & mask;
        while (words[slot] != 0) {
            final int home = (int) (words[slot] >>> 32) >>> shift;
            if (((slot - home) & mask) >= ((slot - gap) & mask)) {
                words[gap] = words[slot];
                gap = slot;
            }
            slot = (slot + 1) & mask;
        }
        words[gap] = 0;
    }

    /** Reads the line that a look-up of this hash begins at, so that it is near when it is needed. */
    public final long touch(final int hash) {
        return words[hash >>> shift];
    }

    /** The record that stands first where a look-up of this hash begins, 0 for none: a hint. */
    protected final int likely(final int hash) {
        return (int) words[hash >>> shift];
    }

    protected final void removeAll() {
        Arrays.fill(words, 0);
        size = 0;
    }

    /** Forgets all records and makes room for that many. */
    protected final void empty(final int expected) {
        final int bits = bitsFor(Integer.SIZE - shift, expected);
        if (bits != Integer.SIZE - shift) {
            allocate(bits);
        } else if (size > 0) {
            Arrays.fill(words, 0);
        }
        size = 0;
    }

    /** Memory of the index. */
    public final long indexBytes() {
        return (long) words.length * Long.BYTES;
    }

    /** Makes room for that many records, so that it does not grow up to there. */
    public final void reserve(final int records) {
        if (records > room) {
            enlarge(bitsFor(Integer.SIZE - shift, records));
        }
    }

    /** What {@link #indexBytes} is behind {@link #reserve}. */
    public final long indexBytesFor(final int records) {
        return (1L << bitsFor(Integer.SIZE - shift, records)) * Long.BYTES;
    }

    /** How often it had to be made larger when a record was added. */
    public final int indexGrowths() {
        return growths;
    }
}
