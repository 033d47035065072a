package dev.tidegate.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.tidegate.pipeline.Journal;
import dev.tidegate.pipeline.JournalSettings;
import dev.tidegate.pipeline.JournalSettings.Kind;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The engine thread makes no garbage while it appends and forces. */
class AllocationTest {
    private static final int BATCHES = 10_000;
    private static final int FRAMES_BYTES = 512;
    private static final int FORCE_EVERY = 100;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void shouldAllocateNothingForABatch(final Kind kind) {
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        // One segment, so that no roll falls into the measured part.
        try (TestJournal journal = TestJournal.open(folder, JournalSettings.of(kind))) {
            final Journal port = journal.journal();
            final byte[] batch = new byte[port.headerBytes() + FRAMES_BYTES];
            long least = Long.MAX_VALUE;
            for (int round = 0; round < 5; round++) {
                final long before = threads.getCurrentThreadAllocatedBytes();
                append(port, batch, 1 + (long) round * BATCHES);
                least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
            }
            assertThat((double) least / BATCHES).isLessThan(0.2);
        }
    }

    private static void append(final Journal journal, final byte[] batch, final long firstSequence) {
        for (int i = 0; i < BATCHES; i++) {
            journal.ensureRoom(FRAMES_BYTES);
            journal.append(batch, FRAMES_BYTES, firstSequence + i, 1, TestJournal.TIME);
            if (i % FORCE_EVERY == 0) {
                journal.mark(firstSequence + i, 1, 2);
                journal.force();
            }
        }
    }
}
