package dev.tidegate.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was written is what is read, and of what was not, nothing is believed. */
class StateReaderTest {
    private static void assertRefused(final ThrowingCallable read) {
        assertThatThrownBy(read).isInstanceOf(StateException.class);
    }

    /** From nothing to more than is written and read at a time. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4_094, 4_095, 4_096, 10_000})
    void shouldReadWhatWasWritten(final int count) {
        final long[] written =
                LongStream.range(0, count + 2).map(i -> i * 0x9E3779B97F4A7C15L).toArray();
        final Words words = Words.written(target -> target.put(written, 1, count));
        final StateReader reader = words.reader();
        assertThat(reader.left()).isEqualTo(count + 1);
        final long[] read = new long[count + 2];

        reader.next(read, 1, count);

        assertThat(Arrays.copyOfRange(read, 1, count + 1)).isEqualTo(Arrays.copyOfRange(written, 1, count + 1));
        assertThat(read[0]).isZero();
        assertThat(read[count + 1]).isZero();
        assertThat(reader.left()).isEqualTo(1);
        reader.end();
        assertThat(reader.left()).isZero();
        assertRefused(reader::next);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "t", "tea", "four", "green", "eightlet", "茶 with 😀 and \uFFFF"})
    void shouldReadATextOfAnyLengthUpToTheMost(final String text) {
        final Words words = Words.written(target -> {
            target.put(text);
            target.put(7);
        });

        final StateReader reader = words.reader();
        assertThat(reader.text("text", text.length())).isEqualTo(text);
        assertThat(reader.next()).isEqualTo(7);
        if (!text.isEmpty()) {
            assertRefused(() -> words.reader().text("text", text.length() - 1));
        }
    }

    @Test
    void shouldRefuseATextWithMoreBehindItsLastChar() {
        final Words words = Words.written(target -> {
            target.put(1);
            target.put('t' | (long) 'e' << Character.SIZE);
        });

        assertRefused(() -> words.reader().text("text", 64));
    }

    @Test
    void shouldTakeARangeWithItsEndsAndNothingBeyond() {
        final Words words = Words.written(target -> target.put(5));

        assertThat(words.reader().next("five", 5, 9)).isEqualTo(5);
        assertThat(words.reader().next("five", 1, 5)).isEqualTo(5);
        assertThatThrownBy(() -> words.reader().next("five", 6, 9))
                .isInstanceOf(StateException.class)
                .hasMessage("five is 5, must be 6 to 9");
        assertRefused(() -> words.reader().next("five", 1, 4));
        assertThatCode(() -> words.reader().expect("five", 5)).doesNotThrowAnyException();
        assertRefused(() -> words.reader().expect("five", 4));
    }

    /** Otherwise one word would make it ask for memory that nothing fills. */
    @Test
    void shouldBelieveNoCountOfWhatIsNotThere() {
        final Words words = Words.written(target -> {
            target.put(2);
            target.put(new long[5], 0, 5);
        });

        assertThat(words.reader().count("pairs", 2)).isEqualTo(2);
        assertThat(words.reader().count("threes", 3)).isEqualTo(2);
        assertRefused(() -> words.reader().count("fours", 4));
    }

    @Test
    void shouldRefuseAnotherWordMoreWordsAndFewer() {
        final Words words = Words.written(target -> target.put(5));
        words.set(0, 6);
        assertRefused(() -> readToTheEnd(words, 1));
        words.set(0, 5);
        assertThatCode(() -> readToTheEnd(words, 1)).doesNotThrowAnyException();

        assertRefused(() -> readToTheEnd(words, 2));
        words.resize(3);
        assertRefused(() -> readToTheEnd(words, 1));
    }

    private void readToTheEnd(final Words words, final int count) {
        final StateReader reader = words.reader();
        reader.next(new long[count], 0, count);
        reader.end();
    }
}
