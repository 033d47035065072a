package dev.tidegate.table;

import java.util.Arrays;

/** A binary heap with the face of a ring. */
final class DueHeap extends DueRing {
    int size;

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
        if ((size + 1) * WORDS > words.length && size > DueQueue.SMALL) {
            queue.grew();
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
    void visitDue(final long now, final DueQueue.Visitor visitor) {
        for (int i = 0; i < size; i++) {
            if (words[WORDS * i] <= now) {
                show(WORDS * i, visitor);
            }
        }
    }

    @Override
    boolean anyDue(final long now, final DueQueue.Wanted wanted) {
        boolean found = false;
        for (int i = 0; i < size && !found; i++) {
            found = words[WORDS * i] <= now && isWanted(WORDS * i, wanted);
        }
        return found;
    }
}
