package dev.tidegate.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.ExcerptTailer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Chronicle Queue with the JVM flags of this build and without the jars that the build leaves out. */
class ChronicleFlagsTest {
    @Test
    void shouldWriteSyncAndReadBack(@TempDir final Path folder) {
        try (ChronicleQueue queue = ChronicleQueue.single(folder.toString());
                ExcerptAppender appender = queue.createAppender();
                ExcerptTailer tailer = queue.createTailer()) {
            appender.writeText("hold");
            appender.sync();
            assertThat(tailer.readText()).isEqualTo("hold");
            assertThat(tailer.readText()).isNull();
        }
    }

    @Test
    void shouldNotCarryTheUsageReporter() {
        assertThat(getClass().getResource("/net/openhft/chronicle/analytics/Analytics.class"))
                .isNull();
    }
}
