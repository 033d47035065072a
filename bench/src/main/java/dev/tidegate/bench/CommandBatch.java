package dev.tidegate.bench;

import dev.tidegate.message.HeapBuffer;

/** Encoded commands behind each other, each with its length before it, as the pipeline and the journal take them. */
final class CommandBatch {
    private static final int LENGTH_BYTES = 4;
    private static final int MOST_BYTES = 192;

    final HeapBuffer buffer;
    final int[] offsets;
    final int[] lengths;
    /** What each was answered with: order id, or 0 when it was refused. */
    final long[] answers;

    private int count;
    private int bytes;
    private long firstCorrelation;
    private long timeMillis;

    CommandBatch(final int mostCommands) {
        buffer = HeapBuffer.ofSize(mostCommands * MOST_BYTES);
        offsets = new int[mostCommands];
        lengths = new int[mostCommands];
        answers = new long[mostCommands];
    }

    /** Empties the batch. */
    void begin(final long correlation, final long millis) {
        count = 0;
        bytes = 0;
        firstCorrelation = correlation;
        timeMillis = millis;
    }

    /** Where the next message goes. */
    int at() {
        return bytes + LENGTH_BYTES;
    }

    /** Ends the message that was written there. */
    void add(final int length) {
        offsets[count] = at();
        lengths[count++] = length;
        buffer.putInt(bytes, length);
        bytes += LENGTH_BYTES + length;
    }

    int count() {
        return count;
    }

    int capacity() {
        return offsets.length;
    }

    /** Bytes of all frames. */
    int bytes() {
        return bytes;
    }

    /** Correlation of the first command; the others count on. */
    long firstCorrelation() {
        return firstCorrelation;
    }

    /** Engine time at which the commands are sent. */
    long timeMillis() {
        return timeMillis;
    }
}
