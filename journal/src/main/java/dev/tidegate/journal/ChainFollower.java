package dev.tidegate.journal;

import dev.tidegate.journal.ManifestSegment.Seal;
import dev.tidegate.journal.log.LogPort;
import dev.tidegate.journal.log.SegmentReader;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Computes the chain behind the writer by reading the segments back, and seals those that are complete.
 *
 * <p>What it has not reached yet waits on the disk, not in memory. Used by the keeper's thread, except for
 * {@link #follow} and {@link #published}.
 */
final class ChainFollower {
    private static final int STEP_BYTES = 256 * 1024;

    private final LogPort log;
    private final SegmentSupply supply;
    private final Chain chain;
    private final Queue<LiveSegment> segments = new ConcurrentLinkedQueue<>();
    private @Nullable SegmentReader reader;
    private volatile Head published;

    /** A head and the record it covers. */
    record Head(long record, byte[] bytes) {}

    ChainFollower(final LogPort log, final SegmentSupply supply, final Chain chain) {
        this.log = log;
        this.supply = supply;
        this.chain = chain;
        this.published = head();
    }

    /** Adds a segment to follow, behind those before it. */
    void follow(final LiveSegment segment) {
        segments.add(segment);
    }

    /** The newest head; never changed after it was published. */
    Head published() {
        return published;
    }

    Chain chain() {
        return chain;
    }

    /** One bounded step of work, if there is any. */
    boolean step() throws IOException {
        final LiveSegment segment = segments.peek();
        if (segment == null) {
            return false;
        }
        final boolean finished = segment.isFinished();
        if (finished) {
            segment.close();
        }
        if (chain.record() < segment.record()) {
            extend(segment);
            return true;
        }
        if (finished) {
            seal(segment);
        }
        return finished;
    }

    /** Lets go of every segment that was never sealed. */
    void release() throws IOException {
        close();
        for (final LiveSegment segment : segments) {
            segment.close();
        }
    }

    private void close() throws IOException {
        if (reader != null) {
            reader.close();
            reader = null;
        }
    }

    private void extend(final LiveSegment segment) throws IOException {
        final long last = segment.record();
        final long end = segment.end();
        final SegmentReader from = open(segment);
        for (int bytes = 0; bytes < STEP_BYTES && chain.record() < last; bytes += from.length()) {
            if (!from.next(end)) {
                throw new IOException("segment " + segment.number() + " cannot be read back at byte " + from.position()
                        + ", record " + (chain.record() + 1));
            }
            chain.extend(from.bytes(), from.offset(), from.length());
        }
        published = head();
    }

    private SegmentReader open(final LiveSegment segment) throws IOException {
        if (reader == null) {
            reader = log.read(segment.number(), new Envelope());
            reader.next(segment.end());
        }
        return reader;
    }

    private void seal(final LiveSegment segment) throws IOException {
        close();
        segments.remove();
        if (!segment.hasRecords()) {
            supply.drop(segment);
            return;
        }
        log.finish(segment.number(), segment.end());
        supply.record(supply.manifest()
                .withSeal(
                        segment.number(),
                        new Seal(
                                segment.firstRecord(),
                                segment.record(),
                                segment.firstSequence(),
                                segment.sequence(),
                                segment.end(),
                                chain.headHex(),
                                FileCrc.of(log.file(segment.number())))));
    }

    private Head head() {
        final byte[] bytes = new byte[Envelope.CHAIN_HEAD_BYTES];
        chain.copyHead(bytes, 0);
        return new Head(chain.record(), bytes);
    }
}
