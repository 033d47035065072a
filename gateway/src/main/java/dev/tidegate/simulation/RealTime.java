package dev.tidegate.simulation;

import dev.tidegate.simulation.Violation.Promise;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Whether the order of the sequences can be the order in which things happened: when the answer to A had come before B
 * was called, A has the smaller sequence. Linear after sorting, and needs no search, since the log names the order.
 */
final class RealTime {
    private final List<Answered> all = new ArrayList<>();

    private record Answered(long sequence, long calledAt, long answeredAt) {}

    /** Adds an answer that a caller has received. */
    void add(final long sequence, final long calledAt, final long answeredAt) {
        all.add(new Answered(sequence, calledAt, answeredAt));
    }

    /** Forgets answers that did not survive. */
    void cutBehind(final long sequence) {
        all.removeIf(each -> each.sequence() > sequence);
    }

    int size() {
        return all.size();
    }

    /** Throws when something that was called after an answer came before it. */
    void check() {
        final List<Answered> rising = new ArrayList<>(all);
        rising.sort(Comparator.comparingLong(Answered::sequence));
        Answered earliest = null;
        for (int i = rising.size() - 1; i >= 0; i--) {
            final Answered each = rising.get(i);
            if (earliest != null && earliest.sequence() > each.sequence() && earliest.answeredAt() < each.calledAt()) {
                throw new Violation(
                        Promise.REAL_TIME,
                        "sequence " + each.sequence() + " was called at " + each.calledAt() + ", after the answer to "
                                + earliest.sequence() + " had come at " + earliest.answeredAt());
            }
            if (earliest == null || each.answeredAt() < earliest.answeredAt()) {
                earliest = each;
            }
        }
    }
}
