package dev.tidegate.launcher.reading;

import dev.tidegate.engine.Engine;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.pipeline.JournalReplay;
import dev.tidegate.pipeline.Replayer;
import org.jspecify.annotations.Nullable;

/** Applies a journal to an engine one command at a time, and shows each command before and after. */
final class CommandReplay implements JournalReplay {
    private static final int LENGTH_BYTES = 4;

    private final Engine engine;
    private final CommandWatcher watcher;
    private final Replayer marks;
    private final AppliedCommand command;
    private final HeapBuffer buffer = HeapBuffer.ofSize(0);

    CommandReplay(final Engine engine, final CommandWatcher watcher) {
        this.engine = engine;
        this.watcher = watcher;
        marks = new Replayer(engine);
        command = new AppliedCommand(engine.reads());
    }

    /** How many recorded digests were compared. */
    long digestsCompared() {
        return marks.marks();
    }

    @Override
    public void batch(
            final byte[] bytes,
            final int framesOffset,
            final int framesLength,
            final long firstSequence,
            final int commandCount,
            final long timeMillis) {
        buffer.wrap(bytes);
        int at = framesOffset;
        for (int i = 0; i < commandCount; i++) {
            final int length = buffer.getInt(at);
            apply(at + LENGTH_BYTES, length, firstSequence + i, timeMillis);
            at += LENGTH_BYTES + length;
        }
    }

    private void apply(final int offset, final int length, final long sequence, final long timeMillis) {
        command.begin(buffer, offset, length, sequence, timeMillis);
        watcher.before(command);
        engine.apply(sequence, timeMillis, buffer, offset, length, command.outcome());
        command.applied(engine.events().buffer(), engine.events().length());
        watcher.after(command);
        engine.events().clear();
    }

    @Override
    public @Nullable String mark(final long sequence, final long digestHigh, final long digestLow) {
        return marks.mark(sequence, digestHigh, digestLow);
    }
}
