package dev.tidegate.journal.log;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The JVM flags that Chronicle Queue cannot do without.
 *
 * <p>Looked at before any of its classes is loaded: without them it fails halfway, with an {@code Error} that differs
 * from one JDK to the next.
 */
public final class ChronicleFlags {
    private static final List<String> PACKAGES = List.of("sun.nio.ch", "java.lang.reflect", "jdk.internal.ref");
    private static final int JDK_THAT_WARNS_OF_UNSAFE = 24;

    private ChronicleFlags() {}

    /** What is missing, as one message that holds the line to add; null when nothing is. */
    public static @Nullable String missing() {
        final Module base = Object.class.getModule();
        final Module own = ChronicleFlags.class.getModule();
        final boolean complete = PACKAGES.stream().allMatch(name -> base.isOpen(name, own));
        return complete
                ? null
                : "this JVM lacks flags that Chronicle Queue needs; nothing was opened. Add to the java command: "
                        + line();
    }

    /** Every flag that Chronicle Queue needs on this JVM, on one line. */
    public static String line() {
        final StringBuilder line = new StringBuilder();
        for (final String name : PACKAGES) {
            line.append("--add-opens=java.base/").append(name).append("=ALL-UNNAMED ");
        }
        if (Runtime.version().feature() >= JDK_THAT_WARNS_OF_UNSAFE) {
            line.append("--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow ");
        }
        return line.append("-Dchronicle.analytics.disable=true -Dchronicle.announcer.disable=true")
                .toString();
    }

    /** Keeps Chronicle Queue from reporting its use to a remote host and from printing a banner. */
    static void quieten() {
        setDefault("chronicle.analytics.disable");
        setDefault("chronicle.announcer.disable");
    }

    private static void setDefault(final String property) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, "true");
        }
    }
}
