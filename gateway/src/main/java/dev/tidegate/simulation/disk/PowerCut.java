package dev.tidegate.simulation.disk;

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
    LAST_OLD;

    private static final int NONE = 0;
    private static final int WHOLE = 0xFF;

    int sectorsWritten(final boolean last, final Chance chance) {
        return switch (this) {
            case ALL_OLD -> NONE;
            case ALL_NEW -> WHOLE;
            case PAGES -> chance.oneIn(2) ? WHOLE : NONE;
            case SECTORS -> chance.from(NONE, WHOLE);
            case LAST_OLD -> last ? NONE : WHOLE;
        };
    }

    int size(final int old, final int latest, final Chance chance) {
        return switch (this) {
            case ALL_OLD -> old;
            case ALL_NEW, LAST_OLD -> latest;
            case PAGES, SECTORS -> chance.oneIn(2) ? old : latest;
        };
    }

    /** How many of the changes to a folder that were not forced are there; always the oldest. */
    int changes(final int pending, final Chance chance) {
        return switch (this) {
            case ALL_OLD -> 0;
            case ALL_NEW, LAST_OLD -> pending;
            case PAGES, SECTORS -> chance.from(0, pending);
        };
    }
}
