package dev.tidegate.journal;

import dev.tidegate.journal.event.CommandTail;
import dev.tidegate.journal.log.LogPort;
import dev.tidegate.pipeline.Journal;
import dev.tidegate.pipeline.JournalException;
import dev.tidegate.pipeline.JournalSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A folder's journal, ready to append. Made by {@link JournalFolder}. */
public final class FolderJournal implements Journal {
    /** The largest frames of one batch, in bytes. */
    static final int MAX_FRAMES_BYTES = 1 << 20;

    /** Room that a mark may use although it was not asked for. */
    private static final int MARK_ROOM_BYTES = LogPort.SLACK_BYTES / 2;

    private final JournalSettings settings;
    private final FolderLock lock;
    private final SegmentSupply supply;
    private final ChainFollower follower;
    private final ForcedRecords forced;
    private final ForcedMark forcedMark;
    private final Keeper keeper;
    private final Envelope envelope = new Envelope();
    private final byte[] markBytes = new byte[Envelope.MARK_BYTES];
    private LiveSegment live;
    private long record;
    private long sequence;
    private long timeMillis;
    private boolean closed;
    private volatile boolean failed;
    private @Nullable ChainHead chainHead;

    FolderJournal(
            final JournalSettings settings,
            final FolderLock lock,
            final SegmentSupply supply,
            final ChainFollower follower,
            final ForcedRecords forced,
            final ForcedMark forcedMark,
            final LiveSegment live,
            final FolderReplay found,
            final Surroundings around) {
        this.settings = settings;
        this.lock = lock;
        this.supply = supply;
        this.follower = follower;
        this.forcedMark = forcedMark;
        this.record = found.record();
        this.sequence = found.sequence();
        this.timeMillis = found.timeMillis();
        this.forced = forced;
        forced.engineForced(record);
        this.live = live;
        live.begin(record + 1, sequence + 1);
        this.keeper = new Keeper(supply, follower, forced, forcedMark, live, around);
        keeper.start();
    }

    /** A reader of everything that is kept, from the first segment on. */
    CommandTail tail(final Path folder, final LogPort log) {
        return new JournalTail(folder, log, supply, keeper);
    }

    /** Whether a call has failed: what was forced last may not be on the disk, whatever a later force says. */
    boolean hasFailed() {
        return failed || keeper.hasFailed();
    }

    /** One step of background work, for a journal without threads; false when there is nothing to do. */
    boolean work() {
        return keeper.work();
    }

    @Override
    public int headerBytes() {
        return Envelope.HEADER_BYTES;
    }

    @Override
    public int maxFramesBytes() {
        return MAX_FRAMES_BYTES;
    }

    @Override
    public boolean ensureRoom(final int framesLength) {
        refuseAfterFailure();
        requireRange("framesLength", framesLength, 0, MAX_FRAMES_BYTES);
        try {
            return hasRoom(Envelope.HEADER_BYTES + framesLength, LogPort.SLACK_BYTES);
        } catch (final Throwable failure) {
            throw fail("make room in segment " + live.number(), failure);
        }
    }

    @Override
    public boolean lowOnSpace() {
        return keeper.isLow();
    }

    @Override
    public void append(
            final byte[] batch,
            final int framesLength,
            final long firstSequence,
            final int commandCount,
            final long timeMillis) {
        refuseAfterFailure();
        requireRange("framesLength", framesLength, 0, MAX_FRAMES_BYTES);
        requireRange("firstSequence", firstSequence, sequence + 1, sequence + 1);
        requireRange("commandCount", commandCount, 1, Integer.MAX_VALUE);
        requireRange("timeMillis", timeMillis, this.timeMillis, Long.MAX_VALUE);
        final int total = Envelope.HEADER_BYTES + framesLength;
        try {
            if (!hasRoom(total, LogPort.SLACK_BYTES / 2)) {
                throw new JournalException(
                        JournalException.Kind.DISK_FULL, "no room for a batch of " + total + " bytes");
            }
            envelope.wrap(batch, 0)
                    .begin(Envelope.BATCH, total)
                    .position(record + 1, firstSequence, commandCount, timeMillis);
            write(batch, total, firstSequence + commandCount - 1);
            this.timeMillis = timeMillis;
        } catch (final Throwable failure) {
            throw fail("append sequence " + firstSequence + " to segment " + live.number(), failure);
        }
    }

    /**
     * Records a digest. On a full disk, where not even the reserve is left, it is left out: a mark is a check, and no
     * answer depends on it.
     */
    @Override
    public void mark(final long sequence, final long digestHigh, final long digestLow) {
        refuseAfterFailure();
        requireRange("sequence", sequence, 0, this.sequence);
        try {
            if (hasRoom(Envelope.MARK_BYTES, LogPort.SLACK_BYTES - MARK_ROOM_BYTES)) {
                envelope.wrap(markBytes, 0)
                        .begin(Envelope.MARK, Envelope.MARK_BYTES)
                        .position(record + 1, sequence, 0, timeMillis)
                        .digest(digestHigh, digestLow);
                write(markBytes, Envelope.MARK_BYTES, this.sequence);
            }
        } catch (final Throwable failure) {
            throw fail("mark sequence " + sequence + " in segment " + live.number(), failure);
        }
    }

