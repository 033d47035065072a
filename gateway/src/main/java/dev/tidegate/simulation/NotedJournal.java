package dev.tidegate.simulation;

import dev.tidegate.pipeline.Journal;

/** A journal that tells of every batch before it is appended. */
final class NotedJournal implements Journal {
    private final Journal journal;
    private final BatchNote note;

    /** Takes note of a batch. */
    @FunctionalInterface
    interface BatchNote {
        void batch(byte[] batch, int headerBytes, long firstSequence, int commandCount, long timeMillis);
    }

    NotedJournal(final Journal journal, final BatchNote note) {
        this.journal = journal;
        this.note = note;
    }

    @Override
    public int headerBytes() {
        return journal.headerBytes();
    }

    @Override
    public int maxFramesBytes() {
        return journal.maxFramesBytes();
    }

    @Override
    public boolean ensureRoom(final int framesLength) {
        return journal.ensureRoom(framesLength);
    }

    @Override
    public boolean lowOnSpace() {
        return journal.lowOnSpace();
    }

    @Override
    public void append(
            final byte[] batch,
            final int framesLength,
            final long firstSequence,
            final int commandCount,
            final long timeMillis) {
        note.batch(batch, headerBytes(), firstSequence, commandCount, timeMillis);
        journal.append(batch, framesLength, firstSequence, commandCount, timeMillis);
    }

    @Override
    public void mark(final long sequence, final long digestHigh, final long digestLow) {
        journal.mark(sequence, digestHigh, digestLow);
    }

    @Override
    public void force() {
        journal.force();
    }

    @Override
    public void close() {
        journal.close();
    }
}
