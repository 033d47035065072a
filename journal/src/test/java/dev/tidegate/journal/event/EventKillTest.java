package dev.tidegate.journal.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.Tidegate;
import dev.tidegate.journal.event.EventShop.Event;
import dev.tidegate.pipeline.EventCursor;
import dev.tidegate.pipeline.EventLogReport;
import dev.tidegate.pipeline.SubscribeAnswer.Rewound;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed while it writes leaves a log that becomes, byte for byte, what the journal gives. */
class EventKillTest {
    private static final int ROUNDS = 4;
    private static final int MOST_EVENTS = 6_000;

    @TempDir
    Path temp;

    @Test
    void shouldCompleteTheLogOfAKilledProcess() throws Exception {
        final Path folder = temp.resolve("data");
        final Random random = new Random(17);
        for (int round = 0; round < ROUNDS; round++) {
            final EventCursor seen = tradeAndKill(folder, round, 1 + random.nextInt(MOST_EVENTS));

            try (Tidegate tidegate = EventShop.open(folder, EventShop.small())) {
                final EventLogReport report = tidegate.events().report();
                assertThat(report.damage()).isEmpty();
                // What was seen is there: the process was killed, not the machine.
                assertThat(report.events()).isGreaterThanOrEqualTo(seen.sequence());
                assertThat(tidegate.subscribe(seen, new EventShop.Collector())).isNotInstanceOf(Rewound.class);
            }

            final Map<String, byte[]> recovered = EventLogTest.files(folder);
            final List<Event> events = EventShop.logged(folder);
            assertThat(events).isEqualTo(EventShop.replayed(folder));
            EventLogTest.assertSame(rebuilt(folder, round), recovered);
        }
    }

    private Map<String, byte[]> rebuilt(final Path folder, final int round) throws Exception {
        final Path copy = temp.resolve("copy" + round);
        try (Stream<Path> files = Files.walk(folder)) {
            for (final Path file : files.toList()) {
                if (!file.getParent().endsWith(EventFiles.FOLDER)) {
                    Files.copy(file, copy.resolve(folder.relativize(file).toString()));
                }
            }
        }
        EventShop.open(copy, EventShop.small()).close();
        return EventLogTest.files(copy);
    }

    /** The cursor of the last event that a subscriber in the process was given before it was killed. */
    private static EventCursor tradeAndKill(final Path folder, final int round, final int events) throws Exception {
        final Process child = EventChild.start(folder, round + 1);
        EventCursor last = new EventCursor(1, 0);
        try (BufferedReader lines = child.inputReader()) {
            int count = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.matches("\\d+:\\d+")) {
                    last = EventCursor.parse(line);
                }
                if (++count == events) {
                    // Through its handle: what it has printed stays readable.
                    child.toHandle().destroyForcibly();
                }
            }
            assertThat(count).isGreaterThanOrEqualTo(events);
        }
        child.waitFor();
        return last;
    }
}
