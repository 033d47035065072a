package dev.tidegate.simulation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A SHA-256 over what happened, line by line. */
final class RunDigest {
    private static final int SHOWN_BYTES = 16;

    private final MessageDigest sha;

    RunDigest() {
        try {
            sha = MessageDigest.getInstance("SHA-256");
        } catch (final NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }

    void add(final String line) {
        sha.update(line.getBytes(StandardCharsets.UTF_8));
        sha.update((byte) '\n');
    }

    /** Its first half; nothing may be added afterwards. */
    String hex() {
        return HexFormat.of().formatHex(sha.digest(), 0, SHOWN_BYTES);
    }
}
