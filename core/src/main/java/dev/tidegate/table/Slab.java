package dev.tidegate.table;

import java.util.Arrays;

/**
 * Records of a fixed number of {@code long}s in one array, numbered from 1; 0 is no record. Freed records are used again,
 * the last freed first, so that the numbers given depend on the commands only and not on how large the array is.
 *
 * <p>The first words of each record are covered by the digest, while word 0 is not 0. Whoever changes a record calls
 * {@link #opening} before and {@link #changed} after, and changes no other of the same slab in between. A record that
 * was changed stays out of the digest's sum until another takes its place or {@link #settle} is called: one that
 * changes again and again, as the stock of a hot SKU does, is not hashed each time.
 */
public final class Slab {
    private static final int PLACES = 64;

    private final Digest digest;
    private final long kind;
    private final int stride;
    private final int covered;
    private long[] words;
    private int[] free = new int[16];
    private int freeCount;
    private int used;
    private int growths;
    /** Records that are out of the sum, each at the place of its lowest bits; 0 for none. */
    private final int[] open = new int[PLACES];

    /**
     * @param kind tells this slab's records from those of others in the digest
     * @param stride words in a record
     * @param covered words covered by the digest, at most {@code stride}
     * @param expected records to make room for at the start
     */
    public Slab(final Digest digest, final long kind, final int stride, final int covered, final int expected) {
        this.digest = digest;
        this.kind = Mix.spread(kind);
        this.stride = stride;
        this.covered = covered;
        words = new long[Math.multiplyExact(expected + 1, stride)];
    }

    /** Takes a record, as it was left when it was given back, or with every word 0. */
    public int take() {
        digest.changing();
        if (freeCount != 0) {
            return free[--freeCount];
        }
        used++;
        if (base(used + 1) > words.length) {
            final long grown = Math.min(2L * words.length + stride, Integer.MAX_VALUE - 8L);
            words = Arrays.copyOf(words, (int) grown);
            growths++;
        }
        return used;
    }

    /** Gives back a record, which the caller has cleared as it shall stand while it is free. */
    public void give(final int record) {
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, 2 * freeCount);
            growths++;
        }
        free[freeCount++] = record;
    }

    /** The record that {@link #take} gives after {@code ahead} others, if none is given back: a hint. */
    public int upcoming(final int ahead) {
        return ahead < freeCount
                ? free[freeCount - 1 - ahead]
                : Math.min(used + 1 + ahead - freeCount, words.length / stride - 1);
    }

    /** The array all records are in; changes when it grows. */
    public long[] words() {
        return words;
    }

    /** Index of a record's word 0. */
    public int base(final int record) {
        return record * stride;
    }

    public long get(final int record, final int word) {
        return words[record * stride + word];
    }

    public void set(final int record, final int word, final long value) {
        words[record * stride + word] = value;
    }

    /** Takes the record as it stands out of the digest. */
    public void opening(final int record) {
        digest.changing();
        if (open[record & PLACES - 1] != record) {
            open(record);
        }
    }

    /** Says that the record shall be in the digest as it stands now. */
    public void changed(final int record) {
        if (open[record & PLACES - 1] != record) {
            takePlace(record);
        }
    }

    /** Apart from {@link #opening}, which is small and called so often that it has to be compiled into its callers. */
    private void open(final int record) {
        takePlace(record);
        if (words[record * stride] != 0) {
            digest.remove(kind, words, record * stride, covered);
        }
    }

    private void takePlace(final int record) {
        close(record & PLACES - 1);
        open[record & PLACES - 1] = record;
    }

    /** Puts the record of a place into the sum. */
    private void close(final int place) {
        final int record = open[place];
        if (record != 0 && words[record * stride] != 0) {
            digest.add(kind, words, record * stride, covered);
        }
    }

    /** Brings the digest's sum up to date with every record. */
    public void settle() {
        for (int place = 0; place < PLACES; place++) {
            close(place);
            open[place] = 0;
        }
    }

    /** Sets every word of a record to 0. */
    public void clear(final int record) {
        Arrays.fill(words, record * stride, (record + 1) * stride, 0);
    }

    /** Highest number ever given. */
    public int used() {
        return used;
    }

    /** Records taken and not given back. */
    public int live() {
        return used - freeCount;
    }

    /** Adds every record to another digest's sum: the full recomputation. */
    public void sumInto(final Digest other) {
        for (int record = 1; record <= used; record++) {
            if (words[record * stride] != 0) {
                other.add(kind, words, record * stride, covered);
            }
        }
    }

    /** The i-th free record, from 0; {@code used() - live()} are free. */
    public int free(final int index) {
        return free[index];
    }

    /** Writes every record that was ever taken and which of them are free: all that answers to come depend on. */
    public void write(final StateWriter target) {
        target.put(kind);
        target.put(covered);
        target.put(used);
        target.put(freeCount);
        for (int i = 0; i < freeCount; i++) {
            target.put(free[i]);
        }
        for (int record = 1; record <= used; record++) {
            target.put(words, record * stride, covered);
        }
    }

    /** Reads it back, in place of all that is here. Words that the digest does not cover are 0 then. */
    public void read(final StateReader source) {
        source.expect("table", kind);
        source.expect("words covered", covered);
        final int records = source.count("records", covered);
        final int freed = (int) source.next("free records", 0, records);
        readFree(source, records, freed);
        final long needed = (records + 1L) * stride;
        StateReader.require(needed <= Integer.MAX_VALUE - 8L, "a table of " + records + " records");
        if (needed > words.length) {
            words = new long[(int) needed];
        } else {
            Arrays.fill(words, 0, base(used + 1), 0);
        }
        for (int record = 1; record <= records; record++) {
            source.next(words, record * stride, covered);
        }
        used = records;
        Arrays.fill(open, 0);
    }

    private void readFree(final StateReader source, final int records, final int freed) {
        final long[] seen = new long[records / Long.SIZE + 1];
        free = freed <= free.length ? free : new int[freed];
        for (int i = 0; i < freed; i++) {
            final int record = (int) source.next("free record", 1, records);
            final long bit = 1L << record;
            StateReader.require((seen[record / Long.SIZE] & bit) == 0, "a record that is free twice");
            seen[record / Long.SIZE] |= bit;
            free[i] = record;
        }
        freeCount = freed;
    }

    /** Memory of the records and the list of the free ones. */
    public long bytes() {
        return (long) words.length * Long.BYTES + (long) free.length * Integer.BYTES;
    }

    /** Makes room for that many records, so that neither taking nor giving back makes anything larger up to there. */
    public void reserve(final int records) {
        final int needed = Math.multiplyExact(records + 1, stride);
        if (needed > words.length) {
            words = Arrays.copyOf(words, needed);
        }
        if (records > free.length) {
            free = Arrays.copyOf(free, records);
        }
    }

    /** What {@link #bytes} is behind {@link #reserve}, if it was not more before. */
    public long bytesFor(final int records) {
        return Math.max(words.length, (records + 1L) * stride) * Long.BYTES
                + (long) Math.max(free.length, records) * Integer.BYTES;
    }

    /** Memory of the records that were ever taken. */
    public long bytesUsed() {
        return (long) used * stride * Long.BYTES;
    }

    /** How often it had to be made larger when a record was taken or given back. */
    public int growths() {
        return growths;
    }
}
