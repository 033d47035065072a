package dev.tidegate.table;

import org.jspecify.annotations.Nullable;

/**
 * What becomes due when, in the order of (time, tie). Entries that are added in rising order, as holds of one length
 * are, go to a first-in-first-out ring of their own; the rest to a binary heap. An entry is never searched for: what no
 * longer holds is dropped when it reaches the head, or when the ring would have to grow.
 */
public final class DueQueue {
    /** Says whether an entry still stands for something; a physical matter that changes no answer. */
    @FunctionalInterface
    public interface Liveness {
        boolean lives(long time, long tie, int record);
    }

    /** Takes the entries that are due, in no particular order. */
    @FunctionalInterface
    public interface Visitor {
        void due(long time, long tie, int record, int mask);
    }

    private static final int MOST_RINGS = 64;
    /** Entries that a ring doubles up to in no time. */
    static final int SMALL = 1024;

    final Liveness liveness;
    private final long[] ringKey = new long[MOST_RINGS];
    private final DueRing[] rings = new DueRing[MOST_RINGS];
    private int ringCount;
    private final DueHeap heap = new DueHeap();
    private int head = -1;
    int reserved;
    private long @Nullable [] spare;
    private int growths;

    public DueQueue(final Liveness liveness) {
        this.liveness = liveness;
    }

    /**
     * Adds an entry.
     *
     * @param key entries with the same key usually come in rising order; the hold's length is a good one
     * @param mask any bits, given back to a {@link Visitor}
     */
    public void add(final long key, final long time, final long tie, final int record, final int mask) {
        final DueRing ring = ringFor(key);
        if (ring != null && ring.accepts(time, tie)) {
            ring.add(time, tie, record, mask, this);
        } else {
            heap.add(time, tie, record, mask, this);
        }
        head = -1;
    }

    /**
     * Makes an array for that many entries, once; the first ring that outgrows {@value #SMALL} entries gets it and does not
     * grow any more. Others, and the heap, hold what comes with another length or out of order, and grow as they need.
     */
    public void reserve(final int entries) {
        final int slots = slotsFor(entries);
        if (slots > Math.max(SMALL, reserved)) {
            reserved = slots;
            spare = new long[Math.multiplyExact(DueRing.WORDS, slots)];
        }
    }

    /** A quarter more than can live: entries that are dead go when the ring is full, and that shall be seldom. */
    private static int slotsFor(final int entries) {
        return Integer.highestOneBit(Math.max(1, entries + entries / 4 - 1)) << 1;
    }

    /** What {@link #bytes} is behind {@link #reserve} as long as no other ring grows. */
    public long bytesFor(final int entries) {
        return bytes() + (slotsFor(entries) > Math.max(SMALL, reserved) ? slotsFor(entries) * DueRing.BYTES : 0);
    }

    /** Memory of the entries. */
    public long bytes() {
        long bytes = (long) heap.words.length * Long.BYTES + (spare == null ? 0 : (long) spare.length * Long.BYTES);
        for (int i = 0; i < ringCount; i++) {
            bytes += (long) rings[i].words.length * Long.BYTES;
        }
        return bytes;
    }

    /** How often a ring of more than {@value #SMALL} entries, or the heap, had to be made larger. */
    public int growths() {
        return growths;
    }

    /** The heap had to be made larger. */
    void grew() {
        growths++;
    }

    /** The array for a ring that needs so many entries; the one made in advance, if it is still there and large enough. */
    long[] arrayFor(final int entries) {
        final long[] made = spare;
        if (entries > SMALL && made != null && entries * DueRing.WORDS <= made.length) {
            spare = null;
            return made;
        }
        if (entries > SMALL) {
            growths++;
        }
        return new long[Math.multiplyExact(DueRing.WORDS, entries)];
    }

    private @Nullable DueRing ringFor(final long key) {
        for (int i = 0; i < ringCount; i++) {
            if (ringKey[i] == key) {
                return rings[i];
            }
        }
        if (ringCount == MOST_RINGS) {
            return emptyRing(key);
        }
        ringKey[ringCount] = key;
        rings[ringCount] = new DueRing();
        return rings[ringCount++];
    }

    private @Nullable DueRing emptyRing(final long key) {
        for (int i = 0; i < ringCount; i++) {
            if (rings[i].isEmpty()) {
                ringKey[i] = key;
                return rings[i];
            }
        }
        return null;
    }

