package dev.tidegate.journal.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.Tidegate;
import dev.tidegate.journal.LiveCopy;
import dev.tidegate.journal.event.EventShop.Collector;
import dev.tidegate.journal.event.EventShop.Event;
import dev.tidegate.message.Command;
import dev.tidegate.pipeline.EventCursor;
import dev.tidegate.pipeline.SubscribeAnswer;
import dev.tidegate.pipeline.SubscribeAnswer.Resync;
import dev.tidegate.pipeline.SubscribeAnswer.Rewound;
import dev.tidegate.pipeline.SubscribeAnswer.Started;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When commands are lost whose events had been seen, every cursor from that time is judged rightly. */
class EpochTest {
    @TempDir
    Path temp;

    private Path live() {
        return temp.resolve("live");
    }

    private Path crashed() {
        return temp.resolve("crashed");
    }

    /** Trades, and copies the folder while it is open, as a process that is killed then would leave it. */
    private void tradeAndCrash() throws IOException {
        try (Tidegate tidegate = EventShop.open(live(), EventShop.small())) {
            EventShop.trade(tidegate, 1, 400);
            // Whatever was applied is in the log's files before the copy.
            awaitLogged(tidegate);
            LiveCopy.of(live(), crashed());
        }
    }

    private static void awaitLogged(final Tidegate tidegate) {
        final Collector all = new Collector();
        final SubscribeAnswer answer =
                tidegate.subscribe(new EventCursor(tidegate.events().newest().epoch(), 0), all);
        assertThat(answer).isInstanceOf(Started.class);
        final long last = tidegate.call(new Command.DefineWarehouse("the last that makes an event"))
                .sequence();
        org.awaitility.Awaitility.await().until(() -> {
            final List<Event> events = all.events();
            return !events.isEmpty() && events.get(events.size() - 1).sequence() >= last;
        });
    }

    private static SubscribeAnswer subscribe(final Tidegate tidegate, final long epoch, final long sequence) {
        return tidegate.subscribe(new EventCursor(epoch, sequence), new Collector());
    }

    @Test
    void shouldKeepTheEpochWhenAKilledProcessLostNothing() throws Exception {
        tradeAndCrash();
        try (Tidegate tidegate = EventShop.open(crashed(), EventShop.small())) {
            assertThat(tidegate.recovery().tailBytesCut()).isZero();
            assertThat(tidegate.events().report().epoch()).isEqualTo(1);
            assertThat(tidegate.events().report().damage()).isEmpty();
        }
        assertThat(EventShop.logged(crashed())).isEqualTo(EventShop.replayed(crashed()));
    }

    @Test
    void shouldBeginAnEpochWhenTheJournalLostCommandsThatTheLogHas() throws Exception {
        tradeAndCrash();
        final List<Event> before = EventShop.logged(crashed());
        cutJournal(crashed(), 3_000);

        final long end;
        try (Tidegate tidegate = EventShop.open(crashed(), EventShop.small())) {
            end = tidegate.events().report().events();
            assertThat(end).isBetween(1L, before.size() - 1L);
            assertThat(tidegate.events().report().epoch()).isEqualTo(2);
            assertThat(tidegate.events().report().bytesCut()).isPositive();
            assertThat(tidegate.events().newest()).isEqualTo(new EventCursor(2, end));

            assertThat(subscribe(tidegate, 1, before.size())).isEqualTo(new Rewound(new EventCursor(2, end)));
            assertThat(subscribe(tidegate, 1, end + 1)).isEqualTo(new Rewound(new EventCursor(2, end)));
            assertThat(subscribe(tidegate, 1, end)).isInstanceOf(Started.class);
            assertThat(subscribe(tidegate, 2, end + 1)).isEqualTo(new Rewound(new EventCursor(2, end)));
            EventShop.trade(tidegate, 2, 400);
        }
        final List<Event> after = EventShop.logged(crashed());
        assertThat(after).isEqualTo(EventShop.replayed(crashed()));
        assertThat(after).hasSizeGreaterThan(before.size());
        assertThat(after.subList(0, (int) end)).isEqualTo(before.subList(0, (int) end));

        // Once the log has grown past it again, the old cursor is still known to be of lost events.
        try (Tidegate tidegate = EventShop.open(crashed(), EventShop.small())) {
            assertThat(tidegate.events().report().epoch()).isEqualTo(2);
            assertThat(subscribe(tidegate, 1, before.size())).isEqualTo(new Rewound(new EventCursor(2, end)));
            assertThat(subscribe(tidegate, 2, before.size())).isInstanceOf(Started.class);
            assertThat(subscribe(tidegate, 3, 1)).isEqualTo(new Resync(new EventCursor(2, 0), 1, 0));
        }
    }

    @Test
    void shouldBeginAnEpochWhenATornTailIsCut() throws Exception {
        tradeAndCrash();
        tearJournal(crashed());
        try (Tidegate tidegate = EventShop.open(crashed(), EventShop.small())) {
            assertThat(tidegate.recovery().tailBytesCut()).isPositive();
            assertThat(tidegate.events().report().epoch()).isEqualTo(2);
        }
    }

