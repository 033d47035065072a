package dev.tidegate.gateway.feed;

import dev.tidegate.gateway.security.Caller;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.pipeline.CursorListener.End;
import dev.tidegate.pipeline.EventCursor;
import dev.tidegate.wire.EndCode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One subscription: how far it is, and where its next events come from. Old ones come from a {@link LogReader}, new ones
 * from the {@link Tail} that all share. On its event loop, but for what says otherwise.
 */
public final class Subscriber {
    /** So that one subscription does not hold up the others of its loop. */
    private static final int EVENTS_AT_ONCE = 2048;

    private static final long ASK_AGAIN_MILLIS = 5;

    /** How far it is. */
    private enum Phase {
        /** It waits for its beginning, or for its turn to read old events. */
        WAITING,
        READING,
        LIVE,
        /** Nothing more is added to what is under way. */
        ENDING,
        OVER
    }

    private final Feed feed;
    private final Pump pump;
    private final Caller caller;
    private final Transport transport;
    private final EventFilter filter;
    private final Outlet outlet;
    private final long stallNanos;
    private final Deque<EventBatch> arrived = new ArrayDeque<>();
    private volatile Phase phase = Phase.WAITING;
    private long phaseNanos = System.nanoTime();
    private boolean begun;
    private @Nullable Tail tail;
    private @Nullable LogReader reader;
    private boolean readerDone;
    private @Nullable EventBatch batch;
    private int index;
    private long epoch;
    private long position;
    private boolean asking;
    /** Whether the outlet has been given events that it has not sent. */
    private boolean gathered;

    Subscriber(
            final Feed feed,
            final Pump pump,
            final Caller caller,
            final Transport transport,
            final EventFilter filter,
            final Outlet outlet,
            final long stallNanos) {
        this.feed = feed;
        this.pump = pump;
        this.caller = caller;
        this.transport = transport;
        this.filter = filter;
        this.outlet = outlet;
        this.stallNanos = stallNanos;
        outlet.whenRoom(pump::wake, this::nothingLeft);
    }

    // ---- any thread

    /** Whether nobody waits for events any more. */
    boolean isOver() {
        return phase == Phase.ENDING || phase == Phase.OVER;
    }

    Caller caller() {
        return caller;
    }

    Transport transport() {
        return transport;
    }

    void run(final Runnable work) {
        pump.run(work);
    }

    // ---- where events come from

    private void enter(final Phase next) {
        phase = next;
        phaseNanos = System.nanoTime();
    }

    /** Events come from the tail, those behind that cursor first. */
    void live(final Tail from, final EventCursor cursor) {
        if (!isOver()) {
            begin(from, cursor);
            tail = from;
            batch = null;
            enter(Phase.LIVE);
            // While nobody was there nobody did.
            from.seal();
            deliver();
        }
    }

    /** Events come from a reader, those behind that cursor first, until it has reached the tail. */
    void reading(final LogReader from, final Tail then, final EventCursor cursor) {
        if (isOver()) {
            from.stop();
            return;
        }
        begin(then, cursor);
        tail = then;
        reader = from;
        readerDone = false;
        batch = null;
        enter(Phase.READING);
    }

    /** The epoch is that of now: the cursor, of an older one perhaps, stands at what both have in common. */
    private void begin(final Tail now, final EventCursor cursor) {
        epoch = now.epoch();
        position = cursor.sequence();
        if (!begun) {
            begun = true;
            outlet.begun(new EventCursor(epoch, position));
        }
    }

    /** The reader has some. */
    void arrived(final EventBatch some) {
        arrived.add(some);
        deliver();
    }

    /** The reader has reached the tail; what it read has arrived before. */
    void readAll() {
        readerDone = true;
        deliver();
    }

    private EventCursor cursor() {
        return new EventCursor(epoch, position);
    }

    // ---- what goes

    /** Sends what there is and what there is room for. */
    void deliver() {
        if (phase != Phase.READING && phase != Phase.LIVE) {
            return;
        }
        int left = EVENTS_AT_ONCE;
        while (left > 0 && !asking && outlet.hasRoom() && findNext()) {
            final EventBatch from = Objects.requireNonNull(batch);
            final EventFilter.Verdict verdict =
                    filter.look(caller, feed.channels(), from.buffer(), from.messageOffset(index));
            if (verdict == EventFilter.Verdict.ASK) {
                ask(from);
                break;
            }
            if (verdict == EventFilter.Verdict.WANTED) {
                outlet.event(from, index);
                gathered = true;
            }
            position = from.event(index++);
            left--;
        }
        sendGathered();
        if (left == 0) {
            pump.wake();
        } else if (phase == Phase.LIVE && !outlet.hasRoom() && isDropped()) {
            tooSlow();
        }
    }

    private void sendGathered() {
        if (gathered) {
            gathered = false;
            outlet.send(cursor());
        }
    }

    private void tooSlow() {
        feed.countCut(transport);
        end(FeedEnd.of(
                EndCode.TOO_SLOW, cursor(), "the newest events are further ahead than is kept for a slow reader"));
    }

    /** Whether there is an event to look at, at the index of the batch. */
    private boolean findNext() {
        return phase == Phase.READING ? findRead() : phase == Phase.LIVE && findLive();
    }

