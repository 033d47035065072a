package dev.tidegate.table;

/** Reads what a {@link StateWriter} wrote. Believes nothing: every figure has a range, and no room is made on trust. */
public final class StateReader {
    private static final int BLOCK = 4096;
    private static final int CHARS = 4;

    private final StateInput input;
    private final long[] block = new long[BLOCK];
    private int at;
    private int filled;
    private long check;

    public StateReader(final StateInput input) {
        this.input = input;
    }

    /** Words not read yet. */
    public long left() {
        return input.left() + filled - at;
    }

    public long next() {
        if (at == filled) {
            fill();
        }
        final long word = block[at++];
        check = Mix.chain(check, word);
        return word;
    }

    private void fill() {
        filled = (int) Math.min(BLOCK, input.left());
        at = 0;
        if (filled <= 0) {
            filled = 0;
            throw new StateException("the state ends too early");
        }
        input.take(block, 0, filled);
    }

    /** The next word, which must be in that range. */
    public long next(final String what, final long low, final long high) {
        final long word = next();
        if (word < low || word > high) {
            throw new StateException(what + " is " + word + ", must be " + low + " to " + high);
        }
        return word;
    }

    /** How many of something with that many words each follow: never more than there are words left. */
    public int count(final String what, final int wordsEach) {
        return (int) next(what, 0, Math.min(Integer.MAX_VALUE / 2, left() / wordsEach));
    }

    public void next(final long[] words, final int from, final int count) {
        for (int i = from; i < from + count; i++) {
            words[i] = next();
        }
    }

    /** Reads a word that can only be this. */
    public void expect(final String what, final long expected) {
        next(what, expected, expected);
    }

    /** Reads a text of at most that many chars. */
    public String text(final String what, final int most) {
        final char[] chars = new char[(int) next(what, 0, most)];
        for (int from = 0; from < chars.length; from += CHARS) {
            long word = next();
            for (int i = 0; i < CHARS && from + i < chars.length; i++) {
                chars[from + i] = (char) word;
                word >>>= Character.SIZE;
            }
            require(word == 0, what);
        }
        return new String(chars);
    }

    /** Reads the check, behind which nothing may follow. */
    public void end() {
        final long expected = check;
        if (next() != expected) {
            throw new StateException("the check over all words is wrong");
        }
        require(left() == 0, "words follow behind the state's end");
    }

    /** Refuses what does not hold. */
    public static void require(final boolean holds, final String what) {
        if (!holds) {
            throw new StateException("this does not fit together: " + what);
        }
    }
}
