package dev.tidegate.journal;

import dev.tidegate.engine.EngineSettings;
import dev.tidegate.pipeline.JournalException;
import dev.tidegate.pipeline.Replayer;
import dev.tidegate.pipeline.Shadow;
import dev.tidegate.pipeline.Upkeep;
import dev.tidegate.table.StateException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The shadow of a folder in this process or beside another one; a thread of its own and the folder are all it uses. */
final class FolderShadow implements Shadow, Runnable {
    private static final int STEP_BYTES = 1 << 18;
    private static final long NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long MOST_WAIT_SECONDS = 30;
    private static final long MEMORY_LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Path folder;
    private final Upkeep upkeep;
    private final EngineSettings settings;
    private final @Nullable FolderJournal writer;
    private final Listener listener;
    private final Surroundings around;
    private final Thread thread = new Thread(this, "tidegate-shadow");
    private final Queue<CompletableFuture<Long>> asked = new ConcurrentLinkedQueue<>();
    private final Pace pace;
    private volatile boolean stopping;
    /** What whoever asks for a snapshot is told once it has ended; set before the status says so. */
    private volatile JournalException.Kind endedBy = JournalException.Kind.IO;

    private volatile Status status = new Status(Phase.FOLLOWING, 0, 0, 0, 0, 0, "");
    private long snapshots;
    private long snapshotSequence;
    private long stateBytes;
    private String trouble = "";
    private long memoryLookedAt;
    private @Nullable Following following;

