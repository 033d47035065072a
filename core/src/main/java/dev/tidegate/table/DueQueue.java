package dev.tidegate.table;

import java.util.Arrays;
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
    private static final int SMALL = 1024;

    private final Liveness liveness;
    private final long[] ringKey = new long[MOST_RINGS];
    private final DueRing[] rings = new DueRing[MOST_RINGS];
    private int ringCount;
    private final DueHeap heap = new DueHeap();
    private int head = -1;
    private int reserved;
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

    /** The array for a ring that needs so many entries; the one made in advance, if it is still there and large enough. */
    private long[] arrayFor(final int entries) {
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

    /** A ring that grows; its heads can be read and dropped. */
    static class DueRing {
        static final int WORDS = 3;
        static final long BYTES = WORDS * Long.BYTES;
        long[] words = new long[WORDS * 16];
        private long from;
        private long to;

        boolean isEmpty() {
            return from == to;
        }

        private int index(final long position) {
            return WORDS * (int) (position & (words.length / WORDS - 1));
        }

        boolean accepts(final long time, final long tie) {
            if (isEmpty()) {
                return true;
            }
            final int last = index(to - 1);
            return time > words[last] || (time == words[last] && tie > words[last + 1]);
        }

        void add(final long time, final long tie, final int record, final int mask, final DueQueue queue) {
            if ((to - from) * WORDS == words.length) {
                makeRoom(queue);
            }
            put(index(to++), time, tie, ((long) mask << 32) | (record & 0xFFFFFFFFL));
        }

        final void put(final int at, final long time, final long tie, final long rest) {
            words[at] = time;
            words[at + 1] = tie;
            words[at + 2] = rest;
        }

        /** Drops what no longer lives; grows when that freed less than half, the reserved array when less than a fifth. */
        private void makeRoom(final DueQueue queue) {
            final Liveness liveness = queue.liveness;
            long kept = from;
            for (long i = from; i < to; i++) {
                final int at = index(i);
                if (liveness.lives(words[at], words[at + 1], (int) words[at + 2])) {
                    put(index(kept++), words[at], words[at + 1], words[at + 2]);
                }
            }
            to = kept;
            final boolean full = words.length == WORDS * queue.reserved
                    ? (to - from) * WORDS * 5 > words.length * 4L
                    : (to - from) * WORDS * 2 > words.length;
            if (full) {
                final long[] old = words;
                final int count = (int) (to - from);
                final long[] grown = queue.arrayFor(Math.multiplyExact(2, old.length / WORDS));
                for (int i = 0; i < count; i++) {
                    System.arraycopy(old, index(from + i), grown, WORDS * i, WORDS);
                }
                words = grown;
                from = 0;
                to = count;
            }
        }

        int headIndex() {
            return index(from);
        }

        final long headTime() {
            return words[headIndex()];
        }

        final long headTie() {
            return words[headIndex() + 1];
        }

        final int headRecord() {
            return (int) words[headIndex() + 2];
        }

        final int headMask() {
            return (int) (words[headIndex() + 2] >>> 32);
        }

        final boolean headBefore(final DueRing that) {
            return headTime() < that.headTime() || (headTime() == that.headTime() && headTie() < that.headTie());
        }

        void drop() {
            from++;
        }

        /** Puts the entry of that position among those to come, if there is one. */
        final void offer(final long position, final long end, final int source, final DueHeap frontier) {
            if (position < end) {
                final int at = indexOf(position);
                frontier.add(words[at], words[at + 1], (int) words[at + 2], source);
            }
        }

        int indexOf(final long position) {
            return index(position);
        }

        int upcoming(final int[] records) {
            final int count = (int) Math.min(records.length, to - from);
            for (int i = 0; i < count; i++) {
                records[i] = (int) words[index(from + i) + 2];
            }
            return count;
        }

        void visitDue(final long now, final Visitor visitor) {
            for (long i = from; i < to && words[index(i)] <= now; i++) {
                show(index(i), visitor);
            }
        }

        final void show(final int at, final Visitor visitor) {
            visitor.due(words[at], words[at + 1], (int) words[at + 2], (int) (words[at + 2] >>> 32));
        }

        boolean anyDue(final long now, final Wanted wanted) {
            boolean found = false;
            for (long i = from; i < to && !found && words[index(i)] <= now; i++) {
                found = isWanted(index(i), wanted);
            }
            return found;
        }

        final boolean isWanted(final int at, final Wanted wanted) {
            return wanted.is(words[at], words[at + 1], (int) words[at + 2]);
        }
    }

    /** A binary heap with the face of a ring. */
    static final class DueHeap extends DueRing {
        private int size;

        @Override
        boolean isEmpty() {
            return size == 0;
        }

        @Override
        int indexOf(final long position) {
            return WORDS * (int) position;
        }

        @Override
        int headIndex() {
            return 0;
        }

        /** For entries that are let go of again soon. */
        void add(final long time, final long tie, final int record, final int mask) {
            if ((size + 1) * WORDS > words.length) {
                words = Arrays.copyOf(words, Math.multiplyExact(2, words.length));
            }
            int at = size++;
            put(WORDS * at, time, tie, ((long) mask << 32) | (record & 0xFFFFFFFFL));
            while (at > 0 && before(at, (at - 1) / 2)) {
                swap(at, (at - 1) / 2);
                at = (at - 1) / 2;
            }
        }

        @Override
        void add(final long time, final long tie, final int record, final int mask, final DueQueue queue) {
            if ((size + 1) * WORDS > words.length && size > SMALL) {
                queue.growths++;
            }
            add(time, tie, record, mask);
        }

        @Override
        void drop() {
            size--;
            System.arraycopy(words, WORDS * size, words, 0, WORDS);
            int at = 0;
            while (true) {
                int least = at;
                for (int child = 2 * at + 1; child <= 2 * at + 2 && child < size; child++) {
                    least = before(child, least) ? child : least;
                }
                if (least == at) {
                    return;
                }
                swap(at, least);
                at = least;
            }
        }

        private boolean before(final int a, final int b) {
            final long timeA = words[WORDS * a];
            final long timeB = words[WORDS * b];
            return timeA < timeB || (timeA == timeB && words[WORDS * a + 1] < words[WORDS * b + 1]);
        }

        private void swap(final int a, final int b) {
            for (int i = 0; i < WORDS; i++) {
                final long word = words[WORDS * a + i];
                words[WORDS * a + i] = words[WORDS * b + i];
                words[WORDS * b + i] = word;
            }
        }

        @Override
        int upcoming(final int[] records) {
            if (size > 0) {
                records[0] = (int) words[2];
            }
            return Math.min(size, 1);
        }

        @Override
        void visitDue(final long now, final Visitor visitor) {
            for (int i = 0; i < size; i++) {
                if (words[WORDS * i] <= now) {
                    show(WORDS * i, visitor);
                }
            }
        }

        @Override
        boolean anyDue(final long now, final Wanted wanted) {
            boolean found = false;
            for (int i = 0; i < size && !found; i++) {
                found = words[WORDS * i] <= now && isWanted(WORDS * i, wanted);
            }
            return found;
        }
    }
}
