package dev.tidegate.client;

import dev.tidegate.message.Command;
import dev.tidegate.message.CommandEncoder;
import dev.tidegate.message.CommandHeader;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.MessageCheck;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.message.sbe.ReadRefusedDecoder;
import dev.tidegate.message.sbe.RepliesDecoder;
import dev.tidegate.wire.OutcomeCodec;
import dev.tidegate.wire.Wire;
import dev.tidegate.wire.WireCheck;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The connection as its owner sees it: always there, though links come and go. One thread connects and reads, one writes,
 * both of them daemons.
 */
final class Connection implements AutoCloseable {
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long FIRST_PAUSE_MILLIS = 20;
    private static final int UNKNOWN_PAUSE_MILLIS = 100;
    private static final long CLOCK_SLACK_MILLIS = 1000;

    private final ClientOptions options;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final PendingCommands commands;
    private final PendingReads reads = new PendingReads();
    private final CommandEncoder encoder = new CommandEncoder();
    private final Outcome outcome = new Outcome();
    private final OutcomeCodec codec = new OutcomeCodec();
    private final Thread reader = new Thread(this::connectAndRead, "tidegate-client-read");
    private final Thread writer = new Thread(this::write, "tidegate-client-write");
    private @Nullable Link link;
    private @Nullable IOException problem;
    private long lastSentNanos;
    private long expiredNanos;
    private volatile boolean closed;
    private volatile long clockAheadMillis;

    Connection(final ClientOptions options) {
        this.options = options;
        commands = new PendingCommands(options.pending());
        reader.setDaemon(true);
        writer.setDaemon(true);
        reader.start();
        writer.start();
    }

    void awaitConnected() throws IOException {
        final long until = System.nanoTime() + options.timeout().toNanos();
        lock.lock();
        try {
            while (link == null) {
                final long left = until - System.nanoTime();
                if (left <= 0 || closed) {
                    throw new IOException("no gateway at " + options.addresses() + why(), problem);
                }
                changed.awaitNanos(Math.min(left, LOOK_NANOS));
            }
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        } finally {
            lock.unlock();
        }
    }

    private String why() {
        return problem == null ? "" : ": " + problem.getMessage();
    }

    boolean connected() {
        lock.lock();
        try {
            return link != null && !closed;
        } finally {
            lock.unlock();
        }
    }

    /** The gateway's clock, as far as we know it. */
    long gatewayMillis() {
        return System.currentTimeMillis() + clockAheadMillis;
    }

    Outcome busy() {
        return new Outcome().begin(0, 0).set(closed ? OutcomeCode.NOT_RUNNING : OutcomeCode.BUSY, 0, 0, 0, 0);
    }

    // ---- callers

    boolean submit(
            final CommandHeader header, final Command command, final long correlation, final AnswerCallback callback) {
        lock.lock();
        try {
            final int index = claim();
            if (index == PendingCommands.NONE) {
                return false;
            }
            final PendingCommands.Slot slot = commands.slot(index);
            try {
                ensure(slot, CommandEncoder.sizeOf(command));
                slot.length = encoder.encode(header, command, slot.message, 0);
                requireMessage(slot.length);
            } catch (final RuntimeException wrong) {
                commands.release(index);
                throw new IllegalArgumentException("the command cannot be a message", wrong);
            }
            enqueue(index, correlation, callback);
            return true;
        } finally {
            lock.unlock();
        }
    }

