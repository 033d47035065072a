package dev.tidegate.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidegate.CommandIds;
import dev.tidegate.engine.Engine;
import dev.tidegate.engine.EngineReads.OrderView;
import dev.tidegate.engine.EngineSettings;
import dev.tidegate.message.Command;
import dev.tidegate.message.CommandHeader;
import dev.tidegate.message.CommandKind;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.MessageCheck;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.order.OrderState;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A pipeline that goes on from a journal after a while in which nobody could pay, by a clock that the test moves. */
@Timeout(300)
class AfterOutageTest {
    private static final long MINUTE = 60_000;
    private static final int MINIMUM = 300_000;
    private static final long NANOS = 1_000_000;

    private final AtomicLong now = new AtomicLong(Shop.START_MILLIS);
    private final RecordingJournal journal = new RecordingJournal();
    private long soon;
    private long later;
    private int batchesBefore;
    private long timeBefore;

    private PipelineSettings settings(final TimeSource time, final int minimum) {
        return PipelineSettings.of(Durability.PROCESS, time).withHoldsAfterOutageMillis(minimum);
    }

    private TimeSource clock() {
        return TimeSource.wall(now::get, () -> now.get() * NANOS);
    }

    @BeforeEach
    void placeTwoOrdersAndStop() {
        try (Shop shop = Shop.open(settings(clock(), MINIMUM), journal, 10)) {
            soon = shop.ask(Shop.order("A", order -> order.holdMillis(10 * MINUTE)))
                    .entityId();
            later = shop.ask(Shop.order("B", order -> order.holdMillis(60 * MINUTE)))
                    .entityId();
        }
        batchesBefore = journal.batches.size();
        timeBefore = now.get();
    }

    private Engine replayed() {
        final Engine engine = new Engine(EngineSettings.small());
        journal.replay(new Replayer(engine));
        return engine;
    }

    private Pipeline reopen(final Engine engine, final int minimum) {
        return new Pipeline(engine, journal, settings(clock(), minimum));
    }

    private static OrderView order(final Pipeline pipeline, final long id) {
        return Objects.requireNonNull(Shop.get(pipeline.read(reads -> reads.order(id))));
    }

    /** The commands of this life, by kind. */
    private List<CommandKind> journaled() {
        return journal.batches.stream()
                .skip(batchesBefore)
                .map(batch -> CommandKind.of(MessageCheck.templateId(new HeapBuffer(batch.frames()), 4)))
                .toList();
    }

    private Outcome receive(final Pipeline pipeline) {
        final CommandHeader header = new CommandIds(now::get, now.get()).next();
        return Shop.get(pipeline.submit(header, Shop.receive(1)));
    }

    @Test
    void shouldLetNothingExpireForHavingBeenDown() {
        now.addAndGet(30 * MINUTE);
        try (Pipeline pipeline = reopen(replayed(), MINIMUM)) {
            assertThat(order(pipeline, soon).deadlineMillis()).isEqualTo(now.get() + MINIMUM);
            assertThat(order(pipeline, soon).due()).isFalse();
            assertThat(order(pipeline, later).deadlineMillis()).isEqualTo(timeBefore + 60 * MINUTE);
            now.addAndGet(MINIMUM - 1);
            assertThat(receive(pipeline).code()).isEqualTo(OutcomeCode.ACCEPTED);
            assertThat(order(pipeline, soon).state()).isEqualTo(OrderState.CREATED);
            now.addAndGet(1);
            assertThat(receive(pipeline).code()).isEqualTo(OutcomeCode.ACCEPTED);
            assertThat(order(pipeline, soon).state()).isEqualTo(OrderState.CLOSED);
        }
        // The tick opens the batch of the second receipt.
        assertThat(journaled()).containsExactly(CommandKind.EXTEND_HOLDS, CommandKind.RECEIVE_STOCK, CommandKind.TICK);
    }

    @Test
    void shouldPutHoldsOffWithoutBeingAskedAnything() {
        now.addAndGet(30 * MINUTE);
        final Engine engine = replayed();
        try (Pipeline pipeline = reopen(engine, MINIMUM)) {
            await().until(() -> journal.calls(RecordingJournal.Call.APPEND) > batchesBefore);
            assertThat(pipeline.state()).isEqualTo(PipelineState.RUNNING);
        }
        assertThat(journaled()).containsExactly(CommandKind.EXTEND_HOLDS);
        final Engine again = replayed();
        assertThat(again.digestHigh()).isEqualTo(engine.digestHigh());
        assertThat(again.digestLow()).isEqualTo(engine.digestLow());
        assertThat(again.reads().order(soon).deadlineMillis()).isEqualTo(now.get() + MINIMUM);
    }

