package dev.tidegate.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidegate.CommandIds;
import dev.tidegate.engine.Engine;
import dev.tidegate.engine.EngineSettings;
import dev.tidegate.message.Command;
import dev.tidegate.message.CommandHeader;
import dev.tidegate.message.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class GivenTimeTest {
    private static final int COMMANDS = 4000;

    /** Everything that two runs must have in common. */
    private record Run(List<String> outcomes, long sequence, long digestHigh, long digestLow) {}

    private static PipelineSettings settings(final int batchCommands) {
        final PipelineSettings s = Shop.settings(Durability.PROCESS);
        return new PipelineSettings(
                s.durability(), s.time(), s.waiting(), 16_384, batchCommands, 65_536, 1 << 20, false);
    }

    /** Orders whose holds of different lengths expire on the way, several commands at one time, and payments. */
    private static Run run(final int batchCommands, final boolean oneByOne, final RecordingJournal journal) {
        final SplittableRandom random = new SplittableRandom(7);
        final List<CompletableFuture<Outcome>> answers = new ArrayList<>();
        try (Shop shop = Shop.open(settings(batchCommands), journal, 500)) {
            final GivenTime time = (GivenTime) shop.pipeline.time();
            final CountDownLatch gate = oneByOne ? new CountDownLatch(0) : shop.hold();
            long now = Shop.START_MILLIS;
            for (int i = 0; i < COMMANDS; i++) {
                now += random.nextInt(3) == 0 ? random.nextInt(400) : 0;
                time.moveTo(now);
                final Command command = command(random, i);
                final CompletableFuture<Outcome> answer = shop.send(command);
                answers.add(answer);
                if (oneByOne) {
                    Shop.get(answer);
                }
            }
            final CompletableFuture<Long> end = shop.pipeline.advanceTo(now + 10_000_000);
            gate.countDown();
            final List<String> outcomes =
                    answers.stream().map(Shop::get).map(Outcome::toString).toList();
            final long sequence = Shop.get(end);
            return Shop.get(shop.pipeline.read(
                    reads -> new Run(outcomes, sequence, shop.engine.digestHigh(), shop.engine.digestLow())));
        }
    }

    private static Command command(final SplittableRandom random, final int i) {
        final int kind = random.nextInt(10);
        final long hold = 1 + random.nextInt(3000);
        if (kind < 7) {
            return Shop.order("TB-" + i, order -> order.holdMillis(hold));
        }
        // Order ids are what they are; some of these hit an order and some do not.
        final long orderId = 1L << 32 | random.nextInt(200);
        return kind == 7 ? new Command.StartPayment(orderId) : new Command.ConfirmPayment(orderId, 100);
    }

    @Test
    void shouldGiveTheSameSequencesAndDigestHoweverCommandsAreBatched() {
        final RecordingJournal journalOfOnes = new RecordingJournal();
        final RecordingJournal journalOfThousands = new RecordingJournal();
        final Run ones = run(1, true, journalOfOnes);
        final Run sevens = run(7, false, new RecordingJournal());
        final Run thousands = run(1000, false, journalOfThousands);

        assertThat(ones.sequence).as("ticks came between").isGreaterThan(4 + COMMANDS);
        assertThat(sevens).isEqualTo(ones);
        assertThat(thousands).isEqualTo(ones);
        assertThat(journalOfThousands.batches.size()).isLessThan(journalOfOnes.batches.size());
    }

    @Test
    void shouldReplayToTheSameDigest() {
        final RecordingJournal journal = new RecordingJournal();
        final Run live = run(1000, false, journal);
        final Engine engine = new Engine(EngineSettings.small());
        final Replayer replayer = new Replayer(engine);

        journal.replay(replayer);

        assertThat(engine.sequence()).isEqualTo(live.sequence);
        assertThat(replayer.mark(live.sequence, live.digestHigh, live.digestLow))
                .isNull();
        assertThat(replayer.mark(live.sequence, live.digestHigh, live.digestLow + 1))
                .contains("digest after sequence " + live.sequence);
        assertThat(replayer.mark(live.sequence + 1, 0, 0)).contains("replayed to");
    }

    @Test
    void shouldPutEveryDueTickBeforeTheFirstCommandOfALaterTime() {
        final RecordingJournal journal = new RecordingJournal();
        try (Shop shop = Shop.open(settings(1000), journal, 10)) {
            final GivenTime time = (GivenTime) shop.pipeline.time();
            shop.ask(Shop.order("TB-1", order -> order.holdMillis(1000)));
            time.moveTo(Shop.START_MILLIS + 999);
            final Outcome before = shop.ask(Shop.order("TB-2"));
            time.moveTo(Shop.START_MILLIS + 5000);
            final Outcome after = shop.ask(Shop.order("TB-3"));

            assertThat(before.sequence()).isEqualTo(6);
            assertThat(after.sequence()).as("7 is the tick").isEqualTo(8);
            assertThat(after.timeMillis()).isEqualTo(Shop.START_MILLIS + 5000);
        }
    }

    @Test
    void shouldDoWhatIsDueWhenTimeIsAdvanced() {
        try (Shop shop = Shop.open(settings(1000), new RecordingJournal(), 10)) {
            final Outcome order = shop.ask(Shop.order("TB-1", place -> place.holdMillis(1000)));
            final long early = Shop.get(shop.pipeline.advanceTo(Shop.START_MILLIS + 999));
            final long late = Shop.get(shop.pipeline.advanceTo(Shop.START_MILLIS + 1000));

            assertThat(early).isEqualTo(5);
            assertThat(late).isEqualTo(6);
            final long open =
                    Shop.get(shop.pipeline.read(reads -> reads.counts().openOrders()));
            assertThat(open).isZero();
            assertThat(shop.ask(new Command.StartPayment(order.entityId())).accepted())
                    .isFalse();
        }
    }

    @Test
    void shouldNeverLetTimeFall() {
        try (Shop shop = Shop.open(settings(1000), new RecordingJournal(), 10)) {
            final GivenTime time = (GivenTime) shop.pipeline.time();
            time.moveTo(Shop.START_MILLIS + 10);
            time.moveTo(Shop.START_MILLIS + 5);

            assertThat(shop.ask(Shop.order("TB-1")).timeMillis()).isEqualTo(Shop.START_MILLIS + 10);
            assertThatThrownBy(() -> time.moveTo(-1)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void shouldRefuseToAdvanceWhileTheDiskIsLow() {
        final RecordingJournal journal = new RecordingJournal();
        try (Shop shop = Shop.open(settings(1000), journal, 10)) {
            shop.ask(Shop.order("TB-1", place -> place.holdMillis(1000)));
            journal.full(true);
            final CommandHeader header = shop.header();
            final CompletableFuture<Long> advanced = shop.pipeline.advanceTo(Shop.START_MILLIS + 1000);

            assertThatThrownBy(() -> Shop.get(advanced)).hasRootCauseInstanceOf(PipelineException.class);
            assertThat(Shop.get(shop.pipeline.submit(header, Shop.order("TB-2")))
                            .sequence())
                    .isZero();
            journal.full(false);
            assertThat(Shop.get(shop.pipeline.submit(header, Shop.order("TB-2")))
                            .sequence())
                    .as("behind the tick")
                    .isEqualTo(7);
        }
    }

    /** Five holds that expire one per tick, then a command at the time of the ticks. */
    private static void holdsAndTheirEnd(final Shop shop) {
        shop.ask(new Command.SetLimits(List.of(new Command.LimitValue(Command.Limit.WORK_PER_TICK, 1))));
        for (int i = 0; i < 5; i++) {
            shop.ask(Shop.order("TB-" + i, place -> place.holdMillis(1000)));
        }
    }

    @Test
    void shouldDoTheTicksThatAKilledProcessLeftBeforeTheNextCommand() {
        final RecordingJournal whole = new RecordingJournal();
        try (Shop shop = Shop.open(settings(1000), whole, 10)) {
            holdsAndTheirEnd(shop);
            ((GivenTime) shop.pipeline.time()).moveTo(Shop.START_MILLIS + 5000);
            assertThat(shop.ask(Shop.order("LAST")).sequence()).isEqualTo(10 + 5 + 1);
        }
        final RecordingJournal cut = new RecordingJournal();
        whole.batches.stream().limit(10 + 2).forEach(cut.batches::add);
        final Engine engine = new Engine(EngineSettings.small());
        cut.replay(new Replayer(engine));

        final GivenTime time = TimeSource.given(0);
        final PipelineSettings settings = PipelineSettings.of(Durability.MEMORY, time);
        try (Pipeline pipeline = new Pipeline(engine, null, settings)) {
            assertThat(time.nowMillis()).as("not before the journal's end").isEqualTo(Shop.START_MILLIS + 5000);
            final CommandHeader header = new CommandIds(time::nowMillis, 99).next();
            assertThat(Shop.get(pipeline.submit(header, Shop.order("LAST"))).sequence())
                    .isEqualTo(10 + 5 + 1);
        }
    }
}
