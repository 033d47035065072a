package dev.tidegate.gateway;

import dev.tidegate.gateway.security.ApiKeys;
import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks after the file of keys, so that a key is added, changed or taken back without a restart. */
final class KeyWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KeyWatch.class);
    private static final long EVERY_MILLIS = 1000;

    private final ApiKeys keys;
    private final @Nullable ScheduledExecutorService thread;
    private String complaint = "";

    KeyWatch(final ApiKeys keys) {
        this.keys = keys;
        thread = keys.required() ? Executors.newSingleThreadScheduledExecutor(KeyWatch::thread) : null;
        if (thread != null) {
            thread.scheduleWithFixedDelay(this::look, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private static Thread thread(final Runnable work) {
        final Thread thread = new Thread(work, "tidegate-keys");
        thread.setDaemon(true);
        return thread;
    }

    private void look() {
        try {
            if (keys.reloadIfChanged()) {
                LOG.info("the file of keys was read again");
            }
            complaint = "";
        } catch (final IOException | RuntimeException wrong) {
            // Once for each fault, not each second; the keys that were there stay.
            if (!complaint.equals(String.valueOf(wrong.getMessage()))) {
                complaint = String.valueOf(wrong.getMessage());
                LOG.error("the file of keys cannot be used, the keys stay as they were: {}", complaint);
            }
        }
    }

    @Override
    public void close() {
        if (thread != null) {
            thread.shutdownNow();
        }
    }
}
