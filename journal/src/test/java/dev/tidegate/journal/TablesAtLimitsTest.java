package dev.tidegate.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.Digest;
import dev.tidegate.Tidegate;
import dev.tidegate.message.Command.Limit;
import dev.tidegate.message.Command.LimitValue;
import dev.tidegate.message.Command.SetLimits;
import dev.tidegate.pipeline.JournalSettings;
import dev.tidegate.pipeline.JournalSettings.Kind;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder that is opened with tables as large as its limits, from its first command and from a snapshot. */
class TablesAtLimitsTest {
    private static final int EACH = 5_000;
    private static final long MOST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(20);

    @TempDir
    private Path folder;

    /** Every limit of a count of things. */
    private static SetLimits small() {
        return new SetLimits(Arrays.stream(Limit.values())
                .filter(limit -> !limit.name().endsWith("MILLIS"))
                .filter(limit -> limit != Limit.LINES_PER_ORDER)
                .map(limit -> new LimitValue(limit, EACH))
                .toList());
    }

    private Digest trade(final JournalSettings settings, final int commands) {
        try (SmallShop shop = new SmallShop(folder, settings, 3)) {
            if (shop.digest().sequence() < 100) {
                assertThat(shop.tidegate.call(small()).accepted()).isTrue();
            }
            return shop.trade(commands).digest();
        }
    }

    private void assertAtLimits(final JournalSettings settings, final Digest digest, final boolean fromSnapshot) {
        final var options = SmallShop.options(settings).withTablesAtLimits(true);
        try (Tidegate tidegate = Tidegate.open(folder, options)) {
            assertThat(tidegate.recovery().snapshotSequence() > 0).isEqualTo(fromSnapshot);
            assertThat(tidegate.digest()).isEqualTo(digest);
            assertThat(tidegate.tables().atLimits()).isTrue();
            final int growths = tidegate.tables().growths();
            for (int i = 0; i < 2_000; i++) {
                assertThat(tidegate.call(new SetLimits(List.of(new LimitValue(Limit.WORK_PER_TICK, 1 + i))))
                                .accepted())
                        .isTrue();
            }
            assertThat(tidegate.tables().growths()).isEqualTo(growths);
            assertThat(tidegate.verify()).isNull();
        }
    }

    @Test
    void shouldBeAsLargeAsTheLimitsBehindAReplay() {
        final JournalSettings settings = TestJournal.small(Kind.FILE);
        assertAtLimits(settings, trade(settings, 500), false);
    }

    @Test
    void shouldBeAsLargeAsTheLimitsBehindASnapshot() {
        final JournalSettings settings = TestJournal.small(Kind.FILE)
                .withUpkeep(SmallShop.SHADOW.withSnapshotEvery(0).withSnapshotAtEnds(true));
        assertAtLimits(settings, trade(settings, 500), true);
    }

    @Test
    void shouldLetTheShadowGrowAsItNeeds() throws Exception {
        final JournalSettings settings = TestJournal.small(Kind.FILE).withUpkeep(SmallShop.SHADOW);
        trade(settings, 200);
        try (Tidegate tidegate =
                Tidegate.open(folder, SmallShop.options(settings).withTablesAtLimits(true))) {
            assertThat(tidegate.tables().atLimits()).isTrue();
            final var shadow = tidegate.shadow();
            assertThat(shadow).isNotNull();
            assertThat(shadow.snapshot().get(20, TimeUnit.SECONDS))
                    .isEqualTo(tidegate.digest().sequence());
            // It looks at its memory once a second.
            final long start = System.nanoTime();
            while (shadow.status().stateBytes() == 0) {
                assertThat(System.nanoTime() - start).isLessThan(MOST_WAIT_NANOS);
                Thread.onSpinWait();
            }
            assertThat(shadow.status().stateBytes())
                    .isLessThan(tidegate.tables().bytes() / 2);
        }
    }
}
