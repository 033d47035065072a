package dev.tidegate.simulation.disk;

/** Chance from a seed: the same on every machine, and of its own for every purpose. SplitMix64. */
public final class Chance {
    private static final long GAMMA = 0x9E37_79B9_7F4A_7C15L;

    private long state;

    public Chance(final long seed) {
        state = seed;
    }

    /** Chance that depends on the seed and two further numbers only, such as a purpose and a step. */
    public static Chance at(final long seed, final long purpose, final long step) {
        return new Chance(mix(mix(seed + GAMMA) + purpose * GAMMA) + mix(step * GAMMA + purpose));
    }

    private static long mix(final long value) {
        final long first = (value ^ value >>> 30) * 0xBF58_476D_1CE4_E5B9L;
        final long second = (first ^ first >>> 27) * 0x94D0_49BB_1331_11EBL;
        return second ^ second >>> 31;
    }

    public long next() {
        state += GAMMA;
        return mix(state);
    }

    public boolean oneIn(final int times) {
        return times > 0 && from(0, times - 1) == 0;
    }

    /** A number in that range, both ends included. */
    public int from(final int least, final int most) {
        return (int) from((long) least, most);
    }

    /** A number in that range, both ends included. */
    public long from(final long least, final long most) {
        return least + Long.remainderUnsigned(next(), most - least + 1);
    }

    /** One of these. */
    @SafeVarargs
    public final <T> T of(final T... choices) {
        return choices[from(0, choices.length - 1)];
    }
}
