package dev.tidegate.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.MessageCheck;
import dev.tidegate.message.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class ListenerTest {

    /** Remembers what it got; can be held up. */
    private static final class Collector implements EventListener {
        final CountDownLatch gate;
        final List<Long> sequences = new ArrayList<>();
        volatile long newest;
        volatile long upTo = -1;
        volatile @Nullable End why;

        Collector(final CountDownLatch gate) {
            this.gate = gate;
        }

        @Override
        public void event(
                final long sequence,
                final long timeMillis,
                final HeapBuffer buffer,
                final int offset,
                final int length) {
            Shop.awaitLatch(gate);
            assertThat(timeMillis).isEqualTo(Shop.START_MILLIS);
            assertThat(MessageCheck.templateId(buffer, offset)).isPositive();
            assertThat(length).isPositive();
            sequences.add(sequence);
            newest = sequence;
        }

        @Override
        public void ended(final long upToSequence, final End end) {
            upTo = upToSequence;
            why = end;
        }
    }

    @Test
    void shouldGiveEveryEventInOrderUntilTheClose() {
        final Collector all = new Collector(new CountDownLatch(0));
        try (Shop shop = Shop.open(Shop.ring(4096))) {
            shop.pipeline.listen(all);
            for (int i = 0; i < 200; i++) {
                shop.ask(Shop.order("TB-" + i));
            }
        }
        await().until(() -> all.why != null);

        assertThat(all.why).isEqualTo(EventListener.End.CLOSED);
        assertThat(all.upTo).isEqualTo(204);
        assertThat(all.sequences).isSorted();
        assertThat(all.sequences.stream().distinct().count()).isEqualTo(200);
    }

    @Test
    void shouldCutOffASlowListenerAndSayUpToWhereItGotEverything() {
        final Collector slow = new Collector(new CountDownLatch(1));
        final Collector quick = new Collector(new CountDownLatch(0));
        final PipelineSettings s = Shop.ring(4096);
        final PipelineSettings settings =
                new PipelineSettings(s.durability(), s.time(), s.waiting(), 4096, 16, 1000, 16 * 1024, false);
        try (Shop shop = Shop.open(settings)) {
            shop.pipeline.listen(slow);
            shop.pipeline.listen(quick);
            for (int i = 0; i < 1000; i++) {
                final Outcome placed = shop.ask(Shop.order("TB-" + i));
                assertThat(placed.accepted()).isTrue();
                // Its thread may have to wait for a processor; it shall not be cut off for that.
                while (quick.newest < placed.sequence() && quick.why == null) {
                    Thread.onSpinWait();
                }
            }
            slow.gate.countDown();
            await().until(() -> slow.why != null);
        }
        await().until(() -> quick.why != null);

        assertThat(slow.why).isEqualTo(EventListener.End.OVERFLOW);
        assertThat(slow.upTo).isBetween(5L, 1003L);
        assertThat(slow.sequences.get(slow.sequences.size() - 1)).isEqualTo(slow.upTo);
        assertThat(slow.sequences)
                .as("what it got is what the quick one got up to there")
                .isEqualTo(quick.sequences.stream()
                        .filter(sequence -> sequence <= slow.upTo)
                        .toList());
        assertThat(quick.why).isEqualTo(EventListener.End.CLOSED);
    }

    @Test
    void shouldEndAListenerThatThrowsAndOneThatWasClosed() {
        final Collector closed = new Collector(new CountDownLatch(0));
        try (Shop shop = Shop.open(Shop.ring(4096))) {
            final List<EventListener.End> ends = new ArrayList<>();
            shop.pipeline.listen(new EventListener() {
                @Override
                public void event(
                        final long sequence,
                        final long timeMillis,
                        final HeapBuffer buffer,
                        final int offset,
                        final int length) {
                    throw new IllegalStateException("the listener's own");
                }

                @Override
                public void ended(final long upToSequence, final End why) {
                    assertThat(upToSequence).isEqualTo(4);
                    ends.add(why);
                }
            });
            shop.pipeline.listen(closed).close();
            shop.ask(Shop.order("TB-1"));
            await().until(() -> !ends.isEmpty());

            assertThat(ends).containsExactly(EventListener.End.LISTENER_FAILED);
            assertThat(shop.ask(Shop.order("TB-2")).accepted()).isTrue();
        }
        assertThat(closed.sequences).isEmpty();
        assertThat(closed.why).isNull();
    }

    @Test
    void shouldTellAListenerThatComesTooLate() {
        final Collector late = new Collector(new CountDownLatch(0));
        final Shop shop = Shop.open(Shop.ring(4096));
        shop.close();
        shop.pipeline.listen(late);

        await().until(() -> late.why == EventListener.End.CLOSED);
        assertThat(late.upTo).isEqualTo(4);
    }
}
