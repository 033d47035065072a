package dev.tidegate.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.message.OutcomeCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Of several reasons to refuse a command the first in docs/outcomes.md is given: every pair of reasons, for every command. */
class PrecedenceTest {
    private static final String PAGE = "outcomes.md";

    static List<Precedence> commands() {
        final List<Precedence> all = new ArrayList<>(CataloguePrecedence.all());
        all.addAll(PolicyPrecedence.all());
        all.addAll(StockPrecedence.all());
        all.add(PlaceOrderPrecedence.placeOrder());
        all.addAll(OrderPrecedence.all());
        return all;
    }

    private static void forEachPair(final List<Fault> faults, final BiConsumer<Fault, Fault> pair) {
        for (int i = 0; i < faults.size(); i++) {
            for (int j = i + 1; j < faults.size(); j++) {
                pair.accept(faults.get(i), faults.get(j));
            }
        }
    }

    private static void check(
            final List<String> wrong,
            final Precedence command,
            final List<Fault> faults,
            final List<Integer> lines,
            final OutcomeCode expected) {
        final String what = faults + " on lines " + lines;
        try {
            final OutcomeCode answer = command.answer(faults, lines);
            if (answer != expected) {
                wrong.add(what + " was answered " + answer);
            }
        } catch (final RuntimeException | AssertionError e) {
            wrong.add(what + " cannot be put together: " + e);
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void shouldGiveEachReasonAlone(final Precedence command) {
        assertThat(command.answer(List.of(), List.of())).isEqualTo(OutcomeCode.ACCEPTED);
        final List<String> wrong = new ArrayList<>();
        for (final Fault fault : command.faults()) {
            check(wrong, command, List.of(fault), List.of(0), fault.code());
            if (command.lineList(fault) >= 0) {
                check(wrong, command, List.of(fault), List.of(1), fault.code());
            }
        }
        assertThat(wrong).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void shouldGiveTheFirstOfEveryTwoReasons(final Precedence command) {
        final List<String> wrong = new ArrayList<>();
        forEachPair(command.faults(), (first, second) -> {
            if (!command.never().containsKey(EnumSet.of(first.code(), second.code()))) {
                final List<Fault> both = List.of(command.inPairWith(first, second), command.inPairWith(second, first));
                check(wrong, command, both, List.of(0, 0), first.code());
            }
        });
        assertThat(wrong).isEmpty();
    }

    /** The second reason of the list stands on the first line, the first one on the second line. */
    @ParameterizedTest
    @MethodSource("commands")
    void shouldCheckOneLineWholeBeforeTheNext(final Precedence command) {
        final List<String> wrong = new ArrayList<>();
        forEachPair(command.faults(), (first, second) -> {
            final int list = command.lineList(first);
            if (list >= 0
                    && command.lineList(second) >= 0
                    && !command.neverAcross().containsKey(EnumSet.of(first.code(), second.code()))) {
                final OutcomeCode expected = list == command.lineList(second) ? second.code() : first.code();
                check(wrong, command, List.of(first, second), List.of(1, 0), expected);
            }
        });
        assertThat(wrong).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void shouldExcludeOnlyReasonsThatTheCommandHas(final Precedence command) {
        final Set<OutcomeCode> known =
                command.faults().stream().map(Fault::code).collect(Collectors.toSet());

        assertThat(command.faults()).hasSameSizeAs(known);
        assertThat(command.never().keySet())
                .allSatisfy(pair -> assertThat(known).containsAll(pair));
        assertThat(command.neverAcross().keySet())
                .allSatisfy(pair -> assertThat(known).containsAll(pair));
    }

    @Test
    void shouldStandOnThePageInTheSameOrder() {
        final Map<String, List<List<OutcomeCode>>> page = Pages.rows(PAGE, "## Precedence", 3).stream()
                .skip(1)
                .collect(Collectors.toMap(
                        cells -> cells.get(0), cells -> List.of(codes(cells.get(1)), codes(cells.get(2)))));
        final Map<String, List<List<OutcomeCode>>> tested = commands().stream()
                .collect(Collectors.toMap(
                        Precedence::command, command -> List.of(command.aloneCodes(), command.stateCodes())));

        assertThat(tested).containsExactlyInAnyOrderEntriesOf(page);
    }

    @Test
    void shouldStandOnThePageForTheId() {
        final List<OutcomeCode> page = Pages.lines(PAGE, "## Precedence").stream()
                .filter(line -> line.matches("[245]\\. .*"))
                .flatMap(line ->
                        Pattern.compile("[A-Z]{2,}_[A-Z_]+").matcher(line).results())
                .map(match -> OutcomeCode.valueOf(match.group()))
                .toList();

        assertThat(page)
                .containsExactlyElementsOf(Stream.concat(IdFaults.BEFORE.stream(), IdFaults.BEHIND.stream())
                        .map(Fault::code)
                        .toList());
    }

    /** The page separates codes by commas, semicolons and slashes, and says what is checked line by line. */
    private static List<OutcomeCode> codes(final String cell) {
        return Arrays.stream(cell.replaceAll("per (line|entry|warehouse) ", "").split("[,;/]"))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .map(OutcomeCode::valueOf)
                .toList();
    }

    @Test
    void shouldStandOnThePageWithNumberAndMeaning() {
        final Function<List<String>, String> numberAndName = cells -> cells.get(0) + " " + cells.get(1);
        final List<String> page = Pages.rows(PAGE, "", 3).stream()
                .filter(cells -> cells.get(0).matches("\\d+"))
                .map(numberAndName)
                .toList();

        assertThat(page)
                .containsExactlyElementsOf(Arrays.stream(OutcomeCode.values())
                        .map(code -> code.number() + " " + code.name())
                        .toList());
    }
}
