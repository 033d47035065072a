package dev.tidegate.table;

/** A ring that grows; its heads can be read and dropped. */
class DueRing {
    static final int WORDS = 3;
    static final long BYTES = WORDS * Long.BYTES;
    long[] words = new long[WORDS * 16];
    long from;
    long to;

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
        final DueQueue.Liveness liveness = queue.liveness;
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

    void visitDue(final long now, final DueQueue.Visitor visitor) {
        for (long i = from; i < to && words[index(i)] <= now; i++) {
            show(index(i), visitor);
        }
    }

    final void show(final int at, final DueQueue.Visitor visitor) {
        visitor.due(words[at], words[at + 1], (int) words[at + 2], (int) (words[at + 2] >>> 32));
    }

    boolean anyDue(final long now, final DueQueue.Wanted wanted) {
        boolean found = false;
        for (long i = from; i < to && !found && words[index(i)] <= now; i++) {
            found = isWanted(index(i), wanted);
        }
        return found;
    }

    final boolean isWanted(final int at, final DueQueue.Wanted wanted) {
        return wanted.is(words[at], words[at + 1], (int) words[at + 2]);
    }
}
