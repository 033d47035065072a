package dev.tidegate.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.pipeline.PipelineState.Phase;
import dev.tidegate.pipeline.RecordingJournal.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(300)
class CloseTest {

    @Test
    void shouldAnswerEverythingTakenBeforeItCloses() {
        final RecordingJournal journal = new RecordingJournal();
        final Shop shop = Shop.open(Shop.settings(Durability.PROCESS), journal, 100_000);
        final CountDownLatch gate = shop.hold();
        final List<CompletableFuture<Outcome>> sent = IntStream.range(0, 5000)
                .mapToObj(i -> shop.send(Shop.order("TB-" + i)))
                .toList();
        final CompletableFuture<Void> closing = CompletableFuture.runAsync(shop::close);
        await().until(() -> !shop.pipeline.state().running());
        final Outcome late = Shop.get(shop.send(Shop.order("LATE")));
        gate.countDown();
        Shop.get(closing);

        assertThat(late.code()).isEqualTo(OutcomeCode.NOT_RUNNING);
        assertThat(sent).allSatisfy(answer -> {
            assertThat(answer.isDone()).isTrue();
            assertThat(answer.join().accepted()).isTrue();
        });
        assertThat(shop.pipeline.state().phase()).isEqualTo(Phase.CLOSED);
        assertThat(journal.marks).containsExactly(5004L);
        assertThat(journal.calls(Call.FORCE)).isEqualTo(1);
        assertThat(journal.calls(Call.CLOSE)).isEqualTo(1);
        shop.close();
        assertThat(journal.calls(Call.CLOSE)).isEqualTo(1);
    }

    @Test
    void shouldLoseNoAnswerWhenProducersRaceWithTheClose() {
        for (int round = 0; round < 20; round++) {
            final Shop shop = Shop.open(Shop.ring(64));
            final List<CompletableFuture<List<CompletableFuture<Outcome>>>> producers = IntStream.range(0, 3)
                    .mapToObj(thread -> CompletableFuture.supplyAsync(() -> {
                        final List<CompletableFuture<Outcome>> answers = new ArrayList<>();
                        for (int i = 0; shop.pipeline.state().running(); i++) {
                            answers.add(
                                    shop.send(Shop.order(thread + "-" + i, order -> order.document("x".repeat(200)))));
                        }
                        return answers;
                    }))
                    .toList();
            assertThat(Shop.get(shop.send(Shop.order("ONE"))).code()).isIn(OutcomeCode.ACCEPTED, OutcomeCode.BUSY);
            shop.close();

            producers.forEach(producer -> Shop.get(producer)
                    .forEach(answer -> assertThat(Shop.get(answer).code())
                            .isIn(OutcomeCode.ACCEPTED, OutcomeCode.BUSY, OutcomeCode.NOT_RUNNING)));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldCloseFromACallback(final boolean inline) {
        final PipelineSettings s = Shop.ring(64);
        final PipelineSettings settings =
                new PipelineSettings(s.durability(), s.time(), s.waiting(), 64, 16, 1000, 1 << 20, inline);
        final Shop shop = Shop.open(settings);
        final CountDownLatch gate = shop.hold();
        shop.pipeline.submit(shop.header(), Shop.order("TB-1"), 0, (correlation, outcome) -> shop.close());
        final List<CompletableFuture<Outcome>> behind = IntStream.range(0, 80)
                .mapToObj(i -> shop.send(Shop.order("X-" + i)))
                .toList();
        gate.countDown();

        await().until(() -> shop.pipeline.state().phase() == Phase.CLOSED);
        assertThat(behind).allSatisfy(answer -> assertThat(answer.isDone()).isTrue());
        shop.close();
    }

    @ParameterizedTest
    @EnumSource(Waiting.class)
    void shouldCloseWhileIdle(final Waiting waiting) {
        final Set<Thread> before = engineThreads();
        final PipelineSettings s = Shop.ring(64);
        final Shop shop =
                Shop.empty(new PipelineSettings(s.durability(), s.time(), waiting, 64, 16, 1000, 1 << 20, false), null);

        shop.close();

        assertThat(shop.pipeline.state().phase()).isEqualTo(Phase.CLOSED);
        await().until(() -> before.containsAll(engineThreads()));
    }

    /** Those of tests before may still be about to end. */
    private static Set<Thread> engineThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("tidegate-engine"))
                .collect(Collectors.toSet());
    }
}