    boolean submit(
            final HeapBuffer message,
            final int offset,
            final int length,
            final long correlation,
            final AnswerCallback callback) {
        requireMessage(length);
        message.boundsCheck(offset, length);
        lock.lock();
        try {
            final int index = claim();
            if (index == PendingCommands.NONE) {
                return false;
            }
            final PendingCommands.Slot slot = commands.slot(index);
            ensure(slot, length);
            slot.message.putBytes(0, message.byteArray(), offset, length);
            slot.length = length;
            enqueue(index, correlation, callback);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** No gateway takes a larger one, nor has a frame room for it. */
    private static void requireMessage(final int length) {
        if (length > MessageCheck.MAX_MESSAGE_BYTES) {
            throw new IllegalArgumentException("a message of " + length + " bytes");
        }
    }

    private int claim() {
        return closed ? PendingCommands.NONE : commands.claim();
    }

    private static void ensure(final PendingCommands.Slot slot, final int bytes) {
        if (slot.message.capacity() < bytes) {
            slot.message.wrap(new byte[bytes]);
        }
    }

    private void enqueue(final int index, final long correlation, final AnswerCallback callback) {
        final PendingCommands.Slot slot = commands.slot(index);
        slot.correlation = correlation;
        slot.callback = callback;
        slot.deadlineNanos = System.nanoTime() + options.timeout().toNanos();
        commands.enqueue(index);
        changed.signalAll();
    }

    <T> CompletableFuture<T> read(final byte[] frame, final Function<HeapBuffer, T> decoder) {
        final CompletableFuture<HeapBuffer> answer = new CompletableFuture<>();
        lock.lock();
        try {
            if (closed) {
                answer.completeExceptionally(new ReadException(OutcomeCode.NOT_RUNNING, "the client is closed"));
            } else {
                reads.add(frame, answer, System.nanoTime() + options.timeout().toNanos());
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
        return answer.thenApply(decoder);
    }

    // ---- the reading thread

    private void connectAndRead() {
        long pause = FIRST_PAUSE_MILLIS;
        for (int attempt = 0; !closed; attempt++) {
            final InetSocketAddress address =
                    options.addresses().get(attempt % options.addresses().size());
            try (Link opened = Link.open(options, address)) {
                begin(opened);
                pause = FIRST_PAUSE_MILLIS;
                while (!closed) {
                    take(opened, opened.receive());
                }
            } catch (final IOException | RuntimeException failure) {
                end(failure);
            }
            pause = rest(pause);
        }
    }

    private void begin(final Link opened) {
        lock.lock();
        try {
            link = opened;
            problem = null;
            final long ahead = opened.clockAheadMillis();
            clockAheadMillis = Math.abs(ahead) > CLOCK_SLACK_MILLIS ? ahead : 0;
            commands.reconnected(opened.window());
            reads.reconnected();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void end(final Exception failure) {
        lock.lock();
        try {
            link = null;
            problem = failure instanceof IOException io ? io : new IOException(failure);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits before the next attempt, each time longer, and never as long as the others. */
    private long rest(final long pauseMillis) {
        final long until = System.nanoTime()
                + TimeUnit.MILLISECONDS.toNanos(
                        pauseMillis / 2 + ThreadLocalRandom.current().nextLong(pauseMillis));
        lock.lock();
        try {
            while (!closed && until - System.nanoTime() > 0) {
                changed.awaitNanos(until - System.nanoTime());
            }
        } catch (final InterruptedException nobodyDoes) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
        return Math.min(pauseMillis * 2, options.longestPause().toMillis());
    }

    private void take(final Link from, final int length) {
        final HeapBuffer message = from.received();
        final int template = WireCheck.templateId(message, 0);
        if (template == RepliesDecoder.TEMPLATE_ID) {
            takeReplies(message, length);
        } else if (template == ReadRefusedDecoder.TEMPLATE_ID) {
            takeRefusal(message);
        } else if (Reads.isAnswer(template)) {
            final CompletableFuture<HeapBuffer> read = answered(message.getLong(Wire.HEADER_BYTES));
            if (read != null) {
                read.complete(new HeapBuffer(Arrays.copyOf(message.byteArray(), length)));
            }
        }
    }

    private @Nullable CompletableFuture<HeapBuffer> answered(final long correlation) {
        lock.lock();
        try {
            return reads.answered(correlation);
        } finally {
            lock.unlock();
        }
    }

    private void takeRefusal(final HeapBuffer message) {
        final long correlation = message.getLong(Wire.HEADER_BYTES);
        final OutcomeCode code = OutcomeCode.of(message.getShort(Wire.HEADER_BYTES + 8) & 0xFFFF);
        final int retryMillis = message.getInt(Wire.HEADER_BYTES + 10);
        final CompletableFuture<HeapBuffer> read;
        lock.lock();
        try {
            read = retryMillis > 0
                    ? reads.again(correlation, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(retryMillis))
                    : reads.answered(correlation);
        } finally {
            lock.unlock();
        }
        if (read != null) {
            read.completeExceptionally(new ReadException(code, ""));
        }
    }

    private void takeReplies(final HeapBuffer message, final int length) {
        final int retryMillis = message.getInt(Wire.HEADER_BYTES);
        for (int at = Wire.REPLIES_OFFSET; at + Wire.REPLY_HEADER_BYTES <= length; ) {
            final long wire = message.getLong(at);
            final int bytes = message.getInt(at + 8);
            if (bytes < Wire.OUTCOME_BYTES || bytes > length - at - Wire.REPLY_HEADER_BYTES) {
                throw new IllegalStateException("a reply of " + bytes + " bytes");
            }
            codec.decode(message, at + Wire.REPLY_HEADER_BYTES, outcome);
            takeReply(wire, retryMillis);
            at += Wire.REPLY_HEADER_BYTES + bytes;
        }
    }

    private void takeReply(final long wire, final int retryMillis) {
        final AnswerCallback callback;
        final long correlation;
        lock.lock();
        try {
            final int index = commands.answered(wire);
            if (index == PendingCommands.NONE) {
                return;
            }
            final PendingCommands.Slot slot = commands.slot(index);
            changed.signalAll();
            if (comesAgain(slot, retryMillis)) {
                commands.enqueue(index);
                return;
            }
            callback = slot.callback;
            correlation = slot.correlation;
            commands.release(index);
        } finally {
            lock.unlock();
        }
        answer(callback, correlation, outcome);
    }

    /** The thread that calls serves every other command too, so what a callback throws goes to the thread's handler. */
    private static void answer(final @Nullable AnswerCallback callback, final long correlation, final Outcome outcome) {
        if (callback == null) {
            return;
        }
        try {
            callback.answered(correlation, outcome);
        } catch (final Throwable thrown) {
            final Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, thrown);
        }
    }

    /** Whether the answer is to be asked for again: there was no room, or nobody knows. */
    private boolean comesAgain(final PendingCommands.Slot slot, final int retryMillis) {
        final OutcomeCode code = outcome.code();
        final boolean noRoom = retryMillis > 0
                && (code == OutcomeCode.BUSY || code == OutcomeCode.DISK_LOW || code == OutcomeCode.RATE_LIMITED);
        final boolean unknown = code == OutcomeCode.UNKNOWN || slot.repeated && isOfOneAttempt(code);
        if (noRoom) {
            slot.sent = false;
        } else if (unknown) {
            slot.repeated = true;
        }
        final int pause = noRoom ? retryMillis : UNKNOWN_PAUSE_MILLIS;
        slot.notBeforeNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pause);
        return noRoom || unknown;
    }

    /**
     * Whether a refusal comes before anybody looks for the id: it says nothing of an earlier attempt, which may have been
     * done.
     */
    private static boolean isOfOneAttempt(final OutcomeCode code) {
        return switch (code) {
            case BUSY, DISK_LOW, NOT_RUNNING, FORBIDDEN, RATE_LIMITED, ID_TOO_OLD -> true;
            default -> false;
        };
    }

    // ---- the writing thread

    private void write() {
        while (!closed) {
            final Link to = awaitWork();
            if (to != null) {
                try {
                    writeTo(to);
                } catch (final IOException | RuntimeException broken) {
                    // The reading thread sees that it is closed, and connects again.
                    to.close();
                }
            }
            expire();
        }
    }

    private @Nullable Link awaitWork() {
        lock.lock();
        try {
            final long now = System.nanoTime();
            if (!workFor(link, now) && !closed) {
                changed.awaitNanos(LOOK_NANOS);
            }
            return link;
        } catch (final InterruptedException nobodyDoes) {
            Thread.currentThread().interrupt();
            return null;
        } finally {
            lock.unlock();
        }
    }

    private boolean workFor(final @Nullable Link to, final long now) {
        return to != null && (commands.sendable(to.window(), now) || reads.sendable(now));
    }

    private void writeTo(final Link to) throws IOException {
        final long now = System.nanoTime();
        final int bytes;
        final byte[] read;
        lock.lock();
        try {
            if (to != link) {
                return;
            }
            bytes = to.fill(commands, now);
            read = reads.next(now);
        } finally {
            lock.unlock();
        }
        if (bytes > 0) {
            to.flush(bytes);
        }
        if (read != null) {
            to.send(read);
        }
        if (bytes > 0 || read != null) {
            lastSentNanos = now;
        } else if (now - lastSentNanos > TimeUnit.MILLISECONDS.toNanos(to.pingMillis())) {
            lastSentNanos = now;
            to.ping();
        }
    }

    /** Answers what has run out of time, and everything once the client is closed. */
    private void expire() {
        final long now = System.nanoTime();
        if (!closed && now - expiredNanos < LOOK_NANOS) {
            return;
        }
        expiredNanos = now;
        // One at a time, because callers are answered outside of the lock.
        int index = 0;
        while (index != PendingCommands.NONE) {
            index = expireOne(index, closed ? now + Long.MAX_VALUE / 2 : now);
        }
        reads.expire(lock, closed, now);
    }

    private int expireOne(final int from, final long now) {
        final AnswerCallback callback;
        final long correlation;
        final int index;
        // Its own: another thread may be closing too, and what is said here is read outside of the lock.
        final Outcome ending = new Outcome();
        lock.lock();
        try {
            index = commands.expired(from, now);
            if (index == PendingCommands.NONE) {
                return index;
            }
            final PendingCommands.Slot slot = commands.slot(index);
            final OutcomeCode code = slot.sent || slot.repeated ? OutcomeCode.UNKNOWN : OutcomeCode.NOT_RUNNING;
            ending.begin(0, 0).set(code, 0, 0, 0, 0);
            callback = slot.callback;
            correlation = slot.correlation;
            commands.release(index);
        } finally {
            lock.unlock();
        }
        answer(callback, correlation, ending);
        return index;
    }

    @Override
    public void close() {
        final Link last;
        lock.lock();
        try {
            closed = true;
            last = link;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (last != null) {
            last.close();
        }
        join(writer);
        join(reader);
        expire();
    }

    private void join(final Thread thread) {
        try {
            if (Thread.currentThread() != thread) {
                thread.join(options.connectTimeout().toMillis() + 1000);
            }
        } catch (final InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
