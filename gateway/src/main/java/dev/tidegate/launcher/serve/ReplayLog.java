package dev.tidegate.launcher.serve;

import dev.tidegate.gateway.net.Front;
import dev.tidegate.pipeline.ReplayProgress;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes a replay's progress on to whoever asks over the network, and now and then to the log. */
final class ReplayLog implements ReplayProgress {
    private static final Logger LOG = LoggerFactory.getLogger(ReplayLog.class);
    private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Front front;
    private long loggedNanos = System.nanoTime();

    ReplayLog(final Front front) {
        this.front = front;
    }

    @Override
    public void replayed(final long commands, final long lastSequence) {
        front.replayed(commands, lastSequence);
        final long now = System.nanoTime();
        if (now - loggedNanos > EVERY_NANOS) {
            loggedNanos = now;
            LOG.info("replayed {} commands, to sequence {}", commands, lastSequence);
        }
    }
}
