package dev.tidegate.journal;

import dev.tidegate.journal.log.LogPort;
import dev.tidegate.journal.log.SegmentReader;
import dev.tidegate.journal.snapshot.SnapshotHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Looks whether the log holds the record that a snapshot names as its last, byte for byte. */
final class SnapshotPlace {
    private static final int WORD_BYTES = Integer.BYTES;

    private SnapshotPlace() {}

    static @Nullable String fault(final LogPort log, final SnapshotHeader header) throws IOException {
        final Envelope envelope = new Envelope();
        final byte[] bytes = new byte[WORD_BYTES + LogPort.MAX_RECORD_BYTES];
        final int count;
        try (SegmentReader reader = log.read(header.segment(), envelope)) {
            count = header.offset() < 0 ? 0 : reader.readAt(header.offset(), bytes, 0, bytes.length);
        } catch (final NoSuchFileException missing) {
            return "its segment " + header.segment() + " is missing";
        }
        final int length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(0);
        final boolean whole = count > WORD_BYTES && length >= Envelope.HEADER_BYTES && length <= count - WORD_BYTES;
        if (!whole || envelope.wrap(bytes, WORD_BYTES).fault(length) != null || envelope.record() != header.record()) {
            return "record " + header.record() + " is not at byte " + header.offset() + " of segment "
                    + header.segment();
        }
        final Chain chain =
                new Chain(new LogPlace(header.record() - 1, 0, 0, HexFormat.of().formatHex(header.headBefore())));
        chain.extend(bytes, WORD_BYTES, length);
        return Arrays.equals(chain.head(), header.head())
                ? null
                : "record " + header.record() + " of the log is not the one that it was made behind";
    }
}
