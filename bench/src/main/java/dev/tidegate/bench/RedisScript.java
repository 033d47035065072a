package dev.tidegate.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;

/** The shop as scripts that Redis runs, each as a whole. */
enum RedisScript {
    /** Behind the id: buyer, deadline, amount. */
    RESERVE(true, 3, Key.STOCK, Key.BUYERS, Key.DEADLINES),
    /** Behind the id: order, now, amount. */
    CONFIRM(true, 3, Key.STOCK, Key.DEADLINES),
    /** Behind the id: order, now. */
    RELEASE(true, 2, Key.STOCK, Key.BUYERS, Key.DEADLINES),
    /** Now, how many at most. */
    EXPIRE(false, 2, Key.STOCK, Key.BUYERS, Key.DEADLINES);

    /** The hash of the units, the hash of the buyers' units, the sorted set of deadlines. */
    static final class Key {
        static final String STOCK = "s";
        static final String BUYERS = "b";
        static final String DEADLINES = "d";

        private Key() {}
    }

    /** As long as our engine remembers one that nobody told otherwise. */
    private static final String REMEMBERED_MILLIS = "86400000";

    private final String text = load(name().toLowerCase(Locale.ROOT));
    /** What is the same in every call: what comes before the id, the keys behind it, the end. */
    private final byte[] head;

    private final byte[] keys;
    private final byte[] end;

    RedisScript(final boolean withId, final int arguments, final String... keys) {
        final int own = withId ? 1 : 0;
        final int words = 3 + own + keys.length + arguments + own;
        head = Resp.ascii("*" + words + "\r\n" + Resp.word("EVALSHA") + Resp.word(sha1(text))
                + Resp.word(String.valueOf(own + keys.length)));
        final StringBuilder all = new StringBuilder();
        for (final String key : keys) {
            all.append(Resp.word(key));
        }
        this.keys = Resp.ascii(all.toString());
        end = Resp.ascii(withId ? Resp.word(REMEMBERED_MILLIS) : "");
    }

    String text() {
        return text;
    }

    /** Lays down a call. */
    void write(final ByteBuffer out, final byte[] id, final byte[]... arguments) {
        out.put(head);
        if (id.length > 0) {
            Resp.word(out, id);
        }
        out.put(keys);
        for (final byte[] argument : arguments) {
            Resp.word(out, argument);
        }
        out.put(end);
    }

    private static String load(final String name) {
        try (InputStream in = RedisScript.class.getResourceAsStream(name + ".lua")) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha1(final String text) {
        try {
            final byte[] hash = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (final NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
