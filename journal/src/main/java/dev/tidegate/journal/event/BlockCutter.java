package dev.tidegate.journal.event;

import dev.tidegate.message.HeapBuffer;
import java.io.IOException;

/** Numbers events and lays those of one command into blocks: one, or several when they are many. */
final class BlockCutter {
    private static final int LENGTH_BYTES = 4;

    /** Takes whole blocks. */
    interface Target {
        /** {@code bytes} from 0 to the block's total; valid during the call only. */
        void block(EventBlock block, byte[] bytes) throws IOException;
    }

    private final byte[] bytes = new byte[EventBlock.MAX_BYTES];
    private final EventBlock block = new EventBlock();
    private long events;

    /** {@code events} have been numbered already. */
    BlockCutter(final long events) {
        this.events = events;
        block.wrap(bytes, 0);
    }

    /** Number of the last event. */
    long events() {
        return events;
    }

    void startBehind(final long event) {
        events = event;
    }

    /** Cuts frames into blocks; a frame is never cut. */
    void cut(
            final long sequence,
            final long timeMillis,
            final HeapBuffer source,
            final int offset,
            final int length,
            final Target target)
            throws IOException {
        final int end = offset + length;
        int part = 0;
        int from = offset;
        while (from < end) {
            int to = from;
            int count = 0;
            while (to < end) {
                final int next = to + LENGTH_BYTES + source.getInt(to);
                if (count > 0 && next - from > EventBlock.MAX_FRAMES_BYTES) {
                    break;
                }
                to = next;
                count++;
            }
            source.getBytes(from, bytes, EventBlock.HEADER_BYTES, to - from);
            block.sign(EventBlock.HEADER_BYTES + to - from, count, events + 1, sequence, timeMillis, part++, to == end);
            events += count;
            target.block(block, bytes);
            from = to;
        }
    }
}
