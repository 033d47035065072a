package dev.tidegate.table;

/** Writes a state as words, and last a check over all of them. */
public final class StateWriter {
    private static final int BLOCK = 4096;
    private static final int CHARS = 4;

    private final StateOutput output;
    private final long[] block = new long[BLOCK];
    private int used;
    private long check;

    public StateWriter(final StateOutput output) {
        this.output = output;
    }

    public void put(final long word) {
        check = Mix.chain(check, word);
        block[used++] = word;
        if (used == BLOCK) {
            flush();
        }
    }

    public void put(final long[] words, final int from, final int count) {
        for (int i = from; i < from + count; i++) {
            put(words[i]);
        }
    }

    /** Writes a text: its length, then four chars to a word. */
    public void put(final String text) {
        put(text.length());
        for (int at = 0; at < text.length(); at += CHARS) {
            long word = 0;
            for (int i = 0; i < CHARS && at + i < text.length(); i++) {
                word |= (long) text.charAt(at + i) << Character.SIZE * i;
            }
            put(word);
        }
    }

    /** Writes the check. */
    public void end() {
        put(check);
        flush();
    }

    private void flush() {
        output.put(block, 0, used);
        used = 0;
    }
}
