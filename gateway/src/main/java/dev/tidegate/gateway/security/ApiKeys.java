package dev.tidegate.gateway.security;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The keys that are known. A key is {@code tg_ID_SECRET}: the id is public and finds the entry, the secret is 256 random
 * bits in hexadecimal, of which only the SHA-256 is kept. The file may change while the gateway runs.
 */
public final class ApiKeys {
    private static final Pattern KEY = Pattern.compile("tg_([a-z0-9-]{1,32})_([0-9a-f]{64})");
    private static final byte[] NO_HASH = new byte[32];

    /** A key's entry: what its secret hashes to, and who it is. */
    record Entry(byte[] hash, Caller caller, @Nullable ReplayWindow signed) {}

    /** What came of a signature. */
    public enum Verdict {
        GOOD,
        /** No such key, or not its signature. */
        WRONG,
        /** Signed too long ago, or by a clock that is ahead. */
        NOT_NOW,
        /** The nonce was used before. */
        REPLAYED,
        /** More signed requests than are remembered: nothing is taken until some are forgotten. */
        TOO_MANY
    }

    /** Who signed, null unless the verdict is good. */
    public record Signer(Verdict verdict, @Nullable Caller caller) {}

    private final @Nullable Path file;
    private final Caller open = Caller.open();
    private final int signatureSeconds;
    private final int nonces;
    private volatile Map<String, Entry> entries = Map.of();
    /** What the file said when it was taken last. */
    private @Nullable String text;

    private ApiKeys(final @Nullable Path file, final int signatureSeconds, final int nonces) {
        this.file = file;
        this.signatureSeconds = signatureSeconds;
        this.nonces = nonces;
    }

    /** No keys: every caller may do everything. For the loopback only. */
    public static ApiKeys none() {
        return new ApiKeys(null, 1, 1);
    }

    /**
     * Reads a file of keys.
     *
     * @param signatureSeconds how far a signed request's time may be off
     * @param nonces of a key that are remembered, in each of two turns
     * @throws IOException when it cannot be read, or says something that makes no sense
     */
    public static ApiKeys read(final Path file, final int signatureSeconds, final int nonces) throws IOException {
        final ApiKeys keys = new ApiKeys(file, signatureSeconds, nonces);
        keys.reloadIfChanged();
        return keys;
    }

    /** Whether a caller needs a key. */
    public boolean required() {
        return file != null;
    }

    /** Whose key that is; null when it is nobody's. Takes the same time for a wrong secret as for a wrong id. */
    public @Nullable Caller find(final String key) {
        if (!required()) {
            return open;
        }
        final Matcher parts = KEY.matcher(key);
        if (!parts.matches()) {
            return null;
        }
        final Entry entry = entries.get(parts.group(1));
        final boolean right = MessageDigest.isEqual(hash(parts.group(2)), entry == null ? NO_HASH : entry.hash);
        return right && entry != null && entry.signed == null ? entry.caller : null;
    }

    /** Who signed a request, of a key whose entry says that it signs. Good only once. */
    public Signer find(final SignedRequest request, final SignedRequest.Content content, final long nowMillis) {
        if (!required()) {
            return new Signer(Verdict.GOOD, open);
        }
        final Entry entry = entries.get(request.keyId());
        final boolean right = request.covers(content, entry == null ? NO_HASH : entry.hash);
        if (!right || entry == null || entry.signed == null) {
            return new Signer(Verdict.WRONG, null);
        }
        // What was signed before this process began, or knew the key, may have been used then, and nobody remembers.
        if (entry.signed.isBefore(request.timeMillis())
                || Math.abs(nowMillis - request.timeMillis()) > TimeUnit.SECONDS.toMillis(signatureSeconds)) {
            return new Signer(Verdict.NOT_NOW, null);
        }
        return switch (entry.signed.take(request.nonce(), nowMillis)) {
            case NEW -> new Signer(Verdict.GOOD, entry.caller);
            case SEEN -> new Signer(Verdict.REPLAYED, null);
            case FULL -> new Signer(Verdict.TOO_MANY, null);
        };
    }

    static byte[] hash(final String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.US_ASCII));
        } catch (final NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** What stands in the file for a secret. */
    public static String hashHex(final String secret) {
        return HexFormat.of().formatHex(hash(secret));
    }

    /**
     * Reads the file, and takes what it says if that is something else than before: its time would not tell of a file that
     * was written twice within one tick of the clock, or was put there with the time of another. Keys that are gone or may
     * do something else end their connections; a key file that makes no sense changes nothing.
     *
     * @return whether it says something else
     */
    public synchronized boolean reloadIfChanged() throws IOException {
        if (file == null) {
            return false;
        }
        final String now = KeyFile.text(file);
        if (now.equals(text)) {
            return false;
        }
        take(file, now);
        text = now;
        return true;
    }

    private void take(final Path from, final String now) throws IOException {
        final Map<String, Entry> before = entries;
        final long madeMillis = System.currentTimeMillis();
        final Map<String, Entry> after =
                KeyFile.parse(from, now, () -> new ReplayWindow(signatureSeconds, nonces, madeMillis));
        before.forEach((id, old) -> {
            final Entry entry = after.get(id);
            if (entry != null
                    && MessageDigest.isEqual(entry.hash, old.hash)
                    && entry.caller.sameRights(old.caller)
                    && (entry.signed == null) == (old.signed == null)) {
                after.put(id, old);
            } else if (entry != null && entry.signed != null && old.signed != null) {
                // What was used under the old rights may not come again under the new ones.
                after.put(id, new Entry(entry.hash, entry.caller, old.signed));
            }
        });
        entries = Map.copyOf(after);
        before.forEach((id, old) -> {
            if (after.get(id) != old) {
                old.caller.revoke();
            }
        });
    }
}