    private boolean findRead() {
        if (batch != null && index < batch.count()) {
            return true;
        }
        batch = arrived.poll();
        index = 0;
        if (batch != null) {
            Objects.requireNonNull(reader).taken();
            return true;
        }
        if (!readerDone) {
            return false;
        }
        reader = null;
        enter(Phase.LIVE);
        Objects.requireNonNull(tail).seal();
        return findLive();
    }

    private boolean findLive() {
        final Tail from = Objects.requireNonNull(tail);
        // Before the events: what came before the end is there once it is known.
        final End end = from.end();
        final EventBatch now = batch;
        final EventBatch next;
        if (now == null) {
            next = from.find(position + 1);
            index = next == null ? 0 : (int) (position + 1 - next.firstEvent());
        } else if (index < now.count()) {
            next = now;
        } else {
            next = now.next;
            index = next == null ? index : 0;
        }
        if (next != null && !next.dropped) {
            batch = next;
            return true;
        }
        if (isDropped()) {
            // It is we who were slow, for there is room: what it is behind is on the disk.
            batch = null;
            enter(Phase.WAITING);
            feed.readOn(this, cursor());
        } else if (next == null && end != null) {
            logEnded(end);
        }
        return false;
    }

    private boolean isDropped() {
        return position + 1 < Objects.requireNonNull(tail).first();
    }

    /** The log gives no more events. */
    void logEnded(final End end) {
        final EndCode code = switch (end) {
            case CLOSED -> EndCode.CLOSING;
            case STOPPED -> EndCode.STOPPED;
            case TOO_SLOW -> EndCode.TOO_SLOW;
            default -> EndCode.UNAVAILABLE;
        };
        end(FeedEnd.of(code, begun ? cursor() : null, "the event log ended: " + end));
    }

    /** It held its turn up while others waited for one. */
    void endSlowly() {
        if (!isOver()) {
            tooSlow();
        }
    }

    private void ask(final EventBatch from) {
        asking = true;
        final Set<Long> orders = new HashSet<>();
        final HeapBuffer buffer = from.buffer();
        for (int i = index; i < from.count() && orders.size() < OrderChannels.MOST_AT_ONCE; i++) {
            if (filter.look(caller, feed.channels(), buffer, from.messageOffset(i)) == EventFilter.Verdict.ASK) {
                orders.add(EventKeys.order(buffer, from.messageOffset(i)));
            }
        }
        feed.channels()
                .ask(orders)
                .whenComplete((done, failure) -> run(() -> {
                    if (failure == null) {
                        answered();
                    } else if (feed.running()) {
                        // No room in the ring: reads are not pressed on the engine.
                        pump.later(this::answered, ASK_AGAIN_MILLIS);
                    } else {
                        logEnded(End.STOPPED);
                    }
                }));
    }

    private void answered() {
        asking = false;
        deliver();
    }

    // ---- the end

    /** Looks at the clock. */
    void tick(final long now, final long heartbeatNanos) {
        if (phase == Phase.OVER) {
            return;
        }
        final boolean late = now - phaseNanos > stallNanos;
        if (!outlet.isOpen()) {
            over(false);
        } else if (phase == Phase.ENDING) {
            if (outlet.isEmpty() || late) {
                over(outlet.isEmpty());
            }
        } else if (caller.revoked()) {
            end(FeedEnd.of(EndCode.FORBIDDEN, null, "the key has been changed or taken back"));
        } else if (outlet.isStalled(stallNanos, now)) {
            feed.countCut(transport);
            // It may still hear of it, if it begins to read before as much time has passed again.
            end(FeedEnd.of(EndCode.TOO_SLOW, cursor(), "nothing was taken for too long"));
        } else if (phase == Phase.WAITING && late) {
            end(FeedEnd.of(
                    EndCode.TOO_MANY, begun ? cursor() : null, "others read old events, and no turn came in time"));
        } else if (begun && outlet.isEmpty() && outlet.isSilent(heartbeatNanos, now)) {
            outlet.send(cursor());
        } else {
            // Whoever has something wakes the pump; should that ever be missed, nobody waits longer than to the next
            // tick.
            deliver();
        }
    }

    /** Ends it; the last words go behind what is under way. */
    public void end(final FeedEnd end) {
        if (isOver()) {
            return;
        }
        // The log may have ended behind the events that are being gathered: they come before the last words.
        sendGathered();
        enter(Phase.ENDING);
        release();
        outlet.ended(end);
        if (outlet.isEmpty()) {
            over(true);
        }
    }

    private void nothingLeft() {
        if (phase == Phase.ENDING) {
            over(true);
        }
    }

    /** Its owner wants no more. */
    public void unsubscribe() {
        end(FeedEnd.of(EndCode.UNSUBSCRIBED, begun ? cursor() : null, ""));
    }

    /** The gateway goes down. */
    public void leave() {
        end(FeedEnd.of(EndCode.CLOSING, begun ? cursor() : null, "the gateway is going down"));
    }

    /** The connection is gone. */
    public void closed() {
        over(false);
    }

    private void over(final boolean taken) {
        if (phase != Phase.OVER) {
            release();
            enter(Phase.OVER);
            pump.remove(this);
            feed.left(this);
            outlet.over(taken);
        }
    }

    private void release() {
        if (reader != null) {
            reader.stop();
            reader = null;
        }
        arrived.clear();
        batch = null;
        tail = null;
    }
}
