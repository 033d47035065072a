package dev.tidegate.pipeline;

/** Keeps nothing: the journal of {@link Durability#MEMORY}. */
final class MemoryJournal implements Journal {
    private static final int MAX_FRAMES_BYTES = 1024 * 1024;

    @Override
    public int headerBytes() {
        return 0;
    }

    @Override
    public int maxFramesBytes() {
        return MAX_FRAMES_BYTES;
    }

    @Override
    public boolean ensureRoom(final int framesLength) {
        return true;
    }

    @Override
    public void append(
            final byte[] batch,
            final int framesLength,
            final long firstSequence,
            final int commandCount,
            final long timeMillis) {}

    @Override
    public void mark(final long sequence, final long digestHigh, final long digestLow) {}

    @Override
    public void force() {}

    @Override
    public void close() {}
}
