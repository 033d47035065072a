package dev.tidegate.gateway.security;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
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
    record Entry(byte[] hash, Caller caller) {}

    private final @Nullable Path file;
    private final Caller open = Caller.open();
    private volatile Map<String, Entry> entries = Map.of();
    private FileTime changed = FileTime.fromMillis(0);

    private ApiKeys(final @Nullable Path file) {
        this.file = file;
    }

    /** No keys: every caller may do everything. For the loopback only. */
    public static ApiKeys none() {
        return new ApiKeys(null);
    }

    /**
     * Reads a file of keys.
     *
     * @throws IOException when it cannot be read, or says something that makes no sense
     */
    public static ApiKeys read(final Path file) throws IOException {
        final ApiKeys keys = new ApiKeys(file);
        keys.reload();
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
        return right && entry != null ? entry.caller : null;
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
     * Reads the file again if it has changed. Keys that are gone or may do something else end their connections; a key
     * file that makes no sense changes nothing.
     *
     * @return whether it was read
     */
    public synchronized boolean reloadIfChanged() throws IOException {
        if (file == null || Files.getLastModifiedTime(file).equals(changed)) {
            return false;
        }
        reload();
        return true;
    }

    private synchronized void reload() throws IOException {
        final Path path = Objects.requireNonNull(file);
        final FileTime time = Files.getLastModifiedTime(path);
        final Map<String, Entry> before = entries;
        final Map<String, Entry> after = new HashMap<>(KeyFile.read(path));
        before.forEach((id, old) -> {
            final Entry now = after.get(id);
            if (now != null && MessageDigest.isEqual(now.hash, old.hash) && now.caller.sameRights(old.caller)) {
                after.put(id, old);
            }
        });
        entries = Map.copyOf(after);
        before.forEach((id, old) -> {
            if (after.get(id) != old) {
                old.caller.revoke();
            }
        });
        changed = time;
    }
}
