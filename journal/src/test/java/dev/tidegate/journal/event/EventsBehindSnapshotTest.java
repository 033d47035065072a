package dev.tidegate.journal.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidegate.Tidegate;
import dev.tidegate.TidegateOptions;
import dev.tidegate.pipeline.EventLogReport;
import dev.tidegate.pipeline.EventLogSettings;
import dev.tidegate.pipeline.RecoveryReport;
import dev.tidegate.pipeline.Shadow;
import dev.tidegate.pipeline.Upkeep;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A start from a snapshot leaves the same event log as a start from the journal's beginning, whatever the log lacks. */
class EventsBehindSnapshotTest {
    private static final int PART = 1_000;

    @TempDir
    Path temp;

    private Map<String, byte[]> whole;
    private long first;
    private long second;

    private Path folder() {
        return temp.resolve("data");
    }

    private record Start(RecoveryReport recovery, EventLogReport events) {}

    private static TidegateOptions options(final EventLogSettings events) {
        final TidegateOptions plain = EventShop.options(events);
        final Upkeep upkeep = Upkeep.NONE
                .withSnapshotEvery(Long.MAX_VALUE)
                .withKeepSnapshots(10)
                .withShadowPercent(100);
        return plain.withJournal(plain.journal().withUpkeep(upkeep));
    }

    private static long snapshot(final Tidegate tidegate) throws ExecutionException, InterruptedException {
        final Shadow shadow = Objects.requireNonNull(tidegate.shadow());
        final long all = tidegate.digest().sequence();
        await().until(() -> shadow.status().sequence() == all);
        return shadow.snapshot().get();
    }

    private Start start() {
        try (Tidegate tidegate = Tidegate.open(folder(), options(EventShop.small()))) {
            return new Start(tidegate.recovery(), tidegate.events().report());
        }
    }

    /** Three parts, with a snapshot behind the first and the second. */
    @BeforeEach
    void trade() throws Exception {
        try (Tidegate tidegate = Tidegate.open(folder(), options(EventShop.small()))) {
            EventShop.trade(tidegate, 1, PART);
            first = snapshot(tidegate);
            EventShop.trade(tidegate, 2, PART);
            second = snapshot(tidegate);
            EventShop.trade(tidegate, 3, PART);
        }
        whole = EventLogTest.files(folder());
        assertThat(first).isPositive().isLessThan(second);
        assertThat(EventFiles.of(folder()).list()).hasSizeGreaterThan(3);
    }

    private void assertWhole() throws Exception {
        EventLogTest.assertSame(EventLogTest.files(folder()), whole);
        assertThat(EventShop.logged(folder())).isEqualTo(EventShop.replayed(folder()));
    }

    @Test
    void shouldCompareWhatCameBehindTheSnapshot() throws Exception {
        final Start start = start();

        assertThat(start.recovery().snapshotSequence()).isEqualTo(second);
        assertThat(start.events().missing()).isZero();
        assertThat(start.events().damage()).isEmpty();
        assertThat(start.events().compared())
                .isPositive()
                .isLessThan(start.events().events());
        assertThat(start.events().events())
                .isEqualTo(EventShop.replayed(folder()).size());
        assertWhole();
    }

    @Test
    void shouldWriteAnEndThatIsMissing() throws Exception {
        cutNewestFile();

        final Start start = start();

        assertThat(start.recovery().snapshotSequence()).isEqualTo(second);
        assertThat(start.events().missing()).isPositive();
        assertWhole();
    }

    @Test
    void shouldPassOverASnapshotThatTheLogDoesNotReach() throws Exception {
        final EventFiles files = EventFiles.of(folder());
        final List<Long> all = files.list();
        for (final long file : all.subList(all.size() / 2, all.size())) {
            files.delete(file);
        }

        final Start start = start();

        assertThat(start.recovery().snapshotSequence()).isEqualTo(first);
        assertThat(start.recovery().rejected())
                .singleElement()
                .satisfies(rejected -> assertThat(rejected.reason()).contains("event log"));
        assertThat(start.events().missing()).isPositive();
        assertWhole();
    }

    @Test
    void shouldReplayEverythingForALogThatIsGone() throws Exception {
        EventLogTest.delete(folder().resolve(EventFiles.FOLDER));

        final Start start = start();

        assertThat(start.recovery().snapshotSequence()).isZero();
        assertThat(start.events().missing()).isEqualTo(start.events().events());
        assertWhole();
    }

    @Test
    void shouldGoOnBehindTheSnapshotInTheSameLog() throws Exception {
        try (Tidegate tidegate = Tidegate.open(folder(), options(EventShop.small()))) {
            assertThat(tidegate.recovery().snapshotSequence()).isEqualTo(second);
            EventShop.trade(tidegate, 4, PART);
        }

        assertThat(EventShop.logged(folder())).isEqualTo(EventShop.replayed(folder()));
    }

    @Test
    void shouldBeginFromASnapshotWithoutALogThatNobodyKeeps() throws Exception {
        EventLogTest.delete(folder().resolve(EventFiles.FOLDER));
        try (Tidegate tidegate = Tidegate.open(folder(), options(EventLogSettings.none()))) {
            assertThat(tidegate.recovery().snapshotSequence()).isEqualTo(second);
        }
    }

    private void cutNewestFile() throws Exception {
        final EventFiles files = EventFiles.of(folder());
        final List<Long> all = files.list();
        final Path newest = files.file(all.get(all.size() - 1));
        try (FileChannel channel = FileChannel.open(newest, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() - 7);
        }
    }
}
