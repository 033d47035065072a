package dev.tidegate.journal;

import dev.tidegate.journal.event.CommandTail;
import dev.tidegate.journal.log.LogPort;
import dev.tidegate.journal.log.SegmentReader;
import dev.tidegate.pipeline.JournalReplay;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads the batches of a journal back from its first segment on, while its writer goes on. */
final class JournalTail implements CommandTail {
    private final Path folder;
    private final LogPort log;
    private final SegmentSupply supply;
    private final Voids voids;
    private final Keeper keeper;
    private final Envelope envelope = new Envelope();
    private @Nullable SegmentReader reader;
    private long segment;
    private long sequence;
    private boolean begun;
    private boolean pending;

    JournalTail(final Path folder, final LogPort log, final SegmentSupply supply, final Keeper keeper) {
        this.folder = folder;
        this.log = log;
        this.supply = supply;
        voids = new Voids(supply.manifest().repairs());
        this.keeper = keeper;
    }

    @Override
    public long replayNext(final JournalReplay into, final long upTo) throws IOException {
        if (!begun) {
            sequence = new SnapshotChoice(folder, log, supply.manifest())
                    .first(into)
                    .state()
                    .sequence();
            begun = true;
        }
        while (pending || nextBatch()) {
            pending = true;
            final long last = envelope.sequence() + envelope.count() - 1;
            if (last > upTo) {
                return -1;
            }
            pending = false;
            final SegmentReader from = reader();
            if (envelope.sequence() != sequence + 1) {
                throw new IOException("sequence " + envelope.sequence() + " where " + (sequence + 1) + " should be, in "
                        + log.file(segment));
            }
            final String fault = voids.deliver(
                    into,
                    from.bytes(),
                    from.offset() + Envelope.HEADER_BYTES,
                    from.length() - Envelope.HEADER_BYTES,
                    envelope.sequence(),
                    envelope.count(),
                    envelope.timeMillis());
            if (fault != null) {
                throw new IOException(fault + ", in " + log.file(segment));
            }
            sequence = last;
            return sequence;
        }
        return -1;
    }

    /** Moves to the next batch that is in the files; marks are passed over. */
    private boolean nextBatch() throws IOException {
        while (true) {
            // The live segment first: one that was live a moment ago is read to its end before it is left.
            final LiveSegment live = keeper.live();
            final long liveEnd = live.end();
            if (reader == null && !openNext(live, liveEnd)) {
                return false;
            }
            final boolean isLive = live.number() == segment;
            final SegmentReader from = reader();
            if (from.next(isLive ? liveEnd : Long.MAX_VALUE)) {
                if (envelope.wrap(from.bytes(), from.offset()).fault(from.length()) != null) {
                    throw new IOException(
                            "a damaged record at byte " + from.recordStart() + " of " + log.file(segment));
                }
                if (envelope.kind() == Envelope.BATCH) {
                    return true;
                }
            } else if (from.stopReason() != null) {
                throw new IOException(from.stopReason() + " at byte " + from.position() + " of " + log.file(segment));
            } else if (isLive || segment > live.number()) {
                return false;
            } else {
                close();
            }
        }
    }

    private boolean openNext(final LiveSegment live, final long liveEnd) throws IOException {
        for (final ManifestSegment listed : supply.manifest().segments()) {
            if (listed.number() > segment && listed.number() <= live.number()) {
                segment = listed.number();
                reader = log.read(segment, new Envelope());
                // Its first record is the segment's header; never beyond what was published, which may change yet.
                return reader.next(segment == live.number() ? liveEnd : Long.MAX_VALUE);
            }
        }
        return false;
    }

    private SegmentReader reader() {
        if (reader == null) {
            throw new IllegalStateException("no segment is being read");
        }
        return reader;
    }

    @Override
    public void close() throws IOException {
        if (reader != null) {
            reader.close();
            reader = null;
        }
    }
}
