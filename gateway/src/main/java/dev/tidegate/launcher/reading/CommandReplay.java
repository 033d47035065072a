package dev.tidegate.launcher.reading;

import dev.tidegate.engine.Engine;
import dev.tidegate.engine.EngineSettings;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.pipeline.BatchFrames;
import dev.tidegate.pipeline.JournalReplay;
import dev.tidegate.pipeline.Replayer;
import dev.tidegate.table.StateInput;
import org.jspecify.annotations.Nullable;

/**
 * Applies a journal to an engine one command at a time, and shows each command before and after. Begins with nothing, or
 * with the snapshot that the journal begins behind.
 */
final class CommandReplay implements JournalReplay {
    private static final int LENGTH_BYTES = 4;

    private final CommandWatcher watcher;
    private final Replayer replayer;
    private final HeapBuffer buffer = HeapBuffer.ofSize(0);
    private @Nullable AppliedCommand command;
    private long beganBehind;

    CommandReplay(final EngineSettings settings, final CommandWatcher watcher) {
        this.watcher = watcher;
        replayer = new Replayer(settings);
    }

    Engine engine() {
        return replayer.engine();
    }

    /** How many recorded digests were compared. */
    long digestsCompared() {
        return replayer.marks();
    }

    /** Sequence behind which the journal begins, 0 when it has its first command. */
    long beganBehind() {
        return beganBehind;
    }

    @Override
    public boolean beginsFromSnapshots() {
        return true;
    }

    @Override
    public @Nullable String begin(
            final StateInput state, final long sequence, final long digestHigh, final long digestLow) {
        final String fault = replayer.begin(state, sequence, digestHigh, digestLow);
        if (fault == null) {
            beganBehind = sequence;
            watcher.begin(replayer.engine().reads());
        }
        return fault;
    }

    @Override
    public @Nullable String framesFault(
            final byte[] bytes, final int framesOffset, final int framesLength, final int commandCount) {
        return BatchFrames.fault(bytes, framesOffset, framesLength, commandCount);
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

    @Override
    public String digest() {
        return replayer.digest();
    }

    private void apply(final int offset, final int length, final long sequence, final long timeMillis) {
        final Engine engine = replayer.engine();
        final AppliedCommand applied = command(engine);
        applied.begin(buffer, offset, length, sequence, timeMillis);
        watcher.before(applied);
        engine.apply(sequence, timeMillis, buffer, offset, length, applied.outcome());
        applied.applied(engine.events().buffer(), engine.events().length());
        watcher.after(applied);
        engine.events().clear();
    }

    private AppliedCommand command(final Engine engine) {
        AppliedCommand made = command;
        if (made == null) {
            made = new AppliedCommand(engine.reads());
            command = made;
        }
        return made;
    }

    @Override
    public @Nullable String mark(final long sequence, final long digestHigh, final long digestLow) {
        return replayer.mark(sequence, digestHigh, digestLow);
    }
}
