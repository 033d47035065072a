package dev.tidegate.engine;

import dev.tidegate.table.Digest;
import dev.tidegate.table.HashIndex;
import dev.tidegate.table.Mix;

/**
 * Finds remembered command ids, accepted and refused ones by one look-up: most ids are new, and whoever looks for a new
 * one has to look through both.
 */
final class IdIndex extends HashIndex {
    /** Set in the number of a record that stands among the refused ids. */
    static final int REFUSED = 1 << 30;

    private static final long SALT = 0x5851F42D4C957F2DL;

    private final long keyHigh;
    private final long keyLow;
    private final RememberedIds accepted;
    private final RememberedIds refused;
    private int soughtPrincipal;
    private long soughtHigh;
    private long soughtLow;

    IdIndex(final Digest digest, final EngineSettings settings) {
        super(Math.toIntExact((long) settings.expectedIds() + settings.expectedRefusals()));
        keyHigh = settings.keyHigh();
        keyLow = settings.keyLow();
        accepted = new RememberedIds(digest, 14, false, this, 0, settings.expectedIds());
        refused = new RememberedIds(digest, 15, true, this, REFUSED, settings.expectedRefusals());
    }

    RememberedIds accepted() {
        return accepted;
    }

    RememberedIds refused() {
        return refused;
    }

    int hash(final int principal, final long high, final long low) {
        return (int) (Mix.fold(high ^ keyHigh, low ^ keyLow ^ principal * SALT) >>> 32);
    }

    @Override
    protected boolean matches(final int record) {
        return (record & REFUSED) == 0
                ? accepted.isOf(record, soughtPrincipal, soughtHigh, soughtLow)
                : refused.isOf(record ^ REFUSED, soughtPrincipal, soughtHigh, soughtLow);
    }

    /** The record of an id with that hash, marked {@link #REFUSED} if it was refused; 0 when it is not remembered. */
    int find(final int hash, final int principal, final long high, final long low) {
        soughtPrincipal = principal;
        soughtHigh = high;
        soughtLow = low;
        return find(hash);
    }

    int find(final int principal, final long high, final long low) {
        return find(hash(principal, high, low), principal, high, low);
    }

    void add(final int hash, final int record) {
        insert(hash, record);
    }

    void remove(final int hash, final int record) {
        delete(hash, record);
    }

    /** Begins anew, after records were given other numbers. */
    void rebuild() {
        empty(accepted.count() + refused.count());
        accepted.addAllToIndex();
        refused.addAllToIndex();
    }
}
