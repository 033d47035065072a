package dev.tidegate.gateway.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.pipeline.CursorListener;
import dev.tidegate.pipeline.EventCursor;
import dev.tidegate.pipeline.EventLog;
import dev.tidegate.pipeline.EventLogReport;
import dev.tidegate.pipeline.SubscribeAnswer;
import org.junit.jupiter.api.Test;

/** The tail and what is before it meet, whatever the engine does meanwhile. */
final class TailTest {
    private static final HeapBuffer MESSAGE = HeapBuffer.ofSize(64);

    /** Whoever reads old events stops where the tail begins: an event between the two would be waited for for ever. */
    @Test
    void shouldHoldTheFirstEventItSaysItBeginsWith() {
        final GrowingLog log = new GrowingLog();
        final Tail tail = Tail.follow(log, 1 << 20, () -> {});
        log.writeOne();
        tail.seal();
        assertThat(tail.find(tail.first())).isNotNull();
    }

    /** Somebody writes an event whenever its end is asked for. */
    private static final class GrowingLog implements EventLog {
        private long newest = 10;
        private long given;
        private CursorListener follower = (epoch, event, sequence, timeMillis, buffer, offset, length) -> {};

        void writeOne() {
            newest++;
            while (given < newest) {
                given++;
                follower.event(1, given, given, 0, MESSAGE, 0, 32);
            }
        }

        @Override
        public SubscribeAnswer subscribe(final EventCursor from, final long mostBehind, final CursorListener listener) {
            given = from.sequence();
            follower = listener;
            return new SubscribeAnswer.Started(() -> {});
        }

        @Override
        public EventCursor oldest() {
            return new EventCursor(1, 0);
        }

        @Override
        public EventCursor newest() {
            return new EventCursor(1, newest++);
        }

        @Override
        public State state() {
            return State.RUNNING;
        }

        @Override
        public String reason() {
            return "";
        }

        @Override
        public EventLogReport report() {
            throw new UnsupportedOperationException();
        }
    }
}
