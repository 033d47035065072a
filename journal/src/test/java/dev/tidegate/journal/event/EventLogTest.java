package dev.tidegate.journal.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidegate.Tidegate;
import dev.tidegate.journal.event.EventShop.Event;
import dev.tidegate.message.Command;
import dev.tidegate.pipeline.EventCursor;
import dev.tidegate.pipeline.EventLog;
import dev.tidegate.pipeline.EventLogReport;
import dev.tidegate.pipeline.EventLogSettings;
import dev.tidegate.pipeline.JournalSettings.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The event log holds what the journal gives: no event more, none less, none twice, in the same bytes however written. */
class EventLogTest {
    @TempDir
    Path temp;

    private Path folder() {
        return temp.resolve("data");
    }

    private static void trade(final Path folder, final EventLogSettings events, final long seed, final int commands) {
        try (Tidegate tidegate = EventShop.open(folder, events)) {
            EventShop.trade(tidegate, seed, commands);
        }
    }

    private static EventLogReport reopen(final Path folder, final EventLogSettings events) {
        try (Tidegate tidegate = EventShop.open(folder, events)) {
            return tidegate.events().report();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldHoldTheEventsOfAPlainReplayWithoutAGap(final long seed) throws Exception {
        trade(folder(), EventShop.small(), seed, 3_000);
        trade(folder(), EventShop.small(), seed + 100, 1_000);

        final List<Event> expected = EventShop.replayed(folder());
        assertThat(expected).hasSizeGreaterThan(3_000);
        assertThat(EventShop.logged(folder())).isEqualTo(expected);
        assertThat(EventFiles.of(folder()).list()).hasSizeGreaterThan(3);
    }

    @Test
    void shouldBeTheSameBytesWhenWrittenAnew() throws Exception {
        trade(folder(), EventShop.small(), 5, 3_000);
        final Map<String, byte[]> written = files(folder());
        delete(folder().resolve(EventFiles.FOLDER));

        final EventLogReport report = reopen(folder(), EventShop.small());

        assertThat(report.missing()).isEqualTo(report.events());
        assertThat(report.compared()).isZero();
        assertSame(files(folder()), written);
    }

    @Test
    void shouldCompareEveryEventWhenOpened() {
        trade(folder(), EventShop.small(), 6, 1_000);

        final EventLogReport report = reopen(folder(), EventShop.small());

        assertThat(report.compared()).isEqualTo(report.events()).isPositive();
        assertThat(report.missing()).isZero();
        assertThat(report.damage()).isEmpty();
        assertThat(report.epoch()).isEqualTo(1);
    }

    @Test
    void shouldWriteWhatAFolderWithoutALogMisses() throws Exception {
        trade(folder(), EventLogSettings.none(), 7, 1_000);
        assertThat(EventFiles.of(folder()).list()).isEmpty();

        trade(folder(), EventShop.small(), 8, 100);

        assertThat(EventShop.logged(folder())).isEqualTo(EventShop.replayed(folder()));
    }

    @ParameterizedTest
    @EnumSource
    void shouldCatchUpFromTheJournalWhenTheQueueIsTooSmall(final Kind kind) throws Exception {
        final EventLogSettings narrow = EventLogSettings.defaults().withSizes(64 * 1024, 64 * 1024);
        try (Tidegate tidegate = Tidegate.open(folder(), EventShop.options(narrow, kind))) {
            EventShop.trade(tidegate, 9, 200);
            EventShop.tradeInBulk(tidegate, "first-", 5);
            await().untilAsserted(() -> assertComplete(tidegate));
            EventShop.trade(tidegate, 12, 200);
            EventShop.tradeInBulk(tidegate, "second-", 3);
            EventShop.trade(tidegate, 13, 200);
            await().untilAsserted(() -> assertComplete(tidegate));
        }

        final List<Event> expected = EventShop.replayed(folder());
        assertThat(EventShop.logged(folder())).isEqualTo(expected);
        try (Tidegate tidegate = Tidegate.open(folder(), EventShop.options(narrow, kind))) {
            assertThat(tidegate.events().report().missing()).isZero();
        }
    }

    @Test
    void shouldLeaveToTheNextStartWhatAGapMissesWhenItIsClosed() throws Exception {
        final EventLogSettings narrow = EventLogSettings.defaults().withSizes(64 * 1024, 64 * 1024);
        for (int round = 0; round < 5; round++) {
            try (Tidegate tidegate = EventShop.open(folder(), narrow)) {
                EventShop.tradeInBulk(tidegate, "round-" + round, 2);
                EventShop.trade(tidegate, 40 + round, 20 * round);
            }
            final List<Event> logged = EventShop.logged(folder());
            assertThat(logged).isEqualTo(EventShop.replayed(folder()).subList(0, logged.size()));
        }
        assertThat(reopen(folder(), narrow).damage()).isEmpty();
        assertThat(EventShop.logged(folder())).isEqualTo(EventShop.replayed(folder()));
    }

    /** The log follows the engine again, and its files hold what it says. */
    private void assertComplete(final Tidegate tidegate) {
        // The engine copies again from a batch on.
        tidegate.call(new Command.RetireSku(4_711));
        assertThat(tidegate.events().reason()).isEmpty();
        assertThat(tidegate.events().state()).isEqualTo(EventLog.State.RUNNING);
        await().until(() -> last(folder()) == tidegate.events().newest().sequence());
    }

    private static long last(final Path folder) {
        try {
            final List<Event> logged = EventShop.logged(folder);
            return logged.isEmpty() ? 0 : logged.get(logged.size() - 1).number();
        } catch (final Exception unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    @Test
    void shouldSpreadTheEventsOfOneTickOverSeveralBlocks() throws Exception {
        try (Tidegate tidegate = EventShop.open(folder(), EventShop.small())) {
            EventShop.tradeInBulk(tidegate, "bulk-", 8);
        }

        final List<Event> logged = EventShop.logged(folder());
        assertThat(logged).isEqualTo(EventShop.replayed(folder()));
        assertThat(logged.stream()
                        .filter(event -> event.sequence()
                                == logged.get(logged.size() - 1).sequence())
                        .mapToLong(Event::length)
                        .sum())
                .isGreaterThan(2 * EventBlock.MAX_FRAMES_BYTES);
        assertThat(reopen(folder(), EventShop.small()).damage()).isEmpty();
    }

    @Test
    void shouldDeleteTheOldestFilesByBytesEventsAndAge() throws Exception {
        final EventLogSettings few = EventShop.small().withRetention(1 << 20, 1_000, Long.MAX_VALUE);
        trade(folder(), few, 10, 3_000);

        final List<Long> kept = EventFiles.of(folder()).list();
        final List<Event> logged = EventShop.logged(folder());
        final List<Event> all = EventShop.replayed(folder());
        assertThat(kept.get(0)).isGreaterThan(1);
        assertThat(logged).isEqualTo(all.subList((int) (kept.get(0) - 1), all.size()));
        assertThat(logged).hasSizeGreaterThanOrEqualTo(1_000).hasSizeLessThan(3_000);
        assertThat(reopen(folder(), few).compared()).isEqualTo(logged.size());

        final long day = 86_400_000;
        try (Tidegate tidegate =
                EventShop.open(folder(), EventShop.small().withRetention(1 << 30, Long.MAX_VALUE, day))) {
            tidegate.advanceTo(all.get(all.size() - 1).timeMillis() + 2 * day);
            EventShop.trade(tidegate, 11, 2_000);
            final EventCursor oldest = tidegate.events().oldest();
            assertThat(oldest.sequence()).isGreaterThanOrEqualTo(all.size() - 2_000);
        }
    }

    static Map<String, byte[]> files(final Path folder) throws IOException {
        final Map<String, byte[]> files = new TreeMap<>();
        for (final long first : EventFiles.of(folder).list()) {
            final Path file = EventFiles.of(folder).file(first);
            files.put(file.getFileName().toString(), Files.readAllBytes(file));
        }
        return files;
    }

    static void assertSame(final Map<String, byte[]> files, final Map<String, byte[]> expected) {
        assertThat(files.keySet()).isEqualTo(expected.keySet());
        files.forEach((name, bytes) -> assertThat(bytes).as(name).isEqualTo(expected.get(name)));
    }

    static void delete(final Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (final Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
