package dev.tidegate.journal;

import dev.tidegate.pipeline.JournalException;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The thread that keeps house behind and ahead of the writer: disk space, next segment, forces in the background, the
 * chain, seals. The engine thread waits for it only when it has run out of prepared space.
 *
 * <p>It sleeps without waking while nothing is written. What fails here fails the writer's next call.
 */
final class Keeper implements Runnable {
    /** Bytes after which a log that nobody forces is forced in the background. */
    private static final long FORCE_EVERY_BYTES = 8L << 20;

    private static final long NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long WAIT_NANOS = TimeUnit.MICROSECONDS.toNanos(20);
    private static final long FULL_FOR_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long SPACE_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final SegmentSupply supply;
    private final ChainFollower follower;
    private final ForcedRecords forced;
    private final ForcedMark forcedMark;
    private final Surroundings around;
    private final Thread thread = new Thread(this, "journal-keeper");
    private volatile LiveSegment live;
    private volatile boolean asleep;
    private volatile boolean stopping;
    private volatile boolean aborted;
    private volatile boolean low;
    private volatile boolean ended;
    private volatile @Nullable Throwable failure;

    // The engine thread's one question at a time: more space in the live segment, or the next segment.
    private volatile long wantedBytes;
    private volatile long asked;
    private volatile long answered;

    // Engine thread only.
    private long nudgedAt = -1;
    private boolean full;
    private long fullSince;

    private final AtomicReference<@Nullable Retiring> retiring = new AtomicReference<>();

    /** A wish to let the log begin behind a segment. */
    private record Retiring(long number, LogPlace behind, CompletableFuture<Long> done) {}

    // Keeper's thread only.
    private long backgroundForcedTo;
    private boolean restless;
    private long spaceLookedAt;

    Keeper(
            final SegmentSupply supply,
            final ChainFollower follower,
            final ForcedRecords forced,
            final ForcedMark forcedMark,
            final LiveSegment live,
            final Surroundings around) {
        this.around = around;
        this.supply = supply;
        this.follower = follower;
        this.forced = forced;
        this.forcedMark = forcedMark;
        this.live = live;
        follower.follow(live);
        low = supply.isLow(false);
        spaceLookedAt = around.nanoTime().getAsLong();
        thread.setDaemon(true);
        thread.setPriority(Thread.MIN_PRIORITY);
    }

    void start() {
        if (around.hasThreads()) {
            thread.start();
        }
    }

    /** One step of its work in the caller's thread, for a keeper without a thread; false when there was nothing to do. */
    boolean work() {
        if (failure != null || aborted) {
            return false;
        }
        try {
            return step();
        } catch (final Throwable found) {
            failure = found;
            return false;
        }
    }

    /** Whether the disk was below its low-water mark when it was looked at last. */
    boolean isLow() {
        return low;
    }

    /** Lets the log begin behind a sealed segment; from any thread. The future completes when the manifest says so. */
    CompletableFuture<Long> retire(final long number, final LogPlace behind) {
        final CompletableFuture<Long> done = new CompletableFuture<>();
        retiring.set(new Retiring(number, behind, done));
        LockSupport.unpark(thread);
        if (!around.hasThreads()) {
            work();
            dropWish();
        } else if (ended) {
            // Looked at behind the wish, as the thread looks for wishes behind it: one of the two sees the other.
            dropWish();
        }
        return done;
    }

    /** The thread has ended: nobody will do it. */
    private void dropWish() {
        final Retiring wish = retiring.getAndSet(null);
        if (wish != null) {
            wish.done().completeExceptionally(closed());
        }
    }

    private boolean retireIfAsked() throws IOException {
        final Retiring wish = retiring.getAndSet(null);
        if (wish == null) {
            return false;
        }
        try {
            supply.retire(wish.number(), wish.behind());
        } catch (final Throwable unwritten) {
            wish.done().completeExceptionally(unwritten);
            throw unwritten;
        }
        wish.done().complete(wish.number());
        return true;
    }

    /** Called by the engine thread after each append and each force. */
    void wake() {
        if (asleep) {
            LockSupport.unpark(thread);
        }
    }

    /** Asks for more space soon, once for each end of the allocated space. */
    void nudge(final long allocated) {
        if (nudgedAt != allocated) {
            nudgedAt = allocated;
            LockSupport.unpark(thread);
        }
    }

    /** Waits until the live segment has space up to {@code upTo}; false when the disk has none. */
    boolean allocate(final LiveSegment segment, final long upTo) {
        if (segment.writer().allocated() >= upTo) {
            return true;
        }
        return ask(upTo) && noteFull(segment.writer().allocated() < upTo);
    }

