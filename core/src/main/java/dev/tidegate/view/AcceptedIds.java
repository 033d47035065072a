package dev.tidegate.view;

import dev.tidegate.engine.ForSale;

/**
 * The writer's side of the filter of accepted ids: adds what was accepted since it last did, but only when it is asked to,
 * and makes the filter anew when it has become crowded with ids that the engine has forgotten. Every call does bounded
 * work.
 */
final class AcceptedIds {
    private static final int SMALLEST = 4_096;
    private static final int LARGEST = 1 << 27;
    private static final int WORDS_PER_ID = 8;

    private final ForSale forSale;
    private final long key;
    private IdFilter filter;
    private long upTo;
    private IdFilter other;
    private boolean renewing;
    private long otherUpTo;
    private final ForSale.IdSink intoFilter = (principal, high, low) -> filter.add(principal, high, low);
    private final ForSale.IdSink intoOther = (principal, high, low) -> other.add(principal, high, low);

    AcceptedIds(final ForSale forSale, final long key) {
        this.forSale = forSale;
        this.key = key;
        filter = new IdFilter(capacity(), key);
        other = filter;
    }

    /** Room for twice the ids there are, so that as many must be accepted before it is made anew. */
    private int capacity() {
        final int wanted = Math.min(LARGEST, Math.max(SMALLEST, 2 * forSale.acceptedIds()));
        return Math.min(LARGEST, 2 * Integer.highestOneBit(wanted - 1));
    }

    IdFilter filter() {
        return filter;
    }

    /**
     * Adds ids accepted up to that sequence, the engine's own.
     *
     * @return whether all of them are in
     */
    boolean catchUp(final long sequence, final int most) {
        if (upTo < sequence) {
            upTo = forSale.acceptedAfter(upTo, most, intoFilter);
        }
        if (renewing) {
            renew(sequence, most);
        } else if (filter.isCrowded()) {
            beginRenewal();
        }
        return upTo >= sequence;
    }

    /** Whether the filter is too small for what it holds: also when nothing more is added, it takes strangers for members. */
    boolean wantsRenewal() {
        return renewing || filter.isCrowded();
    }

    private void beginRenewal() {
        final int capacity = capacity();
        if (other == filter || other.capacity() != capacity) {
            other = new IdFilter(capacity, key);
        } else {
            other.beginEmptying();
        }
        otherUpTo = 0;
        renewing = true;
    }

    private void renew(final long sequence, final int most) {
        if (!other.isEmptied()) {
            other.empty(WORDS_PER_ID * most);
        } else if (otherUpTo < sequence) {
            otherUpTo = forSale.acceptedAfter(otherUpTo, most, intoOther);
        }
    }

    /** Whether another filter stands ready that holds all that the one in use does, and less that is forgotten. */
    boolean isRenewed(final long sequence) {
        return renewing && other.isEmptied() && upTo >= sequence && otherUpTo >= sequence;
    }

    /** Takes the other filter into use; the one that was must not be relied on any more. */
    void exchange() {
        final IdFilter crowded = filter;
        filter = other;
        upTo = otherUpTo;
        other = crowded;
        renewing = false;
    }
}
