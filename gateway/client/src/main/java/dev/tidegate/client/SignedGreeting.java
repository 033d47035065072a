package dev.tidegate.client;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The credentials of a key that signs and never travels; docs/signing.md has the text that is signed. */
final class SignedGreeting {
    private static final Pattern KEY = Pattern.compile("tg_([a-z0-9-]{1,32})_([0-9a-f]{64})");
    private static final String SCHEME = "TG-HMAC-SHA256";
    private static final int NONCE_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private SignedGreeting() {}

    /** Whether a key is of the form {@code tg_ID_SECRET}. */
    static boolean isKey(final String key) {
        return KEY.matcher(key).matches();
    }

    /**
     * Signs one greeting: a gateway takes each of them once.
     *
     * @param timeMillis UTC epoch milliseconds
     */
    static String credentials(final String key, final long timeMillis) {
        final byte[] random = new byte[NONCE_BYTES];
        RANDOM.nextBytes(random);
        return credentials(key, timeMillis, HexFormat.of().formatHex(random));
    }

    static String credentials(final String key, final long timeMillis, final String nonce) {
        final Matcher parts = KEY.matcher(key);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not a key of the form tg_ID_SECRET");
        }
        try {
            final MessageDigest sha = MessageDigest.getInstance("SHA-256");
            final byte[] signing = sha.digest(parts.group(2).getBytes(StandardCharsets.US_ASCII));
            final String nothing = HexFormat.of().formatHex(sha.digest());
            final String text =
                    String.join("\n", SCHEME, Long.toString(timeMillis), nonce, "HELLO", "binary", "", nothing);
            final Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(signing, "HmacSHA256"));
            return SCHEME + " id=" + parts.group(1) + ", time=" + timeMillis + ", nonce=" + nonce + ", signature="
                    + HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (final GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
