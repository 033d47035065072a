package dev.tidegate.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tidegate.engine.EngineReads.OrderView;
import dev.tidegate.message.Command;
import dev.tidegate.message.CommandEncoder;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(300)
class PipelineTest {

    @Test
    void shouldAnswerWithSequenceAndTime() {
        try (Shop shop = Shop.open(Shop.ring(4096))) {
            final Outcome outcome = shop.ask(Shop.order("TB-1"));

            assertThat(outcome.code()).isEqualTo(OutcomeCode.ACCEPTED);
            assertThat(outcome.sequence()).isEqualTo(5);
            assertThat(outcome.timeMillis()).isEqualTo(Shop.START_MILLIS);
            assertThat(outcome.entityId()).isNotZero();
        }
    }

    @Test
    void shouldCarryCommandsOfManySlotsAroundTheEndOfTheRing() {
        try (Shop shop = Shop.open(Shop.ring(64))) {
            for (int i = 0; i < 400; i++) {
                final String number = "TB-" + i;
                final int lines = 1 + i % 40;
                final String document = "x".repeat(i * 7 % 3000);
                final Outcome outcome = shop.ask(Shop.order(number, order -> {
                    IntStream.range(1, lines).forEach(line -> order.line(Shop.SKU, line, line * 10L));
                    return order.document(document);
                }));

                final OrderView order = Shop.get(shop.pipeline.read(reads -> reads.order(outcome.entityId())));
                assertThat(order.externalNumber()).isEqualTo(number);
                assertThat(order.lines()).hasSize(lines);
                assertThat(order.lines().get(lines - 1).asked()).isEqualTo(Math.max(1, lines - 1));
            }
        }
    }

