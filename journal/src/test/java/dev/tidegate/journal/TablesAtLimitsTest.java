package dev.tidegate.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidegate.Digest;
import dev.tidegate.Tidegate;
import dev.tidegate.TidegateOptions;
import dev.tidegate.message.Command.Limit;
import dev.tidegate.message.Command.LimitValue;
import dev.tidegate.message.Command.SetLimits;
import dev.tidegate.pipeline.JournalSettings;
import dev.tidegate.pipeline.JournalSettings.Kind;
import dev.tidegate.pipeline.TimeSource;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder that is opened with tables as large as its limits, from its first command and from a snapshot. */
class TablesAtLimitsTest {
    private static final int EACH = 5_000;

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

    /** At the time at which it began: on a clock, holds would be put off or run out. */
    private static TidegateOptions options(final JournalSettings settings) {
        return SmallShop.options(settings).withTablesAtLimits(true).withTime(TimeSource.given(SmallShop.START));
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
        final var options = options(settings);
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
        try (Tidegate tidegate = Tidegate.open(folder, options(settings))) {
            assertThat(tidegate.tables().atLimits()).isTrue();
            final var shadow = tidegate.shadow();
            assertThat(shadow).isNotNull();
            final long all = tidegate.digest().sequence();
            await().until(() -> shadow.status().sequence() == all);
            assertThat(shadow.snapshot().get(120, TimeUnit.SECONDS)).isEqualTo(all);
            // It looks at its memory once a second.
            await().until(() -> shadow.status().stateBytes() > 0);
            assertThat(shadow.status().stateBytes())
                    .isLessThan(tidegate.tables().bytes() / 2);
        }
    }
}