    @Test
    void shouldBeginAnEpochWhenTheMachineStoppedWhileTheFolderWasOpen() throws Exception {
        tradeAndCrash();
        // Nothing tells that anything is missing, and yet it may be: zeroes look like space that was never used.
        final EventNotes notes = EventNotes.read(crashed());
        new EventNotes(notes.journal(), false, "another-boot", notes.events(), notes.forced(), notes.epochs())
                .write(crashed());
        final long events;
        try (Tidegate tidegate = EventShop.open(crashed(), EventShop.small())) {
            events = tidegate.events().report().events();
            assertThat(tidegate.recovery().tailBytesCut()).isZero();
            assertThat(tidegate.events().report().epoch()).isEqualTo(2);
            assertThat(subscribe(tidegate, 1, events)).isInstanceOf(Started.class);
            assertThat(subscribe(tidegate, 1, events + 1)).isInstanceOf(Rewound.class);
        }
    }

    @Test
    void shouldKeepTheEpochAfterACleanCloseAndAnotherBoot() throws Exception {
        try (Tidegate tidegate = EventShop.open(live(), EventShop.small())) {
            EventShop.trade(tidegate, 1, 50);
        }
        final EventNotes notes = EventNotes.read(live());
        assertThat(notes.closed()).isTrue();
        new EventNotes(notes.journal(), true, "another-boot", notes.events(), notes.forced(), notes.epochs())
                .write(live());
        try (Tidegate tidegate = EventShop.open(live(), EventShop.small())) {
            assertThat(tidegate.events().report().epoch()).isEqualTo(1);
        }
    }

    @Test
    void shouldWriteAnewWhatAMachineThatStoppedLostInTheMiddle() throws Exception {
        tradeAndCrash();
        final List<Event> before = EventShop.logged(crashed());
        final List<Long> files = EventFiles.of(crashed()).list();
        EventDamageTest.flip(EventFiles.of(crashed()).file(files.get(0)), 5_000);
        final EventNotes notes = EventNotes.read(crashed());
        new EventNotes(notes.journal(), false, "another-boot", notes.events(), 0, notes.epochs()).write(crashed());
        try (Tidegate tidegate = EventShop.open(crashed(), EventShop.small())) {
            assertThat(tidegate.events().report().damage()).isEmpty();
            assertThat(tidegate.events().report().cutAt())
                    .contains(EventFiles.of(crashed()).file(files.get(0)).toString());
        }
        assertThat(EventShop.logged(crashed())).isEqualTo(before);
    }

    @Test
    void shouldJudgeACursorByEveryEpochAfterIt() {
        EventNotes notes = EventNotes.first(new java.util.UUID(1, 2)).with(true, 1_000, 0);
        notes = notes.withEpoch(2, 500).withEpoch(3, 800);
        assertThat(notes.rewound(new EventCursor(1, 500), 1_000)).isNull();
        assertThat(notes.rewound(new EventCursor(1, 501), 1_000)).isEqualTo(new EventCursor(3, 500));
        assertThat(notes.rewound(new EventCursor(2, 800), 1_000)).isNull();
        assertThat(notes.rewound(new EventCursor(2, 801), 1_000)).isEqualTo(new EventCursor(3, 800));
        assertThat(notes.rewound(new EventCursor(3, 1_001), 1_000)).isEqualTo(new EventCursor(3, 1_000));
        assertThat(notes.rewound(new EventCursor(3, 1_001), 1_001)).isNull();
    }

    /** Takes whole batches off the end of the journal and leaves zeroes, as a machine does that lost its last pages. */
    private static void cutJournal(final Path folder, final int bytes) throws IOException {
        final Path segment = lastSegment(folder);
        final byte[] content = Files.readAllBytes(segment);
        final long from = start(content, used(content) - bytes);
        try (FileChannel channel = FileChannel.open(segment, StandardOpenOption.WRITE)) {
            channel.write(java.nio.ByteBuffer.allocate((int) (content.length - from)), from);
        }
        Files.delete(folder.resolve("FORCED"));
    }

    private static void tearJournal(final Path folder) throws IOException {
        final Path segment = lastSegment(folder);
        final byte[] content = Files.readAllBytes(segment);
        try (FileChannel channel = FileChannel.open(segment, StandardOpenOption.WRITE)) {
            channel.write(java.nio.ByteBuffer.allocate(20), used(content) - 20);
        }
        Files.delete(folder.resolve("FORCED"));
    }

    private static int used(final byte[] content) {
        int used = content.length;
        while (used > 0 && content[used - 1] == 0) {
            used--;
        }
        return used;
    }

    /** Where the first record at or behind that byte begins. */
    private static long start(final byte[] content, final int from) {
        int at = 0;
        while (at < from) {
            final int length = java.nio.ByteBuffer.wrap(content)
                    .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                    .getInt(at);
            at += 4 + (length + 3 & ~3);
        }
        return at;
    }

    private static Path lastSegment(final Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            final List<Path> used = files.filter(
                            file -> file.getFileName().toString().matches("segment-\\d+\\.log"))
                    .sorted()
                    .toList();
            for (int i = used.size() - 1; i > 0; i--) {
                if (used(Files.readAllBytes(used.get(i))) > 60) {
                    return used.get(i);
                }
            }
            return used.get(0);
        }
    }
}
