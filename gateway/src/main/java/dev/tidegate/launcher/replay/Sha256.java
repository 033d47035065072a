package dev.tidegate.launcher.replay;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The one digest of this package. */
final class Sha256 {
    private Sha256() {}

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has SHA-256", missing);
        }
    }
}
