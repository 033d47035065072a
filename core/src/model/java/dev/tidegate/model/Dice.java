package dev.tidegate.model;

import java.util.List;
import java.util.SplittableRandom;

/** Seeded chance, in the words of the generator. */
final class Dice {
    private final SplittableRandom random;

    Dice(final long seed) {
        random = new SplittableRandom(seed);
    }

    boolean oneIn(final int times) {
        return random.nextInt(times) == 0;
    }

    /** Both ends included. */
    int from(final int least, final int most) {
        return random.nextInt(least, most + 1);
    }

    long from(final long least, final long most) {
        return random.nextLong(least, most + 1);
    }

    @SafeVarargs
    final <T> T of(final T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    <T> T of(final List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
