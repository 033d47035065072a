package dev.tidegate.crash;

import dev.tidegate.crash.ChildPlan.Point;
import dev.tidegate.pipeline.Journal;

/**
 * A journal that ends its process at the nth time that a batch comes to a place: before it is appended; appended but not
 * forced; forced but not answered. No hook of the JVM runs.
 */
final class LethalJournal implements Journal {
    private static final int KILLED = 137;

    final Journal journal;
    private final Point point;
    private int left;
    private volatile boolean armed;

    LethalJournal(final Journal journal, final Point point, final int nth) {
        this.journal = journal;
        this.point = point;
        this.left = nth;
    }

    /** From now on the places count. */
    void arm() {
        armed = true;
    }

    private void reach(final Point here) {
        if (armed && here == point && --left <= 0) {
            Runtime.getRuntime().halt(KILLED);
        }
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
        reach(Point.BEFORE_APPEND);
        journal.append(batch, framesLength, firstSequence, commandCount, timeMillis);
        reach(Point.AFTER_APPEND);
    }

    @Override
    public void mark(final long sequence, final long digestHigh, final long digestLow) {
        journal.mark(sequence, digestHigh, digestLow);
    }

    @Override
    public void force() {
        journal.force();
        reach(Point.AFTER_FORCE);
    }

    @Override
    public void close() {
        journal.close();
    }
}