    @Override
    public void force() {
        refuseAfterFailure();
        final boolean interrupted = Thread.interrupted();
        try {
            keeper.throwFailure();
            forced.ask();
            forceLive();
        } catch (final Throwable failure) {
            throw fail("force segment " + live.number(), failure);
        } finally {
            restore(interrupted);
        }
    }

    /** Lets the log begin behind a sealed segment; from any thread. */
    CompletableFuture<Long> retire(final long number, final LogPlace behind) {
        return keeper.retire(number, behind);
    }

    /** The chain's head over everything that was written; set once the journal was closed without a failure. */
    public ChainHead chainHead() {
        final ChainHead head = chainHead;
        if (head == null) {
            throw new IllegalStateException("the chain's head is complete once the journal is closed");
        }
        return head;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        final boolean interrupted = Thread.interrupted();
        try {
            if (failed) {
                keeper.abort();
            } else {
                finish();
            }
        } catch (final Throwable failure) {
            keeper.abort();
            throw Failures.of("close the journal", failure);
        } finally {
            release();
            restore(interrupted);
        }
    }

    private void finish() throws IOException {
        keeper.throwFailure();
        forceLive();
        live.finish();
        keeper.finish();
        final LiveSegment spare = supply.takeNext();
        if (spare != null) {
            supply.drop(spare);
        }
        final Chain chain = follower.chain();
        chainHead = new ChainHead(chain.record(), sequence, chain.headHex());
    }

    /** Releases what is left, whatever has failed before: only the first failure is worth telling. */
    private void release() {
        final LiveSegment spare = supply.takeNext();
        closeAll(
                spare == null ? live::close : spare::close,
                live::close,
                follower::release,
                forcedMark::close,
                lock::close);
    }

    private interface Closing {
        void close() throws IOException;
    }

    private static void closeAll(final Closing... parts) {
        for (final Closing part : parts) {
            try {
                part.close();
            } catch (final IOException alreadyLost) {
                // Nothing that was acknowledged depends on it: the process lets go of the file anyway.
                continue;
            }
        }
    }

    /** Whether {@code length} bytes and {@code spareBytes} more can be written, rolling to the next segment if due. */
    private boolean hasRoom(final int length, final int spareBytes) throws IOException {
        keeper.throwFailure();
        final boolean due = live.hasRecords() && live.writer().position() + length > settings.segmentBytes();
        final boolean overdue = due && !roll();
        final long wanted = live.writer().position() + length + spareBytes;
        final long allocated = live.writer().allocated();
        if (allocated < wanted) {
            // A segment that cannot be followed by another takes what its space still holds, and no more.
            return !overdue && keeper.allocate(live, live.writer().position() + length + LogPort.SLACK_BYTES);
        }
        if (allocated - wanted < settings.preallocateBytes() / 2) {
            keeper.nudge(allocated);
        }
        return true;
    }

    private boolean roll() throws IOException {
        final LiveSegment next = keeper.takeNext();
        if (next == null) {
            return false;
        }
        // Forced before the next one gets its first record: so only the last segment can ever have a torn tail.
        final boolean interrupted = Thread.interrupted();
        try {
            forceLive();
        } catch (final Throwable failure) {
            // Nobody else knows of it any more.
            next.close();
            throw failure;
        } finally {
            restore(interrupted);
        }
        next.begin(record + 1, sequence + 1);
        live.finish();
        keeper.rolled(next);
        live = next;
        return true;
    }

    private void forceLive() throws IOException {
        live.writer().force();
        forced.engineForced(record);
        keeper.wake();
    }

    private void write(final byte[] bytes, final int total, final long lastSequence) throws IOException {
        envelope.forced(forced.newest());
        final ChainFollower.Head head = follower.published();
        if (record + 1 - head.record() <= KnownHeads.HEADS_KEPT && head.record() > 0) {
            envelope.chain(head.record(), head.bytes());
        } else {
            envelope.noChain();
        }
        envelope.sign();
        final boolean interrupted = Thread.interrupted();
        try {
            live.append(bytes, total, record + 1, lastSequence);
        } finally {
            restore(interrupted);
        }
        record++;
        sequence = lastSequence;
        keeper.wake();
    }

    private void refuseAfterFailure() {
        if (closed || failed) {
            throw closed ? Keeper.closed() : new JournalException(JournalException.Kind.IO, "the journal has failed");
        }
    }

    private JournalException fail(final String attempt, final Throwable failure) {
        failed = true;
        return Failures.of(attempt, failure);
    }

    /** An interrupt would close the file channel under the write; it is set aside for the caller instead. */
    private static void restore(final boolean interrupted) {
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void requireRange(final String name, final long value, final long low, final long high) {
        if (value < low || value > high) {
            throw new IllegalArgumentException(name + " is " + value + ", must be " + low + " to " + high);
        }
    }
}
