package dev.tidegate.order;

import dev.tidegate.table.Digest;
import dev.tidegate.table.HashIndex;
import dev.tidegate.table.Mix;
import dev.tidegate.table.Slab;
import dev.tidegate.table.StateReader;

/**
 * The orders that came back to memory: they stand in whatever record was free, so their ids and records are kept here, to
 * be found both ways. There are few of them at any time.
 */
public final class Readmitted {
    private static final int ID = 0;
    private static final int RECORD = 1;
    private static final int WORDS = 2;
    private static final int EXPECTED = 16;

    private final Slab slab;
    private final ByWord byId = new ByWord(ID);
    private final ByWord byRecord = new ByWord(RECORD);

    /** Finds entries by one of their words. Both are given by the engine, none is chosen by a caller. */
    private final class ByWord extends HashIndex {
        private final int word;
        private long sought;

        ByWord(final int word) {
            super(EXPECTED);
            this.word = word;
        }

        private static int hash(final long value) {
            return (int) (Mix.spread(value) >>> 32);
        }

        @Override
        protected boolean matches(final int entry) {
            return slab.get(entry, word) == sought;
        }

        int entry(final long value) {
            sought = value;
            return find(hash(value));
        }

        void add(final int entry) {
            insert(hash(slab.get(entry, word)), entry);
        }

        void remove(final int entry) {
            delete(hash(slab.get(entry, word)), entry);
        }

        void begin() {
            empty(slab.live());
        }
    }

    Readmitted(final Digest digest) {
        slab = new Slab(digest, 18, WORDS, WORDS, EXPECTED);
    }

    public Slab slab() {
        return slab;
    }

    int count() {
        return slab.live();
    }

    boolean isEmpty() {
        return slab.live() == 0;
    }

    /** The record in which the order with that id stands, 0 when it did not come back. */
    int record(final long id) {
        final int entry = byId.entry(id);
        return entry == 0 ? 0 : (int) slab.get(entry, RECORD);
    }

    /** The id of the order in that record, 0 when none that came back is there. */
    long id(final int record) {
        final int entry = byRecord.entry(record);
        return entry == 0 ? 0 : slab.get(entry, ID);
    }

    void add(final long id, final int record) {
        final int entry = slab.take();
        slab.opening(entry);
        slab.set(entry, ID, id);
        slab.set(entry, RECORD, record);
        slab.changed(entry);
        byId.add(entry);
        byRecord.add(entry);
    }

    /** The order in that record leaves again. */
    void remove(final int record) {
        final int entry = byRecord.entry(record);
        byId.remove(entry);
        byRecord.remove(entry);
        slab.opening(entry);
        slab.clear(entry);
        slab.give(entry);
    }

    /** Finds everything that was read anew. */
    void link() {
        byId.begin();
        byRecord.begin();
        int count = 0;
        for (int entry = 1; entry <= slab.used(); entry++) {
            if (slab.get(entry, ID) != 0) {
                StateReader.require(
                        record(slab.get(entry, ID)) == 0 && id((int) slab.get(entry, RECORD)) == 0,
                        "an order that came back twice");
                byId.add(entry);
                byRecord.add(entry);
                count++;
            }
        }
        StateReader.require(count == slab.live(), "the number of orders that came back");
    }

    /** Memory of the indexes. */
    public long indexBytes() {
        return byId.indexBytes() + byRecord.indexBytes();
    }
}
