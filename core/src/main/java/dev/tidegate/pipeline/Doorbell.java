package dev.tidegate.pipeline;

import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Where one thread sleeps until another rings. The sleeper arms it, looks once more at what it waits for, and sleeps;
 * whoever changes what it waits for rings afterwards. Ringing costs a fence and a load when nobody sleeps.
 */
public final class Doorbell {
    private volatile @Nullable Thread sleeper;

    /** The caller is about to look and then sleep. */
    public void arm() {
        sleeper = Thread.currentThread();
        VarHandle.fullFence();
    }

    /** Whether somebody sleeps or is about to, as seen after everything this thread did before. */
    boolean isArmed() {
        VarHandle.fullFence();
        return sleeper != null;
    }

    /** The caller is awake. */
    public void disarm() {
        sleeper = null;
    }

    /** Sleeps until rung, at most that long; may wake earlier. */
    public void sleep(final long nanos) {
        if (nanos == Long.MAX_VALUE) {
            LockSupport.park(this);
        } else {
            LockSupport.parkNanos(this, nanos);
        }
        // An interrupt means nothing to our threads, and would keep them from ever sleeping again.
        Thread.interrupted();
    }

    /** Wakes the sleeper, if there is one. */
    public void ring() {
        VarHandle.fullFence();
        final Thread thread = sleeper;
        if (thread != null) {
            sleeper = null;
            LockSupport.unpark(thread);
        }
    }
}
