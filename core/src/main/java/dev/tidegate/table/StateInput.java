package dev.tidegate.table;

/** Gives back the words that a {@link StateOutput} took. */
public interface StateInput {

    /** Words that are left, known from what is really there: no room is made for more than these. */
    long left();

    /**
     * Gives the next words.
     *
     * @param count at most {@link #left()}
     * @throws StateException when they cannot be had
     */
    void take(long[] words, int from, int count);
}
