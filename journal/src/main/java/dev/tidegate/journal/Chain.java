package dev.tidegate.journal;

import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/** Computes the chain's head, record by record. One thread at a time. */
final class Chain {
    private final MessageDigest sha256;
    private final byte[] head = new byte[Envelope.CHAIN_HEAD_BYTES];
    private long record;

    /** The chain of an empty journal. */
    Chain(final UUID journal) {
        this.sha256 = sha256();
        sha256.update(ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(journal.getMostSignificantBits())
                .putLong(journal.getLeastSignificantBits())
                .array());
        finish();
    }

    /** The chain behind a place of the log. */
    Chain(final LogPlace place) {
        this.sha256 = sha256();
        System.arraycopy(HexFormat.of().parseHex(place.head()), 0, head, 0, head.length);
        record = place.record();
    }

    /** Whether a text is a head, in hexadecimal as {@link #headHex} writes it. */
    static boolean isHead(final String text) {
        return text.length() == 2 * Envelope.CHAIN_HEAD_BYTES && text.chars().allMatch(HexFormat::isHexDigit);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (final NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }

    byte[] head() {
        return head.clone();
    }

    void extend(final byte[] bytes, final int offset, final int length) {
        sha256.update(head);
        sha256.update(bytes, offset, length);
        finish();
        record++;
    }

    /** Goes on behind {@code itsRecord}, whose head somebody recorded. */
    void resume(final long itsRecord, final byte[] bytes, final int offset) {
        System.arraycopy(bytes, offset, head, 0, head.length);
        record = itsRecord;
    }

    long record() {
        return record;
    }

    void copyHead(final byte[] target, final int offset) {
        System.arraycopy(head, 0, target, offset, head.length);
    }

    String headHex() {
        return HexFormat.of().formatHex(head);
    }

    private void finish() {
        try {
            sha256.digest(head, 0, head.length);
        } catch (final DigestException impossible) {
            throw new IllegalStateException("a SHA-256 has 32 bytes", impossible);
        }
    }
}
