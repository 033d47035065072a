package dev.tidegate.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.sun.management.ThreadMXBean;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.Hostile;
import dev.tidegate.message.MessageCheck;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import java.lang.management.ManagementFactory;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A script of bytes is applied to an engine as commands. An input is a list of commands, each a byte of flags, two bytes of
 * length, and so many bytes (or what is left). The flags let most inputs come further than a header and an id that a fuzzer
 * would have to guess.
 */
class HostileCommandsTest {
    /** The tables grow by doubling; nothing of an input makes them grow by more than what it brings. */
    private static final long MOST_ALLOCATED_BYTES = 8 << 20;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** One shop; the same commands are given to two of them. */
    private static final class Till {
        final Store store = new Store();
        final HeapBuffer buffer = HeapBuffer.ofSize(MessageCheck.HEADER_BYTES);
        final int[] offsets = {0};

        Till() {
            store.receive(1_000);
            store.placed(3);
        }

        Outcome apply(final byte[] message, final long time) {
            // Nothing lies behind the message that could be read instead of it.
            buffer.wrap(message);
            final Outcome outcome = new Outcome();
            final Engine engine = store.engine();
            engine.apply(engine.sequence() + 1, time, buffer, 0, message.length, outcome);
            engine.events().clear();
            return outcome;
        }
    }

    static Stream<byte[]> scripts() {
        return Hostile.scripts().stream();
    }

    @MethodSource("scripts")
    @FuzzTest(maxDuration = "2m")
    void shouldBeRefusedOrDoneButNeverBreakTheEngine(final byte[] input) {
        final Till till = new Till();
        final Till other = new Till();
        final Hostile.Commands commands = new Hostile.Commands(input, till.store.time());
        long lastOrder = 1;
        while (commands.next()) {
            final int flags = commands.flags();
            commands.letTimePass((flags & Hostile.TIME_PASSES) != 0);
            if ((flags & Hostile.TICK_FIRST) != 0) {
                till.apply(Hostile.tick(), commands.time());
                other.apply(Hostile.tick(), commands.time());
            }
            final byte[] message = commands.message(
                    (flags & Hostile.SAME_ID) != 0, (flags & Hostile.ABOUT_THE_LAST_ORDER) != 0 ? lastOrder : 0);
            final boolean whole = MessageCheck.isWhole(new HeapBuffer(message), 0, message.length);
            final long before = THREADS.getCurrentThreadAllocatedBytes();
            if (whole) {
                till.buffer.wrap(message);
                till.store.engine().prepare(till.buffer, till.offsets, 0, 1);
            }
            final Outcome outcome = till.apply(message, commands.time());
            final long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;

            assertThat(allocated).as("bytes allocated for %s", outcome).isLessThan(MOST_ALLOCATED_BYTES);
            assertThat(outcome.code()).isNotEqualTo(OutcomeCode.INTERNAL);
            final boolean malformed = outcome.code() == OutcomeCode.MALFORMED || outcome.code() == OutcomeCode.VOIDED;
            assertThat(malformed).as("%s, whole: %s", outcome, whole).isEqualTo(!whole);
            // Where one engine meets a malformed command the other meets another one: neither leaves a trace.
            other.apply(outcome.code() == OutcomeCode.MALFORMED ? new byte[1] : message, commands.time());
            lastOrder = outcome.entityId() == 0 ? lastOrder : outcome.entityId();
        }
        assertThat(till.store.engine().verify()).isNull();
        assertThat(till.store.engine().digestHigh())
                .isEqualTo(other.store.engine().digestHigh());
        assertThat(till.store.engine().digestLow())
                .isEqualTo(other.store.engine().digestLow());
    }
}
