package dev.tidegate.launcher.reading;

import dev.tidegate.wire.Words;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;

/** How the launcher writes what events carry as numbers. */
public final class Names {
    private Names() {}

    public static String bucket(final long number) {
        return Words.bucket(number).toLowerCase(Locale.ROOT);
    }

    public static String state(final long number) {
        return Words.state(number);
    }

    public static String closing(final long number) {
        return Words.closing(number);
    }

    public static String trigger(final long number) {
        return Words.trigger(number);
    }

    /** UTC, to the millisecond; "-" for 0, which stands for none. */
    public static String time(final long millis) {
        try {
            return millis == 0 ? "-" : Instant.ofEpochMilli(millis).toString();
        } catch (final DateTimeException beyond) {
            return Long.toString(millis);
        }
    }
}
