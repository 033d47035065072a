package dev.tidegate.gateway.security;

import java.util.HashSet;
import java.util.Set;

/**
 * The nonces of one key that may not come again. A signed request is good for so many seconds before and after its own
 * time, so each nonce is kept for at least twice that: in the present set until that time is over, and in the one before
 * it for as long again. Both are bounded.
 */
final class ReplayWindow {
    private final long madeMillis;
    private final long turnMillis;
    private final int most;
    private Set<String> present = new HashSet<>();
    private Set<String> before = new HashSet<>();
    private long beganMillis = Long.MIN_VALUE;

    /** What a nonce turned out to be. */
    enum Look {
        NEW,
        SEEN,
        FULL
    }

    /**
     * No nonce yet.
     *
     * @param seconds that a request is good for, either way
     * @param most nonces in one turn
     * @param nowMillis from when on nonces are remembered
     */
    ReplayWindow(final int seconds, final int most, final long nowMillis) {
        madeMillis = nowMillis;
        turnMillis = 2_000L * seconds + 1_000;
        this.most = most;
    }

    /** Whether that was before nonces were remembered here: such a request may have been used then. */
    boolean isBefore(final long timeMillis) {
        return timeMillis < madeMillis;
    }

    /** Takes a nonce of a request that was found good. */
    synchronized Look take(final String nonce, final long nowMillis) {
        if (nowMillis - beganMillis >= turnMillis || beganMillis == Long.MIN_VALUE) {
            before = nowMillis - beganMillis >= 2 * turnMillis || beganMillis == Long.MIN_VALUE
                    ? new HashSet<>()
                    : present;
            present = new HashSet<>();
            beganMillis = nowMillis;
        }
        if (before.contains(nonce) || present.contains(nonce)) {
            return Look.SEEN;
        }
        if (present.size() >= most) {
            return Look.FULL;
        }
        present.add(nonce);
        return Look.NEW;
    }
}
