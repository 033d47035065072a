package dev.tidegate.gateway.http;

import dev.tidegate.message.CommandHeader;
import dev.tidegate.message.CommandHeader.ActorType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.UUID;

/**
 * Command ids as text. An Idempotency-Key is a UUIDv7, or {@code TIME/TEXT}: the UTC time at which the request was first
 * made, as in {@code 2026-11-22T08:00:00Z}, and any printable ASCII text that tells it from others of that time. The same key is the
 * same id wherever and whenever it is sent.
 */
final class CommandIdText {
    private static final int LONGEST = 200;
    private static final long VERSION_7 = 0x7000;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private CommandIdText() {}

    static CommandHeader header(
            final String key, final int principal, final long actor, final ActorType type, final long reference)
            throws Problem {
        final UUID id = id(key);
        return new CommandHeader(
                id.getMostSignificantBits(), id.getLeastSignificantBits(), principal, type, actor, reference);
    }

    static UUID id(final String key) throws Problem {
        if (Texts.isUuid(key)) {
            final UUID id = UUID.fromString(key);
            if (id.version() == 7 && id.variant() == 2) {
                return id;
            }
            throw Problem.badRequest("Idempotency-Key is a UUID of another version than 7");
        }
        final int slash = key.indexOf('/');
        // What a header cannot say as it stands would be one id there and another one in a batch or a path.
        if (slash < 0 || !Texts.printable(key, 1, LONGEST) || key.endsWith(" ")) {
            throw Problem.badRequest(
                    "Idempotency-Key must be a UUIDv7, or TIME/TEXT of at most 200 printable ASCII characters");
        }
        try {
            return of(Instant.parse(key.substring(0, slash)).toEpochMilli(), key);
        } catch (final DateTimeParseException | ArithmeticException wrong) {
            throw Problem.badRequest("Idempotency-Key does not begin with a UTC time such as 2026-11-22T08:00:00Z");
        }
    }

    private static UUID of(final long millis, final String key) {
        try {
            final ByteBuffer hash =
                    ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
            return new UUID(millis << 16 | VERSION_7 | hash.getLong() & 0xFFF, hash.getLong() >>> 2 | VARIANT);
        } catch (final NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
