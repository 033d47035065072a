package dev.tidegate.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.sun.management.ThreadMXBean;
import dev.tidegate.message.Command.DefineCampaign;
import dev.tidegate.message.Command.QuotaMode;
import dev.tidegate.message.Command.SetAllotment;
import dev.tidegate.message.Command.SetCampaignItem;
import dev.tidegate.message.Command.SetChannelQuota;
import dev.tidegate.message.Command.SetPurchaseLimit;
import dev.tidegate.table.Digest;
import dev.tidegate.table.Mix;
import dev.tidegate.table.StateException;
import dev.tidegate.table.StateInput;
import dev.tidegate.table.StateReader;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The words of a whole state with some of them changed, as a snapshot whose every checksum is right would bring them: an
 * engine is made of them or they are refused, and what is made of them is sound. An input is a list of changes, each two
 * bytes that choose the word, one that says how, and eight of a value.
 */
class HostileStateTest {
    private static final int CHANGE_BYTES = 11;
    private static final int MOST_CHANGES = 40;
    private static final int SET = 0;
    private static final int ADD = 1;
    private static final int EVERY_WORD = 5;
    private static final int SUM_HIGH_AT = 2;
    private static final int SUM_LOW_AT = 3;
    private static final long MOST_ALLOCATED_BYTES = 32 << 20;
    private static final EngineSettings SETTINGS = new EngineSettings(7, 8, 16, 64, 64);
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final long[] STATE = state();

    /** A shop with a record in every table. */
    private static long[] state() {
        final Store store = new Store();
        store.receive(1_000);
        store.accepted(new SetPurchaseLimit(store.rice, 3, 60_000));
        store.receive(store.rice, store.annex, 50);
        store.accepted(new SetChannelQuota(store.rice, store.shop, QuotaMode.SHARE, 5_000));
        final int sale =
                store.number(new DefineCampaign("sale", store.time() - 1, store.time() + 10 * Store.HALF_HOUR));
        store.accepted(new SetCampaignItem(sale, store.tea, 5, 100));
        store.accepted(new SetAllotment(sale, store.tea, store.house, 60));
        store.accepted(store.order()
                .buyer(7, 8)
                .campaignLine(sale, store.tea, 2, 50)
                .line(store.rice, 1, 70)
                .build());
        store.pay(store.placed(3));
        store.placed(4);
        final long gone = store.placed(5);
        store.cancel(gone);
        store.ask(store.order().line(store.tea, 10_000, 1).build());
        store.pass(2 * Store.HALF_HOUR);
        store.tick();
        store.placed(1);
        return words(store.engine());
    }

    private static long[] words(final Engine engine) {
        final long[][] all = {new long[0]};
        engine.write((words, from, count) -> {
            final int before = all[0].length;
            all[0] = Arrays.copyOf(all[0], before + count);
            System.arraycopy(words, from, all[0], before, count);
        });
        return all[0];
    }

    private record Words(long[] words, int[] at) implements StateInput {
        static Words of(final long[] words) {
            return new Words(words, new int[1]);
        }

        @Override
        public long left() {
            return words.length - at[0];
        }

        @Override
        public void take(final long[] target, final int from, final int count) {
            if (count > left()) {
                throw new StateException("no more words");
            }
            System.arraycopy(words, at[0], target, from, count);
            at[0] += count;
        }
    }

    /** Nothing changed; each fifth word in turn set to what harms, or moved by one; and all at once from a place on. */
    static Stream<byte[]> inputs() {
        final List<byte[]> inputs = new ArrayList<>();
        inputs.add(new byte[0]);
        for (int at = 0; at < STATE.length; at += EVERY_WORD) {
            for (final long value : new long[] {Long.MIN_VALUE, Long.MAX_VALUE, -1, 0, 1L << 32}) {
                inputs.add(change(at, SET, value));
            }
            inputs.add(change(at, ADD, 1));
            inputs.add(change(at, ADD, -1));
        }
        for (int from = 0; from < STATE.length; from += STATE.length / MOST_CHANGES) {
            final ByteBuffer many = ByteBuffer.allocate(MOST_CHANGES * CHANGE_BYTES);
            for (int i = 0; i < MOST_CHANGES; i++) {
                many.put(change((from + i) % STATE.length, SET, i % 2 == 0 ? -1 : Long.MAX_VALUE));
            }
            inputs.add(many.array());
        }
        return inputs.stream();
    }

    private static byte[] change(final int word, final int how, final long value) {
        return ByteBuffer.allocate(CHANGE_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) word)
                .put((byte) how)
                .putLong(value)
                .array();
    }

    @MethodSource("inputs")
    @FuzzTest(maxDuration = "2m")
    void shouldBeRefusedOrSound(final byte[] input) {
        final long[] words = STATE.clone();
        final ByteBuffer changes = ByteBuffer.wrap(input).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < MOST_CHANGES && changes.remaining() >= CHANGE_BYTES; i++) {
            final int at = (changes.getShort() & 0xFFFF) % words.length;
            final int how = changes.get() & 3;
            final long value = changes.getLong();
            words[at] =
                    how == SET ? value : how == ADD ? words[at] + value : how == 2 ? words[at] ^ value : value & 0xFF;
        }
        sign(words);
        final long before = THREADS.getCurrentThreadAllocatedBytes();
        Engine engine = null;
        try {
            engine = Engine.read(Words.of(words), SETTINGS);
        } catch (final StateException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(MOST_ALLOCATED_BYTES);
        if (engine != null) {
            assertThat(engine.verify()).isNull();
            assertThat(words(engine)).isEqualTo(words);
        }
    }

    /** Writes the sum over the records and the check over the words anew, as far as the words can be read at all. */
    private static void sign(final long[] words) {
        check(words);
        final State state = new State(SETTINGS);
        final ShortLines shortLines = new ShortLines(state);
        try {
            new StateImage(state, shortLines, new Deadlines(state)).read(new StateReader(Words.of(words)));
        } catch (final RuntimeException refused) {
            // By the sum, if by nothing before: the records are in their tables then.
        }
        final Digest sum = state.recomputed();
        words[SUM_HIGH_AT] = sum.sumHigh();
        words[SUM_LOW_AT] = sum.sumLow();
        check(words);
    }

    private static void check(final long[] words) {
        long check = 0;
        for (int i = 0; i < words.length - 1; i++) {
            check = Mix.chain(check, words[i]);
        }
        words[words.length - 1] = check;
    }
}
