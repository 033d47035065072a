package dev.tidegate.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Histories of concurrent trading, held against a replay of their journal. */
@Timeout(300)
class ShieldHistoryTest {
    private static final int TRADERS = 3;
    private static final int ORDERS = 500;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void shouldTellSoldOutOnlyWhenTheEngineWouldAndNeverToARepetition(final long seed) throws Exception {
        final ShieldHistory history = new ShieldHistory();
        try (history) {
            final ExecutorService threads = Executors.newFixedThreadPool(TRADERS + 1);
            try {
                final List<Future<?>> ends = new ArrayList<>();
                for (int i = 0; i < TRADERS; i++) {
                    final long own = seed * 100 + i;
                    ends.add(threads.submit(() -> history.trade(own, ORDERS)));
                }
                ends.add(threads.submit(() -> history.manage(seed * 100 + TRADERS, ORDERS)));
                for (final Future<?> end : ends) {
                    end.get(120, TimeUnit.SECONDS);
                }
            } finally {
                threads.shutdownNow();
            }
        }
        final int told = history.shielded.size();
        final ShieldHistoryCheck check = new ShieldHistoryCheck(history.shielded);
        history.journal.replay(check);

        assertThat(history.faults).isEmpty();
        assertThat(check.unexplained).isEmpty();
        assertThat(history.shielded).as("not looked at").isEmpty();
        assertThat(check.explained).isEqualTo(told).isPositive();
        assertThat(history.repeats.get()).isPositive();
    }
}
