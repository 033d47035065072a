package dev.tidegate.pipeline;

import dev.tidegate.engine.Engine;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.MessageCheck;

/**
 * Small batches that were announced, to be read ahead together: one command at a time has no other whose cache misses
 * could overlap with its own. Only what is surely a message is read ahead, and nothing depends on it.
 */
final class UpcomingFrames {
    private static final int LENGTH_BYTES = 4;

    private final HeapBuffer buffer = HeapBuffer.ofSize(0);
    private final int[] offsets = new int[Committer.CHUNK];
    private int whole;
    private int announced;

    /** Takes the frames of one batch; what was announced in another buffer and has not come is forgotten. */
    void add(final byte[] bytes, final int framesOffset, final int framesLength, final int count) {
        if (count < 1
                || count > Committer.CHUNK - announced
                || BatchFrames.fault(bytes, framesOffset, framesLength, count) != null) {
            return;
        }
        if (buffer.byteArray() != bytes) {
            whole = 0;
            buffer.wrap(bytes);
        }
        int at = framesOffset;
        for (int i = 0; i < count; i++) {
            final int length = buffer.getInt(at);
            at += LENGTH_BYTES;
            if (MessageCheck.isWhole(buffer, at, length)) {
                offsets[whole++] = at;
            }
            at += length;
        }
        announced += count;
    }

    /**
     * A batch has come: reads ahead all that is announced, if that has not been done.
     *
     * @return whether the batch was among what is read ahead
     */
    boolean prepare(final Engine engine, final int commandCount) {
        if (whole > 0) {
            engine.prepare(buffer, offsets, 0, whole);
            whole = 0;
        }
        if (commandCount > announced) {
            announced = 0;
            return false;
        }
        announced -= commandCount;
        return true;
    }
}
