package dev.tidegate.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutcomeTest {
    private static Outcome full() {
        final Outcome outcome = new Outcome()
                .begin(1, 2)
                .set(OutcomeCode.ACCEPTED_PARTLY, 3, 4, 5, 6)
                .first(true, 7, 8)
                .deadline(9);
        for (int i = 1; i <= 40; i++) {
            outcome.addMissing(i, 100L * i);
        }
        return outcome;
    }

    @Test
    void shouldBeNotRunningBeforeItIsFilled() {
        assertThat(new Outcome().code()).isEqualTo(OutcomeCode.NOT_RUNNING);
        assertThat(new Outcome().accepted()).isFalse();
        assertThat(new Outcome().sequence()).isZero();
    }

    @Test
    void shouldBeginAsAcceptedWithNothingElseSaid() {
        final Outcome outcome = full().begin(11, 12);

        assertThat(outcome)
                .usingRecursiveComparison()
                .ignoringFields("missingLine", "missingQuantity")
                .isEqualTo(new Outcome().begin(11, 12));
        assertThat(outcome.accepted()).isTrue();
        assertThat(outcome.firstSequence()).isEqualTo(11);
        assertThat(outcome.firstTimeMillis()).isEqualTo(12);
    }

    @Test
    void shouldCopyEverythingIncludingLinesThatAreMissing() {
        final Outcome copy = new Outcome().copyFrom(full());

        assertThat(copy).hasToString(full().toString());
        assertThat(copy.timeMillis()).isEqualTo(2);
        assertThat(copy.firstTimeMillis()).isEqualTo(8);
        assertThat(copy.missingCount()).isEqualTo(40);
        for (int i = 0; i < 40; i++) {
            assertThat(copy.missingLine(i)).isEqualTo(i + 1);
            assertThat(copy.missingQuantity(i)).isEqualTo(100L * (i + 1));
        }
    }

    @Test
    void shouldBeACopyOfItsOwn() {
        final Outcome original = full();
        final Outcome copy = new Outcome().copyFrom(original);
        original.begin(0, 0).addMissing(77, 7);

        assertThat(copy.missingLine(0)).isEqualTo(1);
        assertThat(copy.code()).isEqualTo(OutcomeCode.ACCEPTED_PARTLY);
    }

    @Test
    void shouldForgetLinesOfTheOutcomeBefore() {
        final Outcome outcome = full();
        outcome.copyFrom(new Outcome().begin(1, 2));

        assertThat(outcome.missingCount()).isZero();
    }

    @Test
    void shouldSayItInWords() {
        assertThat(full())
                .hasToString("ACCEPTED_PARTLY (duplicate of 7) sequence 1 time 2 entity 3 line 4 asked 5 available 6"
                        + " deadline 9");
    }

    @ParameterizedTest
    @EnumSource
    void shouldFindEveryCodeByItsNumber(final OutcomeCode code) {
        assertThat(OutcomeCode.of(code.number())).isEqualTo(code);
        assertThat(code.accepted()).isEqualTo(code.number() < 100);
        assertThat(code.remembered()).isEqualTo(code.number() >= 400);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 4, 99, 509, 800, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void shouldNotFindANumberThatNoCodeHas(final int number) {
        assertThatThrownBy(() -> OutcomeCode.of(number))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no outcome has the number " + number);
    }
}
