package dev.tidegate.table;

/** Takes a state, word by word. What it does with the words is its own matter: the tables know no files. */
@FunctionalInterface
public interface StateOutput {

    /** Takes {@code count} words; the array is used again afterwards. */
    void put(long[] words, int from, int count);
}
