package dev.tidegate.pipeline;

import dev.tidegate.engine.Engine;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.Outcome;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Feeds what a journal holds to an engine, and compares the digests recorded on the way. */
public final class Replayer implements JournalReplay {
    private static final int LENGTH_BYTES = 4;

    private final Engine engine;
    private final @Nullable Supplier<Engine> engines;
    private final Outcome outcome = new Outcome();
    private final HeapBuffer buffer = HeapBuffer.ofSize(0);
    private int[] offsets = new int[4096];
    private @Nullable EventSink sink;
    private long marks;

    public Replayer(final Engine engine) {
        this(engine, null);
    }

    /** Can also replay anew, into engines that {@code engines} makes. */
    public Replayer(final Engine engine, final @Nullable Supplier<Engine> engines) {
        this.engine = engine;
        this.engines = engines;
    }

    /** How many recorded digests were compared. */
    public long marks() {
        return marks;
    }

    @Override
    public void batch(
            final byte[] bytes,
            final int framesOffset,
            final int framesLength,
            final long firstSequence,
            final int commandCount,
            final long timeMillis) {
        if (firstSequence != engine.sequence() + 1) {
            throw new IllegalStateException(
                    "batch begins with sequence " + firstSequence + " behind " + engine.sequence());
        }
        buffer.wrap(bytes);
        locate(framesOffset, framesLength, commandCount);
        for (int from = 0; from < commandCount; from += Committer.CHUNK) {
            final int to = Math.min(commandCount, from + Committer.CHUNK);
            engine.prepare(buffer, offsets, from, to);
            for (int i = from; i < to; i++) {
                final int length = buffer.getInt(offsets[i] - LENGTH_BYTES);
                engine.apply(firstSequence + i, timeMillis, buffer, offsets[i], length, outcome);
                giveEvents(firstSequence + i);
            }
            engine.events().clear();
        }
    }

    private void giveEvents(final long sequence) {
        final EventSink to = sink;
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
    public @Nullable JournalReplay another() {
        return engines == null ? null : new Replayer(engines.get(), engines);
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
