package dev.tidegate.pipeline;

import dev.tidegate.engine.Engine;
import dev.tidegate.engine.EngineSettings;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.MessageCheck;
import dev.tidegate.message.Outcome;
import dev.tidegate.table.StateException;
import dev.tidegate.table.StateInput;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Feeds what a journal holds to an engine, and compares the digests and snapshots recorded on the way. */
public final class Replayer implements JournalReplay {
    private static final int LENGTH_BYTES = 4;

    private final @Nullable EngineSettings settings;
    private @Nullable Engine engine;
    private final Outcome outcome = new Outcome();
    private final HeapBuffer buffer = HeapBuffer.ofSize(0);
    private int[] offsets = new int[4096];
    private final UpcomingFrames upcoming = new UpcomingFrames();
    private @Nullable EventSink sink;
    private long marks;
    private final ReplayProgress progress;
    private long commands;

    /** Replays into an engine that knows nothing yet; never begins from a snapshot. */
    public Replayer(final Engine engine) {
        this(engine, ReplayProgress.NONE);
    }

    /** The same, and tells how far it has come. */
    public Replayer(final Engine engine, final ReplayProgress progress) {
        this.engine = engine;
        this.progress = progress;
        settings = null;
    }

    /** Replays into an engine that is made when it is needed: from a snapshot's state, or from nothing. */
    public Replayer(final EngineSettings settings) {
        this(settings, ReplayProgress.NONE);
    }

    /** The same, and tells how far it has come. */
    public Replayer(final EngineSettings settings, final ReplayProgress progress) {
        this.settings = settings;
        this.progress = progress;
    }

    /** The engine, as far as was replayed. */
    public Engine engine() {
        Engine made = engine;
        if (made == null) {
            made = new Engine(Objects.requireNonNull(settings));
            engine = made;
        }
        return made;
    }

    @Override
    public boolean beginsFromSnapshots() {
        return settings != null;
    }

    @Override
    public @Nullable String begin(
            final StateInput state, final long sequence, final long digestHigh, final long digestLow) {
        try {
            final Engine read = Engine.read(state, Objects.requireNonNull(settings));
            if (read.sequence() != sequence || read.digestHigh() != digestHigh || read.digestLow() != digestLow) {
                return "its state is that after sequence " + read.sequence() + " with the digest "
                        + hex(read.digestHigh(), read.digestLow()) + ", not what its header says";
            }
            final EventSink to = sink;
            final String fault = to == null ? null : to.begin(read.events().count());
            if (fault == null) {
                engine = read;
            }
            return fault;
        } catch (final StateException refused) {
            return refused.getMessage();
        }
    }

    @Override
    public @Nullable String snapshot(
            final StateInput state, final long sequence, final long digestHigh, final long digestLow) {
        final String difference = difference(sequence, digestHigh, digestLow);
        if (difference != null) {
            return difference;
        }
        try {
            final StateComparison comparison = new StateComparison(state);
            engine().write(comparison);
            comparison.end();
            return null;
        } catch (final StateException differs) {
            return differs.getMessage();
        }
    }

    /** How many recorded digests were compared. */
    public long marks() {
        return marks;
    }

    @Override
    public @Nullable String framesFault(
            final byte[] bytes, final int framesOffset, final int framesLength, final int commandCount) {
        return BatchFrames.fault(bytes, framesOffset, framesLength, commandCount);
    }

    @Override
    public void upcoming(final byte[] bytes, final int framesOffset, final int framesLength, final int commandCount) {
        upcoming.add(bytes, framesOffset, framesLength, commandCount);
    }

    @Override
    public void batch(
            final byte[] bytes,
            final int framesOffset,
            final int framesLength,
            final long firstSequence,
            final int commandCount,
            final long timeMillis) {
        final Engine engine = engine();
        if (firstSequence != engine.sequence() + 1) {
            throw new IllegalStateException(
                    "batch begins with sequence " + firstSequence + " behind " + engine.sequence());
        }
        buffer.wrap(bytes);
        locate(framesOffset, framesLength, commandCount);
        final boolean prepared = upcoming.prepare(engine, commandCount);
        for (int from = 0; from < commandCount; from += Committer.CHUNK) {
            final int to = Math.min(commandCount, from + Committer.CHUNK);
            if (!prepared && allWhole(from, to)) {
                engine.prepare(buffer, offsets, from, to);
            }
            for (int i = from; i < to; i++) {
                final int length = buffer.getInt(offsets[i] - LENGTH_BYTES);
                engine.apply(firstSequence + i, timeMillis, buffer, offsets[i], length, outcome);
                giveEvents(firstSequence + i);
            }
            engine.events().clear();
        }
        commands += commandCount;
        progress.replayed(commands, engine.sequence());
    }

    /** Reading ahead believes what a message says; one that is not whole is refused by the engine alone. */
    private boolean allWhole(final int from, final int to) {
        boolean whole = true;
        for (int i = from; i < to && whole; i++) {
            whole = MessageCheck.isWhole(buffer, offsets[i], buffer.getInt(offsets[i] - LENGTH_BYTES));
        }
        return whole;
    }

    private void giveEvents(final long sequence) {
        final EventSink to = sink;
        final Engine engine = engine();
        if (to != null && engine.events().length() > 0) {
            to.events(sequence, engine.timeMillis(), engine.events());
            engine.events().clear();
        }
    }

    @Override
    public boolean giveEventsTo(final EventSink to) {
        sink = to;
        return true;
    }

    @Override
    public String digest() {
        final Engine engine = engine();
        return hex(engine.digestHigh(), engine.digestLow());
    }

    @Override
    public @Nullable JournalReplay another() {
        return settings == null ? null : new Replayer(settings.withMostTableBytes(0));
    }

    private void locate(final int framesOffset, final int framesLength, final int commandCount) {
        if (offsets.length < commandCount) {
            offsets = Arrays.copyOf(offsets, commandCount);
        }
        int at = framesOffset;
        for (int i = 0; i < commandCount; i++) {
            offsets[i] = at + LENGTH_BYTES;
            at += LENGTH_BYTES + buffer.getInt(at);
        }
        if (at != framesOffset + framesLength) {
            throw new IllegalStateException(
                    commandCount + " frames end at " + at + ", the batch at " + (framesOffset + framesLength));
        }
    }

    @Override
    public @Nullable String mark(final long sequence, final long digestHigh, final long digestLow) {
        marks++;
        return difference(sequence, digestHigh, digestLow);
    }

    private @Nullable String difference(final long sequence, final long digestHigh, final long digestLow) {
        final Engine engine = engine();
        if (sequence != engine.sequence()) {
            return "digest recorded after sequence " + sequence + ", replayed to " + engine.sequence();
        }
        if (digestHigh == engine.digestHigh() && digestLow == engine.digestLow()) {
            return null;
        }
        return "digest after sequence " + sequence + " was recorded as " + hex(digestHigh, digestLow)
                + ", replay gives " + hex(engine.digestHigh(), engine.digestLow());
    }

    private static String hex(final long high, final long low) {
        return String.format("%016x%016x", high, low);
    }
}
