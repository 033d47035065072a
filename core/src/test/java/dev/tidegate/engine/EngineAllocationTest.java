package dev.tidegate.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.tidegate.Orders;
import dev.tidegate.message.Command;
import dev.tidegate.message.Command.ConfirmPayment;
import dev.tidegate.message.Command.ExtendHolds;
import dev.tidegate.message.Command.Limit;
import dev.tidegate.message.Command.StartPayment;
import dev.tidegate.message.CommandEncoder;
import dev.tidegate.message.CommandHeader;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import java.lang.management.ManagementFactory;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What a day's commands allocate once the tables have their size: nothing. A store is driven first and its messages are
 * kept; then another engine gets the same messages.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EngineAllocationTest {
    private static final int ROUNDS = 1_500;
    private static final int WARM_ROUNDS = 1_000;
    private static final int BATCH = 64;
    private static final long ROUND_MILLIS = 2_000;
    private static final long HORIZON_MILLIS = 60_000;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** For the whole run, not for a command: what the JVM does beside. */
    private static final long TOLERANCE_BYTES = 500;

    private final HeapBuffer messages = HeapBuffer.ofSize(12 * 1024 * 1024);
    private final int[] offsets = new int[ROUNDS * 16];
    private final long[] times = new long[ROUNDS * 16];
    private final Map<OutcomeCode, Integer> answers = new EnumMap<>(OutcomeCode.class);
    private int count;
    private int warm;
    private int end;

    /** A store that keeps what it is sent. */
    private final class Recorder extends Store {
        @Override
        Outcome ask(final CommandHeader header, final Command command) {
            keep(encode(header, command));
            final Outcome outcome = super.ask(header, command);
            answers.merge(outcome.code(), 1, Integer::sum);
            return outcome;
        }

        @Override
        void tick() {
            keep(CommandEncoder.encodeTick(buffer(), 0));
            super.tick();
        }

        private void keep(final int length) {
            offsets[count] = end;
            times[count++] = time();
            messages.putBytes(end, buffer(), 0, length);
            end += length;
            offsets[count] = end;
        }

        /** Orders that are paid and cancelled, cancelled, expired, paid late, refused and repeated. */
        void round() {
            final long paid = placed(2);
            ask(new StartPayment(paid));
            pay(paid);
            final CommandHeader id = newId();
            final Command two = order().line(tea, 1, PRICE)
                    .line(rice, 3, PRICE)
                    .buyer(0, next())
                    .build();
            final long cancelled = ask(id, two).entityId();
            ask(id, two);
            cancel(cancelled);
            cancel(paid);
            place(1_000_000);
            final long late =
                    ask(order().line(tea, 1, PRICE).holdMillis(10).build()).entityId();
            ask(order().line(rice, 1, PRICE).holdMillis(20).build());
            ask(new ExtendHolds(30));
            pass(ROUND_MILLIS);
            tick();
            ask(new ConfirmPayment(late, PRICE));
            cancel(late);
            ask(Orders.ship(late));
        }
    }

    @BeforeAll
    void record() {
        final Recorder store = new Recorder();
        store.receive(store.tea, store.house, 10_000);
        store.receive(store.rice, store.annex, 10_000);
        store.accepted(new Command.SetPurchaseLimit(store.rice, 100, ROUND_MILLIS));
        store.limit(Limit.ID_HORIZON_MILLIS, HORIZON_MILLIS);
        store.limit(Limit.REFUSAL_MILLIS, HORIZON_MILLIS);
        store.limit(Limit.CLOSED_RETENTION_MILLIS, HORIZON_MILLIS);
        store.limit(Limit.EXTERNAL_MEMORY_MILLIS, HORIZON_MILLIS);
        for (int i = 0; i < ROUNDS; i++) {
            store.round();
            warm = i == WARM_ROUNDS ? count : warm;
        }
    }

    private static long allocated() {
        return THREADS.getCurrentThreadAllocatedBytes();
    }

    private void apply(final Engine engine, final Outcome outcome, final int from, final int to) {
        for (int i = from; i < to; i++) {
            engine.apply(i + 1, times[i], messages, offsets[i], offsets[i + 1] - offsets[i], outcome);
            engine.events().clear();
        }
    }

    @Test
    void shouldMeanSomethingOfEveryKind() {
        assertThat(answers)
                .containsKeys(
                        OutcomeCode.ACCEPTED,
                        OutcomeCode.PAID_LATE,
                        OutcomeCode.OUT_OF_STOCK,
                        OutcomeCode.BUYER_REQUIRED,
                        OutcomeCode.ORDER_CANCELLED);
    }

    @Test
    void shouldAllocateNothingForACommand() {
        final Engine engine = new Engine(EngineSettings.small());
        final Outcome outcome = new Outcome();
        apply(engine, outcome, 0, warm);
        final long before = allocated();
        apply(engine, outcome, warm, count);
        final long bytes = allocated() - before;

        assertThat(engine.verify()).isNull();
        assertThat(bytes).as("for %d commands", count - warm).isLessThan(TOLERANCE_BYTES);
    }

    @Test
    void shouldAllocateNothingWhenReadingAhead() {
        final Engine engine = new Engine(EngineSettings.small());
        final Outcome outcome = new Outcome();
        long bytes = 0;
        for (int from = 0; from + BATCH <= count; from += BATCH) {
            final long before = allocated();
            engine.prepare(messages, offsets, from, from + BATCH);
            bytes += from < warm ? 0 : allocated() - before;
            apply(engine, outcome, from, from + BATCH);
        }

        assertThat(engine.verify()).isNull();
        assertThat(bytes).isLessThan(TOLERANCE_BYTES);
    }
}
