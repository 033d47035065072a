package dev.tidegate.simulation.disk;

import java.util.BitSet;
import java.util.stream.IntStream;

/** Which of the pages that were not forced reach the disk when the power goes. */
public enum PowerCut {
    /** Only what was forced is there. */
    ALL_OLD,
    /** Everything happened to be written. */
    ALL_NEW,
    /** Each page by itself is old or new. */
    PAGES,
    /** Each sector of 512 bytes by itself is old or new. */
    SECTORS,
    /** All but the last page of each file. */
    LAST_OLD,
    /** All but the first page of each file. */
    FIRST_OLD;

    private static final int NONE = 0;
    private static final int WHOLE = 0xFF;

    int sectorsWritten(final boolean first, final boolean last, final Chance chance) {
        return switch (this) {
            case ALL_OLD -> NONE;
            case ALL_NEW -> WHOLE;
            case PAGES -> chance.oneIn(2) ? WHOLE : NONE;
            case SECTORS -> chance.from(NONE, WHOLE);
            case LAST_OLD -> last ? NONE : WHOLE;
            case FIRST_OLD -> first ? NONE : WHOLE;
        };
    }

    int size(final int old, final int latest, final Chance chance) {
        return switch (this) {
            case ALL_OLD -> old;
            case ALL_NEW, LAST_OLD, FIRST_OLD -> latest;
            case PAGES, SECTORS -> chance.oneIn(2) ? old : latest;
        };
    }

    /** Which of the changes to a folder that were not forced are there: the oldest, any, or all but one. */
    BitSet changes(final int pending, final Chance chance) {
        final BitSet there = new BitSet();
        switch (this) {
            case ALL_OLD -> there.clear();
            case ALL_NEW -> there.set(0, pending);
            default -> {
                final int way = chance.from(0, 3);
                if (way == 0) {
                    there.set(0, chance.from(0, pending));
                } else if (way == 1) {
                    IntStream.range(0, pending).filter(each -> chance.oneIn(2)).forEach(there::set);
                } else {
                    there.set(0, pending);
                    there.clear(chance.from(0, pending - 1));
                }
            }
        }
        return there;
    }
}
