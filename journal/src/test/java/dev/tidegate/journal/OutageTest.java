package dev.tidegate.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.CommandIds;
import dev.tidegate.Orders;
import dev.tidegate.engine.Engine;
import dev.tidegate.engine.EngineReads.OrderView;
import dev.tidegate.engine.EngineSettings;
import dev.tidegate.message.Command;
import dev.tidegate.message.Command.Urgency;
import dev.tidegate.message.Outcome;
import dev.tidegate.order.OrderState;
import dev.tidegate.pipeline.Durability;
import dev.tidegate.pipeline.JournalProvider.OpenedJournal;
import dev.tidegate.pipeline.JournalSettings.Kind;
import dev.tidegate.pipeline.Pipeline;
import dev.tidegate.pipeline.PipelineSettings;
import dev.tidegate.pipeline.Replayer;
import dev.tidegate.pipeline.TimeSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A folder with a hold, opened again when the hold's time is long over; the clock is the test's. */
@Timeout(300)
class OutageTest {
    private static final long MINUTE = 60_000;
    private static final long NANOS = 1_000_000;

    @TempDir
    Path folder;

    private final AtomicLong now = new AtomicLong(1_800_000_000_000L);

    /** One life of a process. */
    private final class Life implements AutoCloseable {
        final Engine engine;
        final long found;
        final Pipeline pipeline;
        private final CommandIds ids = new CommandIds(now::get);

        Life(final Kind kind) {
            final Replayer replayer = new Replayer(EngineSettings.small());
            final OpenedJournal opened = new JournalFolder().open(folder, TestJournal.small(kind), replayer);
            engine = replayer.engine();
            found = opened.recovery().lastSequence();
            pipeline = new Pipeline(
                    engine,
                    opened.journal(),
                    opened.tap(),
                    PipelineSettings.of(Durability.PROCESS, TimeSource.wall(now::get, () -> now.get() * NANOS)));
        }

        Outcome call(final Command command) {
            return pipeline.submit(ids.next(), command)
                    .orTimeout(120, TimeUnit.SECONDS)
                    .join();
        }

        OrderView order(final long id) {
            return Objects.requireNonNull(pipeline.read(reads -> reads.order(id))
                    .orTimeout(120, TimeUnit.SECONDS)
                    .join());
        }

        @Override
        public void close() {
            pipeline.close();
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void shouldKeepTheHoldThroughTwoOutages(final Kind kind) {
        final long order;
        try (Life life = new Life(kind)) {
            life.call(new Command.DefineWarehouse("W"));
            life.call(new Command.DefineChannel("C", false, List.of(1)));
            life.call(new Command.DefineSku("S", 0));
            life.call(new Command.ReceiveStock(1, 1, 1, 1, 0, 0, 0));
            order = life.call(Orders.place(1, "A", "shop", Urgency.NORMAL)
                            .line(1, 1, 100)
                            .holdMillis(10 * MINUTE)
                            .build())
                    .entityId();
        }
        now.addAndGet(30 * MINUTE);
        final long digest;
        final long until = now.get() + 5 * MINUTE;
        try (Life life = new Life(kind)) {
            assertThat(life.found).isEqualTo(5);
            assertThat(life.order(order).deadlineMillis()).isEqualTo(until);
            digest = life.engine.digestHigh();
        }
        // Nothing but one ExtendHolds was journaled, and a replay comes to what was.
        try (Life life = new Life(kind)) {
            assertThat(life.found).isEqualTo(6);
            assertThat(life.order(order).deadlineMillis()).isEqualTo(until);
            assertThat(life.engine.digestHigh()).isEqualTo(digest);
        }
        now.addAndGet(60 * MINUTE);
        try (Life life = new Life(kind)) {
            assertThat(life.found).isEqualTo(6);
            assertThat(life.order(order).deadlineMillis()).isEqualTo(now.get() + 5 * MINUTE);
            assertThat(life.call(new Command.ConfirmPayment(order, 100)).accepted())
                    .isTrue();
            assertThat(life.order(order).state()).isEqualTo(OrderState.PAID);
        }
    }
}
