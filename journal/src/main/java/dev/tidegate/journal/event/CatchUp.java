package dev.tidegate.journal.event;

import dev.tidegate.engine.EventBuffer;
import dev.tidegate.pipeline.EventSink;
import dev.tidegate.pipeline.JournalReplay;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes the events that the log misses by replaying the journal into an engine of its own. Costs the memory of a second
 * engine for as long as it is kept.
 */
final class CatchUp implements EventSink, Closeable {
    private final JournalReplay replay;
    private final CommandTail tail;
    private final EventWriter writer;
    private final BooleanSupplier waitForRoom;
    private final BlockCutter cutter = new BlockCutter(0);
    private long replayed;

    /** {@code waitForRoom} waits a while for disk space, and says whether to go on waiting. */
    CatchUp(
            final JournalReplay replay,
            final CommandTail tail,
            final EventWriter writer,
            final BooleanSupplier waitForRoom) {
        this.replay = replay;
        this.tail = tail;
        this.writer = writer;
        this.waitForRoom = waitForRoom;
        replay.giveEventsTo(this);
    }

    /** Sequence of the last command replayed. */
    long replayed() {
        return replayed;
    }

    /** Replays one batch, if there is one whose commands are all applied. */
    boolean step(final long applied) throws IOException {
        final long to = tail.replayNext(replay, applied);
        if (to < 0) {
            return false;
        }
        replayed = to;
        return true;
    }

    @Override
    public @Nullable String begin(final long eventsBefore) {
        if (eventsBefore > writer.addedEvent()) {
            return "the event log ends before event " + eventsBefore + ", so older commands are needed";
        }
        cutter.startBehind(eventsBefore);
        return null;
    }

    @Override
    public void events(final long sequence, final long timeMillis, final EventBuffer events) {
        try {
            cutter.cut(sequence, timeMillis, events.buffer(), 0, events.length(), this::write);
        } catch (final IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void write(final EventBlock block, final byte[] bytes) throws IOException {
        if (block.firstEvent() <= writer.addedEvent()) {
            return;
        }
        while (!writer.add(block, bytes, 0)) {
            if (!waitForRoom.getAsBoolean()) {
                throw new IOException("closed while waiting for disk space");
            }
        }
    }

    @Override
    public void close() throws IOException {
        tail.close();
    }
}
