package dev.tidegate.view;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Threads that sleep until something is published. Who wakes them pays a fence and a load when nobody sleeps, and never
 * waits for a sleeper.
 */
final class Waiters {
    /** Threads that may wait at once, so that waking them stays cheap. */
    static final int MOST = 64;

    private final AtomicReference<@Nullable Place> first = new AtomicReference<>();
    private final AtomicInteger sleeping = new AtomicInteger();
    private final ThreadLocal<Place> places = ThreadLocal.withInitial(Place::new);

    /** A thread's place in the line; it stays there until the next wake-up, even when its thread gave up before. */
    private static final class Place {
        final Thread thread = Thread.currentThread();
        volatile boolean inLine;

        @Nullable
        Place next;
    }

    /** The caller is about to look once more, and then to sleep. */
    void enter() {
        final Place place = places.get();
        if (place.inLine) {
            return;
        }
        if (sleeping.incrementAndGet() > MOST) {
            sleeping.decrementAndGet();
            throw new IllegalStateException("more than " + MOST + " threads wait for changes of the stock view");
        }
        place.inLine = true;
        Place head = first.get();
        do {
            place.next = head;
            head = first.compareAndExchange(head, place);
        } while (head != place.next);
    }

    /** Sleeps until woken, at most that long; may wake earlier. */
    void sleep(final long nanos) {
        LockSupport.parkNanos(this, nanos);
    }

    /** Wakes every thread in the line. What they wait for was written by a volatile write before. */
    void wakeAll() {
        if (first.get() == null) {
            return;
        }
        @Nullable Place place = first.getAndSet(null);
        while (place != null) {
            final @Nullable Place next = place.next;
            place.next = null;
            sleeping.decrementAndGet();
            // From here on the thread may stand in line again.
            place.inLine = false;
            LockSupport.unpark(place.thread);
            place = next;
        }
    }
}