    /** Time of the first entry, {@link Long#MAX_VALUE} when there is none. */
    public long firstTime() {
        final DueRing ring = first();
        return ring == null ? Long.MAX_VALUE : ring.headTime();
    }

    public long firstTie() {
        return required().headTie();
    }

    public int firstRecord() {
        return required().headRecord();
    }

    public int firstMask() {
        return required().headMask();
    }

    private DueRing required() {
        final DueRing ring = first();
        if (ring == null) {
            throw new IllegalStateException("nothing is queued");
        }
        return ring;
    }

    /** Drops the first entry. */
    public void drop() {
        required().drop();
        head = -1;
    }

    /** The ring, or the heap, whose head is the first entry of all. */
    private @Nullable DueRing first() {
        if (head < 0) {
            head = ringCount;
            for (int i = 0; i < ringCount; i++) {
                if (!rings[i].isEmpty() && (at(head).isEmpty() || rings[i].headBefore(at(head)))) {
                    head = i;
                }
            }
        }
        return at(head).isEmpty() ? null : at(head);
    }

    private DueRing at(final int index) {
        return index == ringCount ? heap : rings[index];
    }

    /** Shows every entry with time at most {@code now}, those that no longer live too. */
    public void visitDue(final long now, final Visitor visitor) {
        for (int i = 0; i < ringCount; i++) {
            rings[i].visitDue(now, visitor);
        }
        heap.visitDue(now, visitor);
    }

    /** Reads ahead the first records: see {@link HashIndex#touch}. Fills {@code records} and returns how many. */
    public int upcoming(final int[] records) {
        final DueRing ring = first();
        return ring == null ? 0 : ring.upcoming(records);
    }

    /** Says when an entry is truly due, its own time or later; {@link #DEAD} when it no longer lives. */
    @FunctionalInterface
    public interface TrueTime {
        long of(long time, long tie, int record);
    }

    /** Takes an entry; answers whether it wants another. */
    @FunctionalInterface
    public interface OrderedVisitor {
        boolean next(long time, long tie, int record);
    }

    public static final long DEAD = Long.MIN_VALUE;
    private static final int DEFERRED = -1;

    /**
     * Shows what lives in the order of (true time, tie); changes nothing.
     *
     * @param most entries to look at, the dead ones and those with another time too
     * @return how many were looked at, less than {@code most} when nothing was left or the visitor had enough
     */
    public int visitInOrder(final int most, final TrueTime trueTime, final OrderedVisitor visitor) {
        final long[] at = new long[ringCount];
        final DueHeap frontier = new DueHeap();
        for (int i = 0; i < ringCount; i++) {
            at[i] = rings[i].from;
            rings[i].offer(at[i], rings[i].to, i, frontier);
        }
        heap.offer(0, heap.size, MOST_RINGS, frontier);
        for (int looked = 0; looked < most; looked++) {
            if (frontier.isEmpty()) {
                return looked;
            }
            final long time = frontier.headTime();
            final long tie = frontier.headTie();
            final int record = frontier.headRecord();
            final int source = frontier.headMask();
            frontier.drop();
            advance(source, at, frontier);
            final long due = trueTime.of(time, tie, record);
            if (due > time) {
                frontier.add(due, tie, record, DEFERRED);
            } else if (due != DEAD && !visitor.next(time, tie, record)) {
                return looked;
            }
        }
        return most;
    }

    private void advance(final int source, final long[] at, final DueHeap frontier) {
        if (source >= MOST_RINGS) {
            final int child = 2 * (source - MOST_RINGS) + 1;
            heap.offer(child, heap.size, MOST_RINGS + child, frontier);
            heap.offer(child + 1, heap.size, MOST_RINGS + child + 1, frontier);
        } else if (source != DEFERRED) {
            rings[source].offer(++at[source], rings[source].to, source, frontier);
        }
    }

    /** Says whether an entry is one that is looked for. */
    @FunctionalInterface
    public interface Wanted {
        boolean is(long time, long tie, int record);
    }

    /** Whether an entry with time at most {@code now} is wanted; looks at none behind the first that is. */
    public boolean anyDue(final long now, final Wanted wanted) {
        boolean found = heap.anyDue(now, wanted);
        for (int i = 0; i < ringCount && !found; i++) {
            found = rings[i].anyDue(now, wanted);
        }
        return found;
    }

    /** Entries, those that no longer live too. */
    public long size() {
        long size = heap.size;
        for (int i = 0; i < ringCount; i++) {
            size += rings[i].to - rings[i].from;
        }
        return size;
    }
}
