package dev.tidegate;

import dev.tidegate.message.CommandHeader;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Makes command ids: UUIDv7 with the creation time in the top 48 bits. Two ids of one generator never meet; those of
 * two generators meet only if 74 bits of chance do within one millisecond. Safe for any number of threads.
 */
public final class CommandIds {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final long VERSION_7 = 0x7000;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private final LongSupplier nowMillis;
    private final long seed;
    private final AtomicLong made = new AtomicLong();

    /** Ids at the times that {@code nowMillis} gives, UTC epoch milliseconds, with a seed of their own. */
    public CommandIds(final LongSupplier nowMillis) {
        this(nowMillis, new SecureRandom().nextLong());
    }

    /** The same ids for the same seed and times: for tests and simulations only. */
    public CommandIds(final LongSupplier nowMillis, final long seed) {
        this.nowMillis = nowMillis;
        this.seed = mix(seed);
    }

    /** A header with a new id, of the system actor of principal 0. */
    public CommandHeader next() {
        final long number = made.getAndIncrement();
        final long chance = mix(seed + number * GOLDEN);
        final long high = nowMillis.getAsLong() << 16 | VERSION_7 | mix(chance ^ seed) >>> 52;
        // The low 62 bits are the number itself, scattered by a permutation of 62 bits.
        return CommandHeader.of(high, VARIANT | scatter(number));
    }

    private long scatter(final long number) {
        final long mask = (1L << 62) - 1;
        long x = number + seed & mask;
        x = x * (GOLDEN | 1) & mask;
        x ^= x >>> 31;
        x = x * (0xBF58476D1CE4E5B9L | 1) & mask;
        return x ^ x >>> 31;
    }

    private static long mix(final long value) {
        long x = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
        x = (x ^ x >>> 27) * 0x94D049BB133111EBL;
        return x ^ x >>> 31;
    }
}
