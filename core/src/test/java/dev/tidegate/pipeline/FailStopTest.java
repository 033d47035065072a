package dev.tidegate.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.pipeline.PipelineState.Phase;
import dev.tidegate.pipeline.RecordingJournal.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(300)
class FailStopTest {
    private static final int BATCH = 16;

    private static PipelineSettings settings(final int ringSlots, final boolean answerOnEngineThread) {
        final PipelineSettings s = Shop.settings(Durability.DISK);
        return new PipelineSettings(
                s.durability(), s.time(), s.waiting(), ringSlots, BATCH, 16, 1 << 20, answerOnEngineThread);
    }

    static Stream<Arguments> breakages() {
        return Stream.of(Call.ENSURE_ROOM, Call.APPEND, Call.FORCE, Call.MARK)
                .flatMap(call -> Stream.of(1, 2, 3)
                        .flatMap(nth -> Stream.of(Arguments.of(call, nth, false), Arguments.of(call, nth, true))));
    }

    @ParameterizedTest
    @MethodSource("breakages")
    void shouldTellEverybodyWhenTheJournalBreaks(final Call call, final int nth, final boolean inline) {
        final int opening = call == Call.MARK ? 0 : 4;
        final RecordingJournal journal = new RecordingJournal().breakAt(call, opening + nth);
        try (Shop shop = Shop.open(settings(256, inline), journal, 1000)) {
            final CountDownLatch gate = shop.hold();
            final List<CompletableFuture<Outcome>> commands = new ArrayList<>();
            final List<CompletableFuture<Long>> reads = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                commands.add(shop.send(Shop.order("TB-" + i)));
                reads.add(shop.pipeline.read(engine -> engine.sequence()));
            }
            gate.countDown();
            final List<OutcomeCode> codes =
                    commands.stream().map(Shop::get).map(Outcome::code).toList();
            reads.forEach(read -> Shop.get(read.handle((value, thrown) -> 0)));

            assertThat(codes)
                    .contains(OutcomeCode.UNKNOWN)
                    .isSubsetOf(OutcomeCode.ACCEPTED, OutcomeCode.UNKNOWN, OutcomeCode.BUSY, OutcomeCode.NOT_RUNNING);
            assertThat(codes.lastIndexOf(OutcomeCode.ACCEPTED)).isLessThan(codes.indexOf(OutcomeCode.UNKNOWN));
            assertThat(codes.stream().filter(OutcomeCode.UNKNOWN::equals))
                    .as("of one batch alone it is not known whether it was journaled")
                    .hasSizeLessThanOrEqualTo(BATCH);
            assertThat(codes.lastIndexOf(OutcomeCode.UNKNOWN)).isLessThan(codes.indexOf(OutcomeCode.NOT_RUNNING));
            assertThat(shop.pipeline.state().phase()).isEqualTo(Phase.FAILED);
            assertThat(shop.pipeline.state().reason()).contains("broken " + call);
            assertThat(shop.ask(Shop.order("LATER")).code()).isEqualTo(OutcomeCode.NOT_RUNNING);
            assertThatThrownBy(() -> Shop.get(shop.pipeline.read(engine -> 0)))
                    .hasRootCauseInstanceOf(JournalException.class);
            assertThatThrownBy(() -> Shop.get(shop.pipeline.advanceTo(Shop.START_MILLIS + 1)))
                    .hasRootCauseInstanceOf(JournalException.class);
        }
        assertThat(journal.calls(call)).as("never tried again").isEqualTo(opening + nth);
        assertThat(journal.calls(Call.CLOSE)).isEqualTo(1);
    }

    @Test
    void shouldStopWhenATickCannotBeJournaled() {
        final RecordingJournal journal = new RecordingJournal().breakAt(Call.APPEND, 6);
        final PipelineSettings settings = new PipelineSettings(
                Durability.PROCESS, TimeSource.wall(), Waiting.BLOCKING, 64, 16, 1000, 1 << 20, false);
        try (Shop shop = Shop.open(settings, journal, 10)) {
            shop.ask(Shop.order("TB-1", place -> place.holdMillis(50)));

            await().until(() -> shop.pipeline.state().phase() == Phase.FAILED);

            assertThat(shop.ask(Shop.order("TB-2")).code()).isEqualTo(OutcomeCode.NOT_RUNNING);
        }
    }

    @Test
    void shouldTellProducersThatAreStillSubmitting() {
        final RecordingJournal journal = new RecordingJournal().breakAt(Call.APPEND, 50);
        try (Shop shop = Shop.open(settings(64, false), journal, 1_000_000)) {
            final List<CompletableFuture<List<CompletableFuture<Outcome>>>> producers = Stream.of("a", "b", "c")
                    .map(name -> CompletableFuture.supplyAsync(() -> {
                        final List<CompletableFuture<Outcome>> answers = new ArrayList<>();
                        for (int i = 0; shop.pipeline.state().running(); i++) {
                            answers.add(shop.send(Shop.order(name + i)));
                        }
                        return answers;
                    }))
                    .toList();

            producers.forEach(producer -> Shop.get(producer)
                    .forEach(answer -> assertThat(Shop.get(answer).code())
                            .isIn(
                                    OutcomeCode.ACCEPTED,
                                    OutcomeCode.BUSY,
                                    OutcomeCode.UNKNOWN,
                                    OutcomeCode.NOT_RUNNING)));
        }
    }

    @Test
    void shouldSayWhenTheLastForceFails() {
        final RecordingJournal journal = new RecordingJournal().breakAt(Call.FORCE, 5);
        final Shop shop = Shop.open(settings(64, false), journal, 10);

        assertThatThrownBy(shop::close)
                .isInstanceOf(PipelineException.class)
                .hasRootCauseInstanceOf(JournalException.class);
        assertThat(shop.pipeline.state().phase()).isEqualTo(Phase.FAILED);
        shop.close();
    }

    @Test
    void shouldNotKeepAnythingItWasToldToKeepWithoutAJournal() {
        assertThatThrownBy(() -> Shop.empty(Shop.settings(Durability.DISK), null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("DISK");
    }
}
