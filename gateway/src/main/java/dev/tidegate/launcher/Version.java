package dev.tidegate.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote into {@code version.properties}. */
public final class Version implements IVersionProvider {
    Version() {}

    /** The version alone. */
    public static String text() throws IOException {
        final Properties properties = new Properties();
        try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
            if (in == null) {
                throw new IOException("version.properties is missing from the class path");
            }
            properties.load(in);
        }
        return properties.getProperty("version");
    }

    /** The commit that was built, or "unknown" when it was built outside a repository. */
    public static String commit() throws IOException {
        try (InputStream in = Version.class.getResourceAsStream("commit.txt")) {
            final String commit = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.US_ASCII).trim();
            return commit.matches("[0-9a-f]{7,40}(-dirty)?") ? commit : "unknown";
        }
    }

    @Override
    public String[] getVersion() throws IOException {
        return new String[] {
            "tidegate " + text() + " (" + commit() + ")",
            "Java " + System.getProperty("java.version") + " (" + System.getProperty("java.vm.name") + ")"
        };
    }
}
