package dev.tidegate.gateway.net;

import java.util.HashMap;
import java.util.Map;

/** How many connections there are, in all and from whom. */
public final class ConnectionLimits {
    private final int most;
    private final int mostEach;
    private final Map<Object, Integer> each = new HashMap<>();
    private int count;

    /**
     * No connection yet.
     *
     * @param most in all
     * @param mostEach from one address or with one key
     */
    public ConnectionLimits(final int most, final int mostEach) {
        this.most = most;
        this.mostEach = mostEach;
    }

    /** Counts a connection; false when there are too many, and then it is not counted. */
    public synchronized boolean enter(final Object who) {
        final int now = each.getOrDefault(who, 0);
        if (count >= most || now >= mostEach) {
            return false;
        }
        count++;
        each.put(who, now + 1);
        return true;
    }

    /** A connection that was counted is gone. */
    public synchronized void leave(final Object who) {
        count--;
        each.computeIfPresent(who, (key, now) -> now == 1 ? null : now - 1);
    }

    public synchronized int count() {
        return count;
    }
}
