package dev.tidegate.pipeline;

import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Where one thread sleeps until another rings. The sleeper arms it, looks once more at what it waits for, and sleeps;
 * whoever changes what it waits for rings afterwards. Ringing costs a fence and a load when nobody sleeps.
 */
final class Doorbell {
    private volatile @Nullable Thread sleeper;

    void arm() {
        sleeper = Thread.currentThread();
        VarHandle.fullFence();
    }

    /** Whether somebody sleeps or is about to, as seen after everything this thread did before. */
    boolean isArmed() {
        VarHandle.fullFence();
        return sleeper != null;
    }

    void disarm() {
        sleeper = null;
    }

    /** Sleeps until rung, at most that long; may wake earlier. */
    void sleep(final long nanos) {
        if (nanos == Long.MAX_VALUE) {
            LockSupport.park(this);
        } else {
            LockSupport.parkNanos(this, nanos);
        }
        // An interrupt means nothing to our threads, and would keep them from ever sleeping again.
        Thread.interrupted();
    }

    void ring() {
        VarHandle.fullFence();
        final Thread thread = sleeper;
        if (thread != null) {
            sleeper = null;
            LockSupport.unpark(thread);
        }
    }
}
