package dev.tidegate.journal.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.pipeline.EventLogSettings;
import dev.tidegate.simulation.disk.Chance;
import dev.tidegate.simulation.disk.PowerCut;
import dev.tidegate.simulation.disk.SimDisk;
import dev.tidegate.simulation.disk.SimFileSystem;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is said to be forced when the log is closed is there behind a power cut, in every file that it was written to. */
class EventForceTest {
    private static final String FOLDER = "/journal";
    private static final UUID JOURNAL = new UUID(1, 2);
    private static final int SEGMENT_BYTES = 64 << 10;
    private static final int BLOCK_BYTES = 20_000;
    private static final int BLOCKS_A_FILE = 3;
    private static final int FORCED_BEFORE = 4;
    private static final int BLOCKS = 11;

    private final SimDisk disk = new SimDisk(() -> {});
    private final EventLogSettings settings = EventLogSettings.defaults().withSizes(SEGMENT_BYTES, SEGMENT_BYTES);

    EventForceTest() {
        disk.addFolder(FOLDER);
    }

    @Test
    void shouldForceEveryFileThatWasWrittenTo() throws IOException {
        final EventFiles files = files();
        files.create();
        try (EventWriter writer = new EventWriter(files, JOURNAL, settings, 0)) {
            append(writer, 1, FORCED_BEFORE);
            EventEnd.force(files, 0, FORCED_BEFORE);
            append(writer, FORCED_BEFORE + 1, BLOCKS);
            EventEnd.force(files, FORCED_BEFORE, writer.writtenEvent());
        }
        final List<Integer> sizes = sizes(files);
        losePower();
        assertThat(sizes).hasSize((BLOCKS + BLOCKS_A_FILE - 1) / BLOCKS_A_FILE);
        assertThat(sizes(files())).isEqualTo(sizes);
    }

    private EventFiles files() {
        return EventFiles.of(new SimFileSystem(disk).getPath(FOLDER));
    }

    private List<Integer> sizes(final EventFiles files) throws IOException {
        return files.list().stream()
                .map(first -> disk.size(files.file(first).toString()))
                .toList();
    }

    /** Nothing reaches the disk that was not forced. */
    private void losePower() {
        disk.cutPower(PowerCut.ALL_OLD, new Chance(1));
        disk.restart();
    }

    private static void append(final EventWriter writer, final int from, final int to) throws IOException {
        final byte[] bytes = new byte[BLOCK_BYTES];
        final EventBlock block = new EventBlock().wrap(bytes, 0);
        for (int event = from; event <= to; event++) {
            block.sign(BLOCK_BYTES, 1, event, event, event, 0, true);
            assertThat(writer.add(block, bytes, 0)).isTrue();
        }
        assertThat(writer.flush()).isTrue();
    }
}
