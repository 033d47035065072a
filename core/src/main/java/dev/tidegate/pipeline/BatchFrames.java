package dev.tidegate.pipeline;

import dev.tidegate.message.HeapBuffer;
import org.jspecify.annotations.Nullable;

/** The frames of a batch of commands, or of a block of events: each four bytes of length, then a message of so many bytes. */
public final class BatchFrames {
    private static final int LENGTH_BYTES = 4;

    private BatchFrames() {}

    /**
     * What is wrong with frames that somebody has written; null when there are that many, and nothing else. Believes no
     * length before it was compared with what is there, and makes no room for any.
     *
     * @param offset index of the first frame
     * @param length bytes of frames
     */
    public static @Nullable String fault(final byte[] bytes, final int offset, final int length, final int count) {
        final HeapBuffer buffer = new HeapBuffer(bytes);
        final int end = offset + length;
        int at = offset;
        for (int i = 0; i < count; i++) {
            if (end - at < LENGTH_BYTES) {
                return count + " frames that end behind " + i;
            }
            final int frame = buffer.getInt(at);
            if (frame < 0 || frame > end - at - LENGTH_BYTES) {
                return "frame " + (i + 1) + " of " + count + " says " + frame + " bytes";
            }
            at += LENGTH_BYTES + frame;
        }
        return at == end ? null : (end - at) + " bytes behind the last of " + count + " frames";
    }
}
