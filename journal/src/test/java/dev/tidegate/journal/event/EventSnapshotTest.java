package dev.tidegate.journal.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.Tidegate;
import dev.tidegate.TidegateOptions;
import dev.tidegate.engine.EngineSettings;
import dev.tidegate.journal.AsOf;
import dev.tidegate.journal.EventFolder;
import dev.tidegate.journal.event.EventShop.Event;
import dev.tidegate.journal.snapshot.SnapshotFiles;
import dev.tidegate.pipeline.EventCursor;
import dev.tidegate.pipeline.EventLogReport;
import dev.tidegate.pipeline.EventLogSettings;
import dev.tidegate.pipeline.Replayer;
import dev.tidegate.pipeline.SubscribeAnswer.Resync;
import dev.tidegate.pipeline.Upkeep;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The event log of a folder that is recovered from a snapshot: complete, whatever of it was missing. */
class EventSnapshotTest {
    @TempDir
    Path temp;

    private Path folder;
    private Map<String, byte[]> files;

    private Tidegate open() {
        final TidegateOptions options = EventShop.options(EventShop.small());
        return Tidegate.open(
                folder, options.withJournal(options.journal().withUpkeep(Upkeep.NONE.withSnapshotAtEnds(true))));
    }

    @BeforeEach
    void trade() throws Exception {
        folder = temp.resolve("data");
        for (int life = 0; life < 3; life++) {
            try (Tidegate tidegate = open()) {
                EventShop.trade(tidegate, life, 700);
            }
        }
        files = EventLogTest.files(folder);
        assertThat(EventShop.logged(folder)).isEqualTo(EventShop.replayed(folder));
    }

    private EventLogReport reopen() {
        try (Tidegate tidegate = open()) {
            assertThat(tidegate.events().report().damage()).isEmpty();
            return tidegate.events().report();
        }
    }

    private Path last() throws Exception {
        final List<Long> all = EventFiles.of(folder).list();
        return EventFiles.of(folder).file(all.get(all.size() - 1));
    }

    @Test
    void shouldGoOnBehindTheSnapshot() throws Exception {
        final EventLogReport report = reopen();
        assertThat(report.compared()).isLessThan(report.events() / 2);
        assertThat(report.missing()).isZero();
        assertThat(report.events()).isEqualTo(EventShop.replayed(folder).size());
        EventLogTest.assertSame(EventLogTest.files(folder), files);
    }

    @Test
    void shouldNameASnapshotToBeginFromWhereEventsAreNotKept() throws Exception {
        final long newest =
                SnapshotFiles.sequence(new SnapshotFiles(folder).list().get(0));
        EventFiles.of(folder).delete(1);
        final List<Event> kept = EventShop.logged(folder);
        try (EventLogReader reader = EventLogReader.open(folder)) {
            final EventCursor resumeFrom = new EventCursor(1, kept.get(0).number() - 1);
            final long sequence = kept.get(0).sequence();
            assertThat(reader.moveTo(new EventCursor(1, 0))).isEqualTo(new Resync(resumeFrom, sequence, newest));
            assertThat(AsOf.sequence(folder, EngineSettings.small(), newest).sequence())
                    .isEqualTo(newest);
            for (final Path snapshot : new SnapshotFiles(folder).list()) {
                Files.write(snapshot, new byte[200]);
            }
            assertThat(reader.moveTo(new EventCursor(1, 0))).isEqualTo(new Resync(resumeFrom, sequence, 0));
        }
    }

    @Test
    void shouldBeginWithOlderCommandsWhereTheLogEndsEarlier() throws Exception {
        EventDamageTest.truncate(last(), Files.size(last()) / 2);
        assertThat(reopen().missing()).isPositive();
        EventLogTest.assertSame(EventLogTest.files(folder), files);

        Files.delete(last());
        assertThat(reopen().missing()).isPositive();
        EventLogTest.assertSame(EventLogTest.files(folder), files);

        EventLogTest.delete(folder.resolve(EventFiles.FOLDER));
        assertThat(reopen().missing()).isEqualTo(EventShop.replayed(folder).size());
        EventLogTest.assertSame(EventLogTest.files(folder), files);
    }

    @Test
    void shouldFindDamageBeforeTheSnapshotWhenTheFolderIsVerified() throws Exception {
        EventDamageTest.flip(EventFiles.of(folder).file(1), 2_000);
        final EventLogReport found =
                EventFolder.read(folder, new Replayer(EngineSettings.small())).events();
        assertThat(found.damage())
                .contains(EventFiles.of(folder).file(1).toString())
                .contains("byte ");
        assertThat(found.events()).isEqualTo(EventShop.replayed(folder).size());
    }

    @Test
    void shouldRebuildTheWholeLog() throws Exception {
        EventDamageTest.flip(EventFiles.of(folder).file(1), 2_000);
        final EventRebuild.Rebuilt rebuilt =
                EventFolder.rebuild(folder, EventShop.small(), new Replayer(EngineSettings.small()));
        assertThat(rebuilt.events()).isEqualTo(EventShop.replayed(folder).size());
        EventLogTest.assertSame(EventLogTest.files(folder), files);
        assertThat(Path.of(rebuilt.keptAs())).isDirectory();
    }

    @Test
    void shouldSetALogAsideThatEndsBeforeEverythingThatCanBeReplayed() throws Exception {
        final List<Event> before = EventShop.logged(folder);
        final EventNotes notes = EventNotes.read(folder);
        final EventLogSettings settings = EventShop.small();
        final EventRecovery recovery = EventRecovery.of(folder, notes.journal(), settings);
        final long beyond = before.size() + 100;
        assertThat(recovery.begin(beyond)).contains("does not hold event " + beyond);
        assertThat(recovery.giveUp()).isTrue();
        assertThat(recovery.begin(beyond)).isNull();
        recovery.events(9_000, before.get(before.size() - 1).timeMillis(), EventShop.firstEvents());
        recovery.end();
        recovery.note(false);
        recovery.settle().close();
        recovery.release();

        assertThat(recovery.report().cutAt()).contains("set aside");
        assertThat(EventFiles.of(folder).list()).containsExactly(beyond + 1);
        assertThat(EventShop.logged(folder)).extracting(Event::number).first().isEqualTo(beyond + 1);
        assertThat(folder.resolve("events.old-1")).isDirectory();
    }
}
