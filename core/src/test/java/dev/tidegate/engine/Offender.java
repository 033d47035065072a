package dev.tidegate.engine;

import java.io.File;
import java.time.Instant;
import java.util.HashMap;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Breaks the rules of the core on purpose, one class a rule, to show that each rule bites. */
public final class Offender {
    private Offender() {}

    public static final class Threads {
        final AtomicLong counter = new AtomicLong();
    }

    public static final class Files {
        final File file = new File("x");
    }

    public static final class Unordered {
        final HashMap<String, String> table = new HashMap<>();
    }

    public static final class Chance {
        final Random random = new Random();
    }

    public static final class ClockCall {
        final Instant start = Instant.now();
    }

    public static final class ClockReference {
        final LongSupplier nanos = System::nanoTime;
    }

    public static final class SaltedOrder {
        final Set<String> names = Set.of("a", "b");
    }

    public static final class Parsing {
        int read(final String text) {
            return Integer.parseInt(text);
        }
    }

    public static final class FloatingPoint {
        final double[] prices = {0.1};
    }
}
