package dev.tidegate.gateway.http;

import dev.tidegate.gateway.security.Caller;
import dev.tidegate.message.CommandHeader;
import dev.tidegate.message.CommandKind;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * The command ids of an import: each is a UUIDv7 of the import's own time, the rest of it a SHA-256 of the import's id, the
 * kind of command and the number of the row. The same import has the same ids, wherever and whenever it is sent.
 */
final class ImportIds {
    private static final long TIME = 0xFFFF_FFFF_FFFF_0000L;
    private static final long VERSION_7 = 0x7000;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private final UUID id;
    private final int template;
    private final MessageDigest sha;
    private final ByteBuffer text = ByteBuffer.allocate(28);

    ImportIds(final UUID id, final CommandKind kind) {
        this.id = id;
        template = kind.templateId();
        try {
            sha = MessageDigest.getInstance("SHA-256");
        } catch (final NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Of a row, from 1. */
    CommandHeader header(final long row, final Caller caller, final long reference) {
        text.clear();
        text.putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .putInt(template)
                .putLong(row);
        final ByteBuffer hash = ByteBuffer.wrap(sha.digest(text.array()));
        return new CommandHeader(
                id.getMostSignificantBits() & TIME | VERSION_7 | hash.getLong() & 0xFFF,
                hash.getLong() >>> 2 | VARIANT,
                caller.principal(),
                caller.actorType(),
                caller.actor(),
                reference);
    }
}
