package dev.tidegate.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LONG;
import static org.awaitility.Awaitility.await;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.Outcome;
import java.lang.management.ManagementFactory;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(300)
class ClockTest {

    private static PipelineSettings settings(final Waiting waiting) {
        return new PipelineSettings(Durability.MEMORY, TimeSource.wall(), waiting, 4096, 4096, 65_536, 1 << 20, false);
    }

    private static long cpuNanosOf(final String threadName) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(threadName))
                .mapToLong(thread -> ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.getId()))
                .sum();
    }

    @ParameterizedTest
    @EnumSource(Waiting.class)
    void shouldExpireAHoldWhileNobodyCalls(final Waiting waiting) {
        final Queue<Long> eventTimes = new ConcurrentLinkedQueue<>();
        try (Shop shop = Shop.open(settings(waiting))) {
            // Before the order, which may have run out by the time that its answer is here.
            final AtomicLong newest = new AtomicLong();
            shop.pipeline.listen(
                    (final long sequence,
                            final long timeMillis,
                            final HeapBuffer buffer,
                            final int offset,
                            final int length) -> {
                        eventTimes.add(timeMillis);
                        newest.set(sequence);
                    });
            final Outcome order = shop.ask(Shop.order("TB-1", place -> place.holdMillis(150)));

            await().until(() -> newest.get() > order.sequence());

            assertThat(eventTimes).last().asInstanceOf(LONG).isGreaterThanOrEqualTo(order.deadlineMillis());
        }
    }

    @Test
    void shouldCostNothingWhileIdle() {
        try (Shop shop = Shop.open(settings(Waiting.BLOCKING))) {
            // Nothing but the deadline itself may wake them; reading the order would.
            final AtomicLong newest = new AtomicLong();
            shop.pipeline.listen((sequence, timeMillis, buffer, offset, length) -> newest.set(sequence));
            final Outcome order = shop.ask(Shop.order("TB-1", place -> place.holdMillis(1_000)));
            final long before = cpuNanosOf("tidegate-engine") + cpuNanosOf("tidegate-answers");
            await().until(() -> newest.get() > order.sequence());

            assertThat(cpuNanosOf("tidegate-engine") + cpuNanosOf("tidegate-answers") - before)
                    .isLessThan(300_000_000);
        }
    }

    @Test
    void shouldNotWakeForEverWhenTheDiskIsLowForATick() {
        final RecordingJournal journal = new RecordingJournal();
        final PipelineSettings settings = new PipelineSettings(
                Durability.PROCESS, TimeSource.wall(), Waiting.BLOCKING, 4096, 4096, 65_536, 1 << 20, false);
        try (Shop shop = Shop.open(settings, journal, 10)) {
            final long start = System.nanoTime();
            shop.ask(Shop.order("TB-1", place -> place.holdMillis(20)));
            journal.full(true);
            await().until(() -> journal.calls(RecordingJournal.Call.ENSURE_ROOM) >= 7
                    || journal.calls(RecordingJournal.Call.APPEND) == 6);
            final int tries = journal.calls(RecordingJournal.Call.ENSURE_ROOM);
            final long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
            journal.full(false);
            await().until(() -> journal.calls(RecordingJournal.Call.APPEND) == 6);

            assertThat(tries).as("after %d s", seconds).isLessThanOrEqualTo((int) (7 + seconds));
        }
    }
}
