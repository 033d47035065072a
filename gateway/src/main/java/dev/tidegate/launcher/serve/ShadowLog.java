package dev.tidegate.launcher.serve;

import dev.tidegate.pipeline.Shadow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the log of the shadow's snapshots, of damage that it finds, and why it makes no more. */
final class ShadowLog implements Shadow.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(ShadowLog.class);

    private long snapshots;

    @Override
    public void changed(final Shadow.Status status) {
        if (status.phase() == Shadow.Phase.DAMAGE_FOUND) {
            LOG.error("DAMAGE found by the shadow, which makes no more snapshots: {}", status.trouble());
            return;
        }
        if (status.snapshots() > snapshots) {
            snapshots = status.snapshots();
            LOG.info("snapshot behind sequence {}", status.snapshotSequence());
        }
        if (!status.trouble().isEmpty()) {
            final boolean ended = status.phase() == Shadow.Phase.ENDED;
            LOG.warn("{}: {}", ended ? "the shadow has ended" : "the shadow goes on", status.trouble());
        }
    }
}
