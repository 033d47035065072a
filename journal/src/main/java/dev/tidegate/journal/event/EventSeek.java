package dev.tidegate.journal.event;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds where an event ends in a file of the event log, past blocks that are all whole. */
final class EventSeek {
    private static final int READ_BYTES = 1 << 20;
    private static final int SIZE_BYTES = EventBlock.TOTAL_AT + Integer.BYTES;

    private EventSeek() {}

    /** The offset behind the block that the event is the last of; -1 when there is no such block. */
    static long behind(final Path file, final long event) throws IOException {
        final byte[] bytes = new byte[EventBlock.MAX_BYTES];
        final EventBlock block = new EventBlock().wrap(bytes, 0);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), READ_BYTES)) {
            long offset = in.readNBytes(bytes, 0, EventSegmentHeader.BYTES);
            while (in.readNBytes(bytes, 0, SIZE_BYTES) == SIZE_BYTES) {
                final int rest = Math.min(Math.max(block.total(), SIZE_BYTES), EventBlock.MAX_BYTES) - SIZE_BYTES;
                final int length = SIZE_BYTES + in.readNBytes(bytes, SIZE_BYTES, rest);
                if (block.fault(length) != null || block.lastEvent() > event) {
                    return -1;
                }
                offset += block.total();
                if (block.lastEvent() == event) {
                    return offset;
                }
            }
            return -1;
        }
    }
}
