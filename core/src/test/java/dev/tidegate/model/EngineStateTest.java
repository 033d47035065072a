package dev.tidegate.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidegate.engine.Engine;
import dev.tidegate.engine.EngineSettings;
import dev.tidegate.message.CommandKind;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.MessageCheck;
import dev.tidegate.message.Outcome;
import dev.tidegate.table.Mix;
import dev.tidegate.table.StateException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The whole state, written and read: an engine that reads it goes on as if nothing had happened. Whatever the tables
 * keep and the image forgets shows here, for the copies go on with commands of every kind.
 */
final class EngineStateTest {
    private static final int SEEDS = 20;
    private static final int COMMANDS = 1_500;
    private static final int COPY_ONE_IN = 200;

    private final TreeSet<Integer> accepted = new TreeSet<>();

    @Test
    void shouldGoOnAfterItWasReadAsIfNothingHadHappened() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            goOn(seed);
        }
        final TreeSet<Integer> kinds = new TreeSet<>();
        for (final CommandKind kind : CommandKind.values()) {
            kinds.add(kind.templateId());
        }
        assertThat(accepted).containsAll(kinds);
    }

    private void goOn(final long seed) {
        final RandomRun commands = new RandomRun(seed, COMMANDS);
        final Dice dice = new Dice(-seed);
        final Runner original = new Runner(new Engine(EngineSettings.small()));
        final List<Runner> copies = new ArrayList<>();
        for (int i = 0; i < commands.size(); i++) {
            if (dice.oneIn(COPY_ONE_IN)) {
                copies.add(new Runner(copy(original.engine, dice)));
            }
            final String expected = original.apply(i + 1, commands);
            for (final Runner copy : copies) {
                assertThat(copy.apply(i + 1, commands))
                        .as("seed %s, command %s", seed, i)
                        .isEqualTo(expected);
            }
            if (original.outcome.accepted()) {
                accepted.add(MessageCheck.templateId(new HeapBuffer(commands.message(i)), 0));
            }
        }
        final long[] words = StateWords.of(original.engine).words();
        for (final Runner copy : copies) {
            assertThat(copy.engine.verify()).isNull();
            assertThat(copy.engine.reads().counts())
                    .isEqualTo(original.engine.reads().counts());
            assertThat(StateWords.of(copy.engine).words()).isEqualTo(words);
        }
    }

    /** A copy of other sizes and keys, which must come to the same words. */
    private static Engine copy(final Engine engine, final Dice dice) {
        final StateWords state = StateWords.of(engine);
        final EngineSettings settings = new EngineSettings(
                dice.from(1, 1_000_000),
                dice.from(1, 1_000_000),
                dice.of(1, 70, 3_000),
                dice.of(1, 500),
                dice.of(1, 9));
        final Engine copy = state.read(settings);
        assertThat(copy.verify()).isNull();
        assertThat(StateWords.of(copy).words()).isEqualTo(state.words());
        return copy;
    }

    /** An engine and what it answers. */
    private static final class Runner {
        private final Engine engine;
        private final Outcome outcome = new Outcome();

        Runner(final Engine engine) {
            this.engine = engine;
        }

        /** Outcome, events, digest and next deadline, as text. */
        String apply(final long sequence, final RandomRun commands) {
            final byte[] message = commands.message((int) sequence - 1);
            final long time = commands.timeMillis((int) sequence - 1);
            engine.apply(sequence, time, new HeapBuffer(message), 0, message.length, outcome);
            final byte[] events = Arrays.copyOf(
                    engine.events().buffer().byteArray(), engine.events().length());
            engine.events().clear();
            return outcome + " " + outcome.deadlineMillis() + " " + Arrays.hashCode(events) + " "
                    + engine.nextDeadlineMillis() + " "
                    + Long.toHexString(engine.digestHigh()) + Long.toHexString(engine.digestLow());
        }
    }

    private static StateWords someState() {
        final RandomRun commands = new RandomRun(7, COMMANDS);
        final Runner runner = new Runner(new Engine(EngineSettings.small()));
        for (int i = 0; i < commands.size(); i++) {
            runner.apply(i + 1, commands);
        }
        return StateWords.of(runner.engine);
    }

    @Test
    void shouldRefuseABitThatIsNotAsItWasWritten() {
        final long[] words = someState().words();
        final Dice dice = new Dice(1);
        for (int at = 0; at < words.length; at++) {
            final long[] flipped = words.clone();
            flipped[at] ^= 1L << dice.from(0, 63);
            assertRefused(flipped);
        }
    }

    @Test
    void shouldRefuseAStateThatIsCutOrLonger() {
        final long[] words = someState().words();
        final Dice dice = new Dice(2);
        for (int i = 0; i < 500; i++) {
            assertRefused(Arrays.copyOf(words, dice.from(0, words.length - 1)));
        }
        assertRefused(Arrays.copyOf(words, words.length + 1));
    }

    /** Somebody who knows the check can still do no more than be refused. */
    @Test
    void shouldRefuseWordsThatWereChosenToHarm() {
        final long[] words = someState().words();
        final Dice dice = new Dice(3);
        int read = 0;
        for (int i = 0; i < 2_000; i++) {
            final long[] changed = words.clone();
            for (int j = dice.from(1, 3); j > 0; j--) {
                changed[dice.from(0, words.length - 2)] =
                        dice.of(0L, 1L, -1L, 0xFFFFFFFFL, Integer.MAX_VALUE - 1L, Long.MAX_VALUE, 3L << 32 | 2);
            }
            sign(changed);
            if (!isRefused(changed)) {
                read++;
            }
        }
        // Only words outside of the digest's sum can be chosen at will: the free lists, and what is counted.
        assertThat(read).isLessThan(200);
    }

    private static void sign(final long[] words) {
        long check = 0;
        for (int i = 0; i < words.length - 1; i++) {
            check = Mix.chain(check, words[i]);
        }
        words[words.length - 1] = check;
    }

    private static void assertRefused(final long[] words) {
        assertThatThrownBy(() -> StateWords.of(words).read(EngineSettings.small()))
                .isInstanceOf(StateException.class);
    }

    private static boolean isRefused(final long[] words) {
        try {
            StateWords.of(words).read(EngineSettings.small());
            return false;
        } catch (final StateException refused) {
            return true;
        }
    }
}
