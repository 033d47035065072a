package dev.tidegate.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Leaves out of a failing run whatever it does not need to fail: ddmin, down to single steps. */
public final class Shrinker {
    private Shrinker() {}

    /** The shortest list found that still fails. */
    public static <T> List<T> shrink(final List<T> failing, final Predicate<List<T>> fails) {
        List<T> steps = failing;
        int chunk = Math.max(1, steps.size() / 2);
        while (true) {
            final List<T> fewer = withoutChunks(steps, chunk, fails);
            final boolean smaller = fewer.size() < steps.size();
            steps = fewer;
            if (chunk > 1) {
                chunk = Math.max(1, chunk / 2);
            } else if (!smaller) {
                return steps;
            }
        }
    }

    private static <T> List<T> withoutChunks(final List<T> from, final int chunk, final Predicate<List<T>> fails) {
        List<T> steps = from;
        int end = steps.size();
        while (end > 0) {
            final int start = Math.max(0, end - chunk);
            final List<T> fewer = new ArrayList<>(steps.subList(0, start));
            fewer.addAll(steps.subList(end, steps.size()));
            if (fails.test(fewer)) {
                steps = fewer;
            }
            end = start;
        }
        return steps;
    }
}