    /** Waits for the next segment; null when the disk has no room for one. */
    @Nullable
    LiveSegment takeNext() {
        LiveSegment next = supply.takeNext();
        if (next == null && ask(0)) {
            next = supply.takeNext();
            noteFull(next == null);
        }
        return next;
    }

    /** Says that {@code next} has taken the place of the segment before. */
    void rolled(final LiveSegment next) {
        follower.follow(next);
        live = next;
    }

    /** The segment that is being written. */
    LiveSegment live() {
        return live;
    }

    boolean hasFailed() {
        return failure != null;
    }

    void throwFailure() {
        final Throwable found = failure;
        if (found != null) {
            throw Failures.of("keep the journal", found);
        }
    }

    /** Lets the chain catch up, seals what is finished, and ends the thread. */
    void finish() {
        stopping = true;
        while (!around.hasThreads() && work()) {
            // As the thread would, until nothing is left.
            continue;
        }
        join();
        throwFailure();
    }

    /** Ends the thread as soon as its current step is done. */
    void abort() {
        aborted = true;
        join();
    }

    @Override
    public void run() {
        try {
            while (!aborted) {
                final boolean last = stopping;
                if (!step()) {
                    if (last) {
                        break;
                    }
                    sleep();
                }
            }
        } catch (final Throwable found) {
            failure = found;
        } finally {
            answered = Long.MAX_VALUE;
            ended = true;
            dropWish();
        }
    }

    private boolean step() throws IOException {
        if (answered < asked) {
            answer();
            return true;
        }
        lookAtSpace();
        if (retireIfAsked()) {
            return true;
        }
        final LiveSegment segment = live;
        final boolean supplied = !stopping && supply.step(segment);
        final boolean worked = forceInBackground(segment) | follower.step();
        forcedMark.note(forced.newest());
        return supplied || worked;
    }

    private void lookAtSpace() {
        final long now = around.nanoTime().getAsLong();
        if (now - spaceLookedAt >= SPACE_LOOK_NANOS) {
            spaceLookedAt = now;
            low = supply.isLow(low);
        }
    }

    private void answer() throws IOException {
        final long question = asked;
        if (wantedBytes == 0) {
            supply.prepareNext();
        } else {
            supply.allocate(live, wantedBytes);
        }
        answered = question;
    }

    private boolean forceInBackground(final LiveSegment segment) throws IOException {
        final long record = segment.record();
        final long end = segment.end();
        if (forced.newest() >= record || segment.isFinished()) {
            backgroundForcedTo = end;
            return false;
        }
        backgroundForcedTo = Math.min(backgroundForcedTo, end);
        if (end - backgroundForcedTo < FORCE_EVERY_BYTES) {
            return false;
        }
        segment.writer().forceAside();
        forced.keeperForced(record);
        backgroundForcedTo = end;
        return true;
    }

    /** Naps while there is traffic; then sleeps until the next append or force. */
    private void sleep() {
        if (restless) {
            restless = false;
            LockSupport.parkNanos(this, NAP_NANOS);
            restless = hasWork();
            return;
        }
        if (low) {
            // Whoever is refused appends nothing, and so would never wake it.
            LockSupport.parkNanos(this, SPACE_LOOK_NANOS);
            return;
        }
        asleep = true;
        if (!hasWork() && !stopping && !aborted) {
            LockSupport.park(this);
        }
        asleep = false;
        restless = true;
    }

    private boolean hasWork() {
        return answered < asked
                || retiring.get() != null
                || follower.chain().record() < live.record()
                || forcedMark.isBehind(forced.newest())
                || live.isFinished();
    }

    private boolean ask(final long bytes) {
        if (full && around.nanoTime().getAsLong() - fullSince < FULL_FOR_NANOS) {
            return false;
        }
        wantedBytes = bytes;
        asked = asked + 1;
        LockSupport.unpark(thread);
        while (answered < asked && failure == null) {
            if (around.hasThreads()) {
                LockSupport.parkNanos(this, WAIT_NANOS);
            } else {
                work();
            }
        }
        throwFailure();
        return true;
    }

    /** Remembers a full disk for a moment: a storm of refusals shall not ask the disk each time. */
    private boolean noteFull(final boolean isFull) {
        full = isFull;
        fullSince = isFull ? around.nanoTime().getAsLong() : 0;
        return !isFull;
    }

    private void join() {
        LockSupport.unpark(thread);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                LockSupport.unpark(thread);
                thread.join();
            } catch (final InterruptedException ignored) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The exception for a call after the journal was closed. */
    static JournalException closed() {
        return new JournalException(JournalException.Kind.IO, "the journal is closed");
    }
}
