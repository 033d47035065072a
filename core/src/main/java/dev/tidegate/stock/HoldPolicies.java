package dev.tidegate.stock;

import dev.tidegate.table.Digest;
import dev.tidegate.table.Slab;
import dev.tidegate.table.StateReader;
import dev.tidegate.table.StateWriter;

/** Hold policies ever set, numbered from 1; equal ones share a number, and none is ever changed or dropped. */
public final class HoldPolicies {
    private static final int INITIAL = 0;
    private static final int EXTENDED = 1;
    private static final int MAXIMUM = 2;
    private static final int FLAGS = 3;
    private static final int STRIDE = 4;
    private static final long ANCHOR_PAYMENT = 1;
    private static final long KEEP = 2;
    private static final long HALF_AN_HOUR = 1_800_000;
    private static final long FOUR_HUNDRED_DAYS = 34_560_000_000L;

    private final Slab slab;
    private int standard;

    public HoldPolicies(final Digest digest) {
        slab = new Slab(digest, 4, STRIDE, STRIDE, 16);
        standard = numberOf(HALF_AN_HOUR, 0, FOUR_HUNDRED_DAYS, false, false);
    }

    public Slab slab() {
        return slab;
    }

    /** The number of a policy with these terms, made if there is none. */
    public int numberOf(
            final long initialMillis,
            final long extendedMillis,
            final long maximumMillis,
            final boolean anchorPayment,
            final boolean keepOnFailure) {
        final long flags = (anchorPayment ? ANCHOR_PAYMENT : 0) | (keepOnFailure ? KEEP : 0);
        for (int policy = 1; policy <= slab.used(); policy++) {
            if (slab.get(policy, INITIAL) == initialMillis
                    && slab.get(policy, EXTENDED) == extendedMillis
                    && slab.get(policy, MAXIMUM) == maximumMillis
                    && slab.get(policy, FLAGS) == flags) {
                return policy;
            }
        }
        final int policy = slab.take();
        slab.set(policy, INITIAL, initialMillis);
        slab.set(policy, EXTENDED, extendedMillis);
        slab.set(policy, MAXIMUM, maximumMillis);
        slab.set(policy, FLAGS, flags);
        slab.changed(policy);
        return policy;
    }

    /** The policy of an order for which no other is set. */
    public int standard() {
        return standard;
    }

    public void standard(final int policy) {
        standard = policy;
    }

    public long initialMillis(final int policy) {
        return slab.get(policy, INITIAL);
    }

    /** 0 for no extension. */
    public long extendedMillis(final int policy) {
        return slab.get(policy, EXTENDED);
    }

    public long maximumMillis(final int policy) {
        return slab.get(policy, MAXIMUM);
    }

    /** Whether the extension counts from the payment's start and not from the order. */
    public boolean anchorPayment(final int policy) {
        return (slab.get(policy, FLAGS) & ANCHOR_PAYMENT) != 0;
    }

    /** Whether a failed payment leaves the holds to their deadline. */
    public boolean keepOnFailure(final int policy) {
        return (slab.get(policy, FLAGS) & KEEP) != 0;
    }

    /** Writes the policies. */
    public void write(final StateWriter target) {
        slab.write(target);
        target.put(standard);
    }

    /** Reads them back. */
    public void read(final StateReader source) {
        slab.read(source);
        standard = (int) source.next("default hold policy", 1, slab.used());
    }

    /** Checks what was read. */
    public void link() {
        StateReader.require(slab.live() == slab.used(), "hold policies");
    }

    /** Refuses a number that no policy has; with {@code none}, 0 is allowed. */
    public void require(final long policy, final boolean none) {
        StateReader.require(policy >= (none ? 0 : 1) && policy <= slab.used(), "a hold policy");
    }
}
