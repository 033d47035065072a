package dev.tidegate.pipeline;

import dev.tidegate.message.HeapBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A journal in memory that counts, remembers, and breaks where it is told to. */
final class RecordingJournal implements Journal {
    private static final int HEADER_BYTES = 48;

    enum Call {
        ENSURE_ROOM,
        APPEND,
        FORCE,
        MARK,
        CLOSE
    }

    /** What was appended in one call. */
    record Appended(byte[] frames, long firstSequence, int commandCount, long timeMillis) {}

    final List<Appended> batches = new ArrayList<>();
    final List<Long> marks = new ArrayList<>();
    private final int[] calls = new int[Call.values().length];
    private @Nullable Call breaking;
    private int breakingAt;
    private volatile boolean full;
    private int maxFramesBytes = 512 * 1024;

    RecordingJournal breakAt(final Call call, final int nth) {
        breaking = call;
        breakingAt = nth;
        return this;
    }

    RecordingJournal withMaxFramesBytes(final int bytes) {
        maxFramesBytes = bytes;
        return this;
    }

    void full(final boolean full) {
        this.full = full;
    }

    synchronized int calls(final Call call) {
        return calls[call.ordinal()];
    }

    private synchronized void count(final Call call) {
        final int nth = ++calls[call.ordinal()];
        if (call == breaking && nth >= breakingAt) {
            throw new JournalException(JournalException.Kind.IO, "broken " + call + " at call " + nth);
        }
    }

    /** Replays everything into another engine. */
    synchronized void replay(final JournalReplay replay) {
        for (final Appended batch : batches) {
            replay.batch(
                    batch.frames, 0, batch.frames.length, batch.firstSequence, batch.commandCount, batch.timeMillis);
        }
    }

    @Override
    public int headerBytes() {
        return HEADER_BYTES;
    }

    @Override
    public int maxFramesBytes() {
        return maxFramesBytes;
    }

    @Override
    public boolean ensureRoom(final int framesLength) {
        count(Call.ENSURE_ROOM);
        return !full;
    }

    @Override
    public synchronized void append(
            final byte[] batch,
            final int framesLength,
            final long firstSequence,
            final int commandCount,
            final long timeMillis) {
        count(Call.APPEND);
        final byte[] frames = Arrays.copyOfRange(batch, HEADER_BYTES, HEADER_BYTES + framesLength);
        requireFrames(new HeapBuffer(frames), commandCount);
        batches.add(new Appended(frames, firstSequence, commandCount, timeMillis));
    }

    private static void requireFrames(final HeapBuffer frames, final int commandCount) {
        int at = 0;
        for (int i = 0; i < commandCount; i++) {
            at += 4 + frames.getInt(at);
        }
        if (at != frames.capacity()) {
            throw new AssertionError(commandCount + " frames end at " + at + " of " + frames.capacity());
        }
    }

    @Override
    public synchronized void mark(final long sequence, final long digestHigh, final long digestLow) {
        count(Call.MARK);
        marks.add(sequence);
    }

    @Override
    public void force() {
        count(Call.FORCE);
    }

    @Override
    public void close() {
        count(Call.CLOSE);
    }
}