    @Test
    void shouldRefuseAtOnceWhenTheRingIsFullAndTakeAgainAfterwards() {
        try (Shop shop = Shop.open(Shop.ring(64))) {
            // A slot is given back some time after its answer.
            await().until(() -> shop.pipeline.freeSlots() == 64);
            final CountDownLatch gate = shop.hold();
            final List<CompletableFuture<Outcome>> sent = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                sent.add(shop.send(new Command.DefineSku("SKU-" + i, 0)));
            }
            final List<CompletableFuture<Outcome>> refused =
                    sent.stream().filter(CompletableFuture::isDone).toList();
            final CompletableFuture<Long> read = shop.pipeline.read(reads -> reads.sequence());
            gate.countDown();

            // One slot is the read that holds the engine.
            assertThat(refused).hasSize(37);
            assertThat(refused).allSatisfy(answer -> {
                assertThat(answer.join().code()).isEqualTo(OutcomeCode.BUSY);
                assertThat(answer.join().sequence()).isZero();
            });
            assertThatThrownBy(() -> Shop.get(read)).hasRootCauseInstanceOf(PipelineException.class);
            final List<Long> sequences = sent.stream()
                    .map(Shop::get)
                    .filter(Outcome::accepted)
                    .map(Outcome::sequence)
                    .toList();
            assertThat(sequences)
                    .containsExactlyElementsOf(LongStream.rangeClosed(5, 4 + sequences.size())
                            .boxed()
                            .toList());
            assertThat(shop.ask(new Command.DefineSku("LATER", 0)).accepted()).isTrue();
        }
    }

    @Test
    void shouldRefuseWhatIsNotOneWholeCommand() {
        try (Shop shop = Shop.open(Shop.ring(4096))) {
            final HeapBuffer tick = HeapBuffer.ofSize(64);
            final int tickLength = CommandEncoder.encodeTick(tick, 0);
            final Callback never = (correlation, outcome) -> {
                throw new AssertionError("must not be called");
            };

            assertThat(shop.pipeline.submitMessage(HeapBuffer.ofSize(100), 0, 100, 0, never))
                    .isEqualTo(Intake.MALFORMED);
            assertThat(shop.pipeline.submitMessage(tick, 0, tickLength, 0, never))
                    .as("ticks are the pipeline's own")
                    .isEqualTo(Intake.MALFORMED);
            assertThat(shop.ask(Shop.order("TB-1", order -> order.document("x".repeat(300_000))))
                            .code())
                    .isEqualTo(OutcomeCode.MALFORMED);
            assertThat(shop.pipeline.submitFrames(HeapBuffer.ofSize(3), 0, 3, 0, never))
                    .isEqualTo(Intake.MALFORMED);
            final long sequence = Shop.get(shop.pipeline.read(reads -> reads.sequence()));
            assertThat(sequence).isEqualTo(4);
        }
    }

    @Test
    void shouldTakeManyFramesAtOnce() throws Exception {
        try (Shop shop = Shop.open(Shop.ring(4096))) {
            final HeapBuffer frames = HeapBuffer.ofSize(64 * 1024);
            final CommandEncoder encoder = new CommandEncoder();
            int length = 0;
            for (int i = 0; i < 100; i++) {
                final int bytes = encoder.encode(shop.header(), Shop.order("TB-" + i), frames, length + 4);
                frames.putInt(length, bytes);
                length += 4 + bytes;
            }
            final List<Long> answered = Collections.synchronizedList(new ArrayList<>());
            final CountDownLatch all = new CountDownLatch(100);

            final Intake intake = shop.pipeline.submitFrames(frames, 0, length, 1000, (correlation, outcome) -> {
                assertThat(outcome.sequence() - 5).isEqualTo(correlation - 1000);
                answered.add(correlation);
                all.countDown();
            });

            assertThat(intake).isEqualTo(Intake.TAKEN);
            Shop.awaitLatch(all);
            assertThat(answered)
                    .containsExactlyElementsOf(
                            LongStream.range(1000, 1100).boxed().toList());
        }
    }

    @ParameterizedTest
    @EnumSource(Waiting.class)
    void shouldAnswerEachCommandOfManyThreadsOnceInOrder(final Waiting waiting) throws Exception {
        final PipelineSettings s = Shop.ring(256);
        final PipelineSettings settings =
                new PipelineSettings(s.durability(), s.time(), waiting, 256, 100, 65_536, 1 << 20, false);
        try (Shop shop = Shop.open(settings)) {
            final int threads = 4;
            final int each = 3000;
            final AtomicIntegerArray answers = new AtomicIntegerArray(threads * each);
            final long[] lastOfThread = new long[threads];
            final long[] lastSequence = {4};
            final CountDownLatch all = new CountDownLatch(threads * each);
            final Callback callback = (correlation, outcome) -> {
                final int thread = (int) correlation / each;
                if (outcome.sequence() == lastSequence[0] + 1 && correlation % each == lastOfThread[thread]) {
                    answers.incrementAndGet((int) correlation);
                }
                lastOfThread[thread] = correlation % each + 1;
                lastSequence[0] = outcome.sequence();
                all.countDown();
            };
            final List<Thread> producers = IntStream.range(0, threads)
                    .mapToObj(thread -> new Thread(() -> {
                        for (int i = 0; i < each; i++) {
                            final Command command =
                                    Shop.order(thread + "-" + i, order -> order.document("y".repeat(thread * 100)));
                            while (shop.pipeline.submit(shop.header(), command, thread * each + i, callback)
                                    != Intake.TAKEN) {
                                Thread.onSpinWait();
                            }
                        }
                    }))
                    .toList();
            producers.forEach(Thread::start);
            Shop.awaitLatch(all);

            assertThat(IntStream.range(0, threads * each).allMatch(i -> answers.get(i) == 1))
                    .isTrue();
        }
    }

    @Test
    void shouldReadWhatWasWrittenBeforeAndNothingLater() {
        try (Shop shop = Shop.open(Shop.ring(4096))) {
            final CountDownLatch gate = shop.hold();
            shop.send(new Command.DefineSku("A", 0));
            final CompletableFuture<Integer> first = shop.pipeline.read(reads -> reads.sku("A") + reads.sku("B"));
            shop.send(new Command.DefineSku("B", 0));
            final CompletableFuture<Integer> second = shop.pipeline.read(reads -> reads.sku("B"));
            gate.countDown();

            assertThat(Shop.get(first)).isEqualTo(2);
            assertThat(Shop.get(second)).isEqualTo(3);
        }
    }

    @Test
    void shouldKeepAReadsExceptionToThatRead() {
        try (Shop shop = Shop.open(Shop.ring(4096))) {
            final CompletableFuture<Integer> broken = shop.pipeline.read(reads -> {
                throw new ArithmeticException("the caller's own");
            });

            assertThatThrownBy(() -> Shop.get(broken)).hasRootCauseInstanceOf(ArithmeticException.class);
            assertThat(shop.ask(Shop.order("TB-1")).accepted()).isTrue();
        }
    }

    @Test
    void shouldGoOnWhenACallbackThrows() {
        try (Shop shop = Shop.open(Shop.ring(4096))) {
            shop.pipeline.submit(shop.header(), Shop.order("TB-1"), 0, (correlation, outcome) -> {
                throw new IllegalStateException("the caller's own");
            });

            assertThat(shop.ask(Shop.order("TB-2")).accepted()).isTrue();
            assertThat(shop.pipeline.callbackFailures()).isEqualTo(1);
        }
    }

    @Test
    void shouldAnswerOnTheEnginesThreadWhenAskedTo() {
        final PipelineSettings s = Shop.ring(64);
        final PipelineSettings settings =
                new PipelineSettings(s.durability(), s.time(), s.waiting(), 64, 4, 65_536, 1 << 20, true);
        try (Shop shop = Shop.open(settings)) {
            final CompletableFuture<String> thread = new CompletableFuture<>();
            shop.pipeline.submit(
                    shop.header(),
                    Shop.order("TB-1"),
                    0,
                    (correlation, outcome) ->
                            thread.complete(Thread.currentThread().getName()));
            for (int i = 0; i < 500; i++) {
                assertThat(shop.ask(Shop.order("X-" + i)).accepted()).isTrue();
            }

            assertThat(Shop.get(thread)).isEqualTo("tidegate-engine");
        }
    }

    @Test
    void shouldForceOncePerBatchBeforeAnybodySeesIt() {
        final RecordingJournal journal = new RecordingJournal();
        try (Shop shop = Shop.open(Shop.settings(Durability.DISK), journal, 100)) {
            final int before = journal.calls(RecordingJournal.Call.FORCE);
            final CountDownLatch gate = shop.hold();
            final List<CompletableFuture<Outcome>> sent = IntStream.range(0, 50)
                    .mapToObj(i -> shop.send(Shop.order("TB-" + i)))
                    .toList();
            final CompletableFuture<Integer> forces =
                    shop.pipeline.read(reads -> journal.calls(RecordingJournal.Call.FORCE));
            gate.countDown();
            sent.forEach(Shop::get);

            assertThat(before).isEqualTo(4);
            assertThat(Shop.get(forces))
                    .as("one for all fifty, before the read")
                    .isEqualTo(5);
            final int afterRead = Shop.get(shop.pipeline.read(reads -> 0)) + journal.calls(RecordingJournal.Call.FORCE);
            assertThat(afterRead).as("a read alone forces nothing").isEqualTo(5);
        }
    }

    @Test
    void shouldKeepBatchesWithinWhatTheJournalTakes() {
        final RecordingJournal journal = new RecordingJournal();
        try (Shop shop = Shop.open(Shop.settings(Durability.PROCESS), journal, 1000)) {
            final CountDownLatch gate = shop.hold();
            final List<CompletableFuture<Outcome>> sent = IntStream.range(0, 30)
                    .mapToObj(i -> shop.send(Shop.order("TB-" + i, order -> order.document("x".repeat(60_000)))))
                    .toList();
            gate.countDown();

            sent.forEach(answer -> assertThat(Shop.get(answer).accepted()).isTrue());
            assertThat(journal.batches)
                    .allSatisfy(batch -> assertThat(batch.frames().length).isLessThanOrEqualTo(512 * 1024));
            assertThat(journal.batches.size()).isBetween(4 + 4, 4 + 6);
        }
    }

    @Test
    void shouldRefuseWithoutASequenceWhileTheDiskIsLow() {
        final RecordingJournal journal = new RecordingJournal();
        try (Shop shop = Shop.open(Shop.settings(Durability.PROCESS), journal, 100)) {
            journal.full(true);
            final Outcome refused = shop.ask(Shop.order("TB-1"));
            final long sequence = Shop.get(shop.pipeline.read(reads -> reads.sequence()));
            journal.full(false);

            assertThat(refused.code()).isEqualTo(OutcomeCode.DISK_LOW);
            assertThat(refused.sequence()).isZero();
            assertThat(sequence).isEqualTo(4);
            assertThat(shop.ask(Shop.order("TB-1")).sequence()).isEqualTo(5);
        }
    }

    @Test
    void shouldMarkTheDigestEverySoManyCommandsAndAtTheEnd() {
        final RecordingJournal journal = new RecordingJournal();
        final PipelineSettings s = Shop.settings(Durability.PROCESS);
        final PipelineSettings settings =
                new PipelineSettings(s.durability(), s.time(), s.waiting(), 4096, 1, 10, 1 << 20, false);
        try (Shop shop = Shop.open(settings, journal, 100)) {
            for (int i = 0; i < 31; i++) {
                shop.ask(Shop.order("TB-" + i));
            }
        }
        assertThat(journal.marks).containsExactly(10L, 20L, 30L, 35L);
    }
}
