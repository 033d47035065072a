package dev.tidegate.gateway.security;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What a signature says of itself and what it covers; docs/signing.md has the text that is signed.
 *
 * @param keyId public part of the key
 * @param timeMillis when it was signed, UTC epoch milliseconds
 * @param nonce that no other request of the key has
 * @param signature HMAC-SHA256 of the text, 32 bytes
 */
public record SignedRequest(String keyId, long timeMillis, String nonce, byte[] signature) {
    /** The scheme in an Authorization header. */
    public static final String SCHEME = "TG-HMAC-SHA256";

    private static final Pattern FORM = Pattern.compile(SCHEME
            + " +id=([a-z0-9-]{1,32}), *time=([0-9]{1,15}), *nonce=([A-Za-z0-9_-]{8,64}), *signature=([0-9a-f]{64})");

    /** What is signed beside time and nonce. */
    public record Content(String method, String target, String idempotencyKey, byte[] body, int bodyLength) {}

    /** Reads a header; null when it is not of that form. */
    public static @Nullable SignedRequest parse(final String header) {
        final Matcher parts = FORM.matcher(header.trim());
        return parts.matches()
                ? new SignedRequest(
                        parts.group(1),
                        Long.parseLong(parts.group(2)),
                        parts.group(3),
                        HexFormat.of().parseHex(parts.group(4)))
                : null;
    }

    /** Whether this is the signature of that content with that key, in a time that does not tell where it differs. */
    boolean covers(final Content content, final byte[] key) {
        try {
            final Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return MessageDigest.isEqual(mac.doFinal(text(content).getBytes(StandardCharsets.UTF_8)), signature);
        } catch (final NoSuchAlgorithmException | InvalidKeyException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private String text(final Content content) throws NoSuchAlgorithmException {
        final MessageDigest sha = MessageDigest.getInstance("SHA-256");
        sha.update(content.body, 0, content.bodyLength);
        return String.join(
                "\n",
                SCHEME,
                Long.toString(timeMillis),
                nonce,
                content.method,
                content.target,
                content.idempotencyKey,
                HexFormat.of().formatHex(sha.digest()));
    }
}