    /** Ends a snapshot that is being written when the shadow is closed. */
    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Stopped() {
            super("the shadow was closed", null, false, false);
        }
    }

    FolderShadow(
            final Path folder,
            final @Nullable FolderJournal writer,
            final Upkeep upkeep,
            final EngineSettings settings,
            final Listener listener,
            final Surroundings around) {
        this.around = around;
        memoryLookedAt = around.nanoTime().getAsLong();
        this.folder = folder;
        this.upkeep = upkeep;
        this.settings = settings;
        this.writer = writer;
        this.listener = listener;
        pace = new Pace(upkeep.shadowPercent());
        thread.setDaemon(true);
        thread.setPriority(Thread.MIN_PRIORITY);
    }

    /** Starts it; with too little memory for the tables twice it ends at once and says so. */
    FolderShadow start(final long liveBytes) {
        final String want = want(liveBytes);
        if (want == null) {
            if (around.hasThreads()) {
                thread.start();
            }
        } else {
            end(Phase.ENDED, want);
        }
        return this;
    }

    /** Says what memory is wanting for tables of that size, twice when an engine runs beside; null when there is enough. */
    private @Nullable String want(final long tableBytes) {
        final long most = Runtime.getRuntime().maxMemory();
        final long needed = needed(tableBytes, writer == null ? 1 : 2);
        return needed <= most
                ? null
                : "memory does not hold the state twice: that takes " + (needed >> 20) + " MiB, -Xmx gives "
                        + (most >> 20) + " MiB. Give more, run \"tidegate shadow\" in a process of its own, or have"
                        + " snapshots made at start and close (snapshotAtEnds)";
    }

    private static long needed(final long tableBytes, final int copies) {
        return ShadowCost.heapFor(tableBytes, copies);
    }

    @Override
    public void run() {
        boolean more = work();
        while (more) {
            more = work();
        }
    }

    /** One step of its work, in the thread of whoever calls; false once it has ended. */
    boolean work() {
        if (status.phase() != Phase.FOLLOWING) {
            return false;
        }
        try {
            final Following now = following;
            if (!stopping && now == null) {
                following = new Following();
                return true;
            }
            if (!stopping && now != null && now.step()) {
                return true;
            }
            release();
            end(Phase.ENDED, trouble);
        } catch (final Stopped closed) {
            release();
            end(Phase.ENDED, trouble);
        } catch (final JournalException found) {
            release();
            endedBy = found.kind();
            end(found.kind() == JournalException.Kind.DAMAGED ? Phase.DAMAGE_FOUND : Phase.ENDED, text(found));
        } catch (final StateException | IllegalStateException found) {
            release();
            endedBy = JournalException.Kind.DAMAGED;
            end(Phase.DAMAGE_FOUND, text(found));
        } catch (final IOException | RuntimeException | Error failure) {
            release();
            end(Phase.ENDED, text(failure));
        }
        return false;
    }

    /** Lets go of the files. */
    private void release() {
        final Following done = following;
        following = null;
        if (done != null) {
            try {
                done.close();
            } catch (final IOException alreadyRead) {
                // Files that were only read, and a lock that the system drops with the process.
                return;
            }
        }
    }

    private static String text(final Throwable failure) {
        final String message = failure.getMessage();
        return message == null || failure instanceof IOException ? failure.toString() : message;
    }

    /** The log as it is followed, and the snapshots that are made of it. */
    private final class Following implements Closeable {
        private final SnapshotStore store;
        private final Replayer replayer = new Replayer(settings);
        private final LogFollower follower;
        private long madeAt;

        Following() throws IOException {
            store = new SnapshotStore(folder, upkeep.keepSnapshots());
            pace.begin();
            try {
                follower = new LogFollower(folder, replayer, header -> true);
            } catch (final Throwable failure) {
                store.close();
                throw failure;
            }
            snapshotSequence = follower.sequence();
            follower.rejected().forEach(each -> trouble = each.file() + ": " + each.reason());
            madeAt = follower.sequence();
        }

        /** Follows a little, and makes a snapshot when one is due; false when memory has become too small. */
        boolean step() throws IOException {
            final boolean more = follower.step(STEP_BYTES);
            say(Phase.FOLLOWING, follower, replayer);
            rest();
            final boolean due = upkeep.snapshotEvery() > 0 && follower.sequence() - madeAt >= upkeep.snapshotEvery();
            final boolean possible = follower.isAtRecord() && follower.hasFollowed();
            if (possible && (due || !more && !asked.isEmpty())) {
                madeAt = follower.sequence();
                snapshot(store, follower, replayer);
                retireIfPossible(store, follower);
                compress(follower);
                say(Phase.FOLLOWING, follower, replayer);
                listener.changed(status);
            } else if (!more) {
                // Who asks at this moment is heard in the next step, where one can be made.
                if (!possible) {
                    answer(follower.sequence() == snapshotSequence ? snapshotSequence : 0);
                }
                nap();
                pace.begin();
            }
            final String want = memoryWant(replayer);
            if (want != null) {
                trouble = want;
            }
            return want == null;
        }

        @Override
        public void close() throws IOException {
            try {
                follower.close();
            } finally {
                store.close();
            }
        }
    }

    /** Whoever does its work step by step decides when. */
    private void rest() {
        if (around.hasThreads()) {
            pace.rest();
        }
    }

    private void nap() {
        if (around.hasThreads()) {
            LockSupport.parkNanos(this, NAP_NANOS);
        }
    }

    private @Nullable String memoryWant(final Replayer replayer) {
        final long now = around.nanoTime().getAsLong();
        if (now - memoryLookedAt < MEMORY_LOOK_NANOS) {
            return null;
        }
        memoryLookedAt = now;
        stateBytes = replayer.engine().tableBytes();
        return want(stateBytes);
    }

    /** Answers those who asked before it is begun; who asks meanwhile may want what was followed since. */
    private void snapshot(final SnapshotStore store, final LogFollower follower, final Replayer replayer)
            throws IOException {
        final List<CompletableFuture<Long>> asking = takeAsked();
        boolean answered = false;
        try {
            final String fault = make(store, follower, replayer);
            if (fault.isEmpty()) {
                asking.forEach(each -> each.complete(snapshotSequence));
            } else {
                refuse(asking, fault);
            }
            answered = true;
        } finally {
            if (!answered) {
                asked.addAll(asking);
            }
        }
    }

    /** Says why there is no snapshot, or nothing when there is. */
    private String make(final SnapshotStore store, final LogFollower follower, final Replayer replayer)
            throws IOException {
        final var engine = replayer.engine();
        // A snapshot must not outlive the records that it was made of.
        follower.force();
        // Nor those that the journal could not force: the system then takes their pages for clean, and forces nothing.
        if (writer != null && writer.hasFailed()) {
            return "no snapshot was made: the journal has failed";
        }
        try {
            if (!store.make(engine, follower.header(engine.digestHigh(), engine.digestLow()), this::pauseOrStop)) {
                return "the disk has no room for a snapshot";
            }
        } catch (final IOException failure) {
            return "no snapshot was made: " + failure;
        }
        snapshots++;
        snapshotSequence = follower.sequence();
        trouble = "";
        return "";
    }

    /** A failure here costs room and nothing else, so the shadow goes on making snapshots. */
    private void retireIfPossible(final SnapshotStore store, final LogFollower follower) {
        try {
            retire(store, follower);
        } catch (final IOException failure) {
            trouble = "old segments were not let go of: " + failure;
        }
    }

    /** Lets go of what is older than the retention, once a snapshot stands at its end. */
    private void retire(final SnapshotStore store, final LogFollower follower) throws IOException {
        final FolderJournal journal = writer;
        if (journal == null) {
            return;
        }
        final Retirement retirement = new Retirement(folder, upkeep);
        final ManifestSegment last = retirement.due(follower.timeMillis());
        if (last == null) {
            return;
        }
        if (needed(stateBytes, 3) > Runtime.getRuntime().maxMemory()) {
            trouble = "segments are older than the retention, but memory does not hold the state a third time to let go"
                    + " of them";
            return;
        }
        final LogPlace behind = retirement.makeBase(last, settings, store, this::pauseOrStop);
        if (behind == null) {
            trouble = "the disk has no room for the snapshot that the log would begin behind";
            return;
        }
        try {
            journal.retire(last.number(), behind).get(MOST_WAIT_SECONDS, TimeUnit.SECONDS);
            retirement.removeRetired();
            store.dropOld();
        } catch (final InterruptedException | ExecutionException | TimeoutException notNow) {
            trouble = "the journal did not let go of old segments: " + notNow;
        }
    }

    private void compress(final LogFollower follower) {
        if (upkeep.compress()) {
            try {
                final String want = follower.compressSealed(upkeep.lowWaterBytes(), this::pauseOrStop);
                trouble = want.isEmpty() ? trouble : want;
            } catch (final IOException failure) {
                trouble = "a segment was not compressed: " + failure;
            }
        }
    }

    private void refuse(final List<CompletableFuture<Long>> asking, final String reason) {
        trouble = reason;
        asking.forEach(each -> each.completeExceptionally(new JournalException(endedBy, reason)));
    }

    /** Answers those who asked, if there is a snapshot of what they asked for. */
    private void answer(final long sequence) {
        takeAsked().forEach(each -> each.complete(sequence));
    }

    private List<CompletableFuture<Long>> takeAsked() {
        final List<CompletableFuture<Long>> asking = new ArrayList<>();
        for (CompletableFuture<Long> each = asked.poll(); each != null; each = asked.poll()) {
            asking.add(each);
        }
        return asking;
    }

    private void pauseOrStop() {
        if (stopping) {
            throw new Stopped();
        }
        rest();
    }

    private void say(final Phase phase, final LogFollower follower, final Replayer replayer) {
        status = new Status(
                phase, follower.sequence(), snapshots, snapshotSequence, replayer.marks(), stateBytes, trouble);
    }

    private void end(final Phase phase, final String reason) {
        final Status last = status;
        status = new Status(
                phase, last.sequence(), snapshots, snapshotSequence, last.digestsCompared(), stateBytes, reason);
        final String text = reason.isEmpty() ? "the shadow has ended" : reason;
        refuse(takeAsked(), text);
        listener.changed(status);
    }

    @Override
    public Status status() {
        return status;
    }

    @Override
    public CompletableFuture<Long> snapshot() {
        final CompletableFuture<Long> answer = new CompletableFuture<>();
        asked.add(answer);
        if (status.phase() != Phase.FOLLOWING && asked.remove(answer)) {
            // Not a CancellationException: a newer JDK hides its message.
            answer.completeExceptionally(new JournalException(
                    endedBy, status.trouble().isEmpty() ? "the shadow has ended" : status.trouble()));
        }
        LockSupport.unpark(thread);
        return answer;
    }

    @Override
    public void close() {
        stopping = true;
        LockSupport.unpark(thread);
        boolean interrupted = false;
        while (thread.isAlive() && thread != Thread.currentThread()) {
            try {
                thread.join();
            } catch (final InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (!around.hasThreads()) {
            work();
        }
    }
}
