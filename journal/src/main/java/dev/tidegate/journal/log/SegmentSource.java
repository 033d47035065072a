package dev.tidegate.journal.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** The bytes of a segment, wherever they are. */
interface SegmentSource extends Closeable {

    /** Reads from a place in the segment; answers how many bytes, 0 or less at its end. */
    int read(ByteBuffer target, long from) throws IOException;

    /** Bytes of the segment. */
    long size() throws IOException;

    /** A plain file. */
    static SegmentSource of(final FileChannel channel) {
        return new SegmentSource() {
            @Override
            public int read(final ByteBuffer target, final long from) throws IOException {
                return channel.read(target, from);
            }

            @Override
            public long size() throws IOException {
                return channel.size();
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
    }
}