    @Test
    void shouldComeBeforeTheFirstCommand() {
        now.addAndGet(30 * MINUTE);
        try (Pipeline pipeline = reopen(replayed(), MINIMUM)) {
            final CommandHeader header = new CommandIds(now::get, 1).next();
            assertThat(Shop.get(pipeline.submit(header, new Command.ConfirmPayment(soon, 100)))
                            .code())
                    .isEqualTo(OutcomeCode.ACCEPTED);
        }
        assertThat(journaled()).containsExactly(CommandKind.EXTEND_HOLDS, CommandKind.CONFIRM_PAYMENT);
    }

    @Test
    void shouldJournalNothingWhenNoHoldWouldChange() {
        now.addAndGet(4 * MINUTE);
        try (Pipeline pipeline = reopen(replayed(), MINIMUM)) {
            assertThat(order(pipeline, soon).deadlineMillis()).isEqualTo(timeBefore + 10 * MINUTE);
        }
        assertThat(journaled()).isEmpty();
    }

    @Test
    void shouldPutOffAgainAfterTheNextOutage() {
        for (int i = 0; i < 3; i++) {
            now.addAndGet(30 * MINUTE);
            try (Pipeline pipeline = reopen(replayed(), MINIMUM)) {
                assertThat(order(pipeline, soon).deadlineMillis()).isEqualTo(now.get() + MINIMUM);
            }
        }
        assertThat(journaled())
                .containsExactly(CommandKind.EXTEND_HOLDS, CommandKind.EXTEND_HOLDS, CommandKind.EXTEND_HOLDS);
    }

    @Test
    void shouldLeaveHoldsAloneWhenTheSettingIsZero() {
        now.addAndGet(30 * MINUTE);
        try (Pipeline pipeline = reopen(replayed(), 0)) {
            assertThat(receive(pipeline).code()).isEqualTo(OutcomeCode.ACCEPTED);
            assertThat(order(pipeline, soon).state()).isEqualTo(OrderState.CLOSED);
        }
        assertThat(journaled()).doesNotContain(CommandKind.EXTEND_HOLDS);
    }

    @Test
    void shouldLeaveHoldsAloneWithGivenTime() {
        final GivenTime given = TimeSource.given(now.get() + 30 * MINUTE);
        try (Pipeline pipeline = new Pipeline(replayed(), journal, settings(given, MINIMUM))) {
            Shop.get(pipeline.advanceTo(given.nowMillis() + 1));
            assertThat(order(pipeline, soon).state()).isEqualTo(OrderState.CLOSED);
        }
        assertThat(journaled()).containsExactly(CommandKind.TICK);
    }

    @Test
    void shouldLetNoTickAndNoCommandPassWhileTheDiskHasNoRoom() {
        now.addAndGet(30 * MINUTE);
        journal.full(true);
        try (Pipeline pipeline = reopen(replayed(), MINIMUM)) {
            assertThat(receive(pipeline).code()).isEqualTo(OutcomeCode.DISK_LOW);
            assertThat(order(pipeline, soon).state()).isEqualTo(OrderState.CREATED);
            assertThat(order(pipeline, soon).due()).isFalse();
            assertThat(journaled()).isEmpty();
            journal.full(false);
            assertThat(receive(pipeline).code()).isEqualTo(OutcomeCode.ACCEPTED);
            assertThat(order(pipeline, soon).deadlineMillis()).isEqualTo(now.get() + MINIMUM);
        }
        assertThat(journaled()).containsExactly(CommandKind.EXTEND_HOLDS, CommandKind.RECEIVE_STOCK);
    }

    @Test
    void shouldTryAgainByItselfOnceTheDiskHasRoom() {
        now.addAndGet(30 * MINUTE);
        journal.full(true);
        try (Pipeline pipeline = reopen(replayed(), MINIMUM)) {
            await().until(() -> journal.calls(RecordingJournal.Call.ENSURE_ROOM) > batchesBefore);
            journal.full(false);
            await().until(() -> journal.calls(RecordingJournal.Call.APPEND) > batchesBefore);
            assertThat(pipeline.state()).isEqualTo(PipelineState.RUNNING);
        }
        assertThat(journaled()).containsExactly(CommandKind.EXTEND_HOLDS);
    }

    @Test
    void shouldDoTheSameInSteps() {
        now.addAndGet(30 * MINUTE);
        final Engine engine = replayed();
        final SteppedPipeline pipeline =
                new SteppedPipeline(engine, journal, settings(clock(), MINIMUM), () -> now.get() * NANOS);
        assertThat(pipeline.isDue()).isTrue();
        pipeline.step();
        pipeline.step();
        pipeline.close();

        assertThat(engine.reads().order(soon).deadlineMillis()).isEqualTo(now.get() + MINIMUM);
        assertThat(journaled()).containsExactly(CommandKind.EXTEND_HOLDS);
    }
}
