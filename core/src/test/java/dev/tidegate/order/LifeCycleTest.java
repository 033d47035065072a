package dev.tidegate.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.engine.Pages;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of states and triggers, and docs/lifecycle.md against it. */
class LifeCycleTest {
    private static final String PAGE = "lifecycle.md";
    private static final Pattern WORD = Pattern.compile("[A-Z_]{2,}|stays");
    private static final Map<String, Integer> STATES = constants(OrderState.class);
    private static final Map<String, Integer> TRIGGERS = constants(Trigger.class);

    private final LifeCycle cycle = LifeCycle.standard();

    /** What a tool that measures coverage adds to a class is synthetic, and no constant. */
    private static Map<String, Integer> constants(final Class<?> type) {
        return Arrays.stream(type.getDeclaredFields())
                .filter(field -> !field.isSynthetic() && !field.getName().equals("COUNT"))
                .collect(Collectors.toMap(Field::getName, LifeCycleTest::value, (a, b) -> a, TreeMap::new));
    }

    private static int value(final Field field) {
        try {
            return field.getInt(null);
        } catch (final IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    static List<List<String>> triggerRows() {
        return Pages.rows(PAGE, "## Triggers", 5).stream().skip(1).toList();
    }

    private static IntStream states() {
        return IntStream.rangeClosed(OrderState.CREATED, OrderState.CLOSED);
    }

    private static IntStream triggers() {
        return IntStream.rangeClosed(1, Trigger.COUNT);
    }

    private Set<Integer> from(final int state) {
        return states().filter(to -> triggers().anyMatch(trigger -> cycle.allows(trigger, state, to)))
                .boxed()
                .collect(Collectors.toSet());
    }

    private Set<Integer> reachableFrom(final int state) {
        final Set<Integer> reached = new TreeSet<>(from(state));
        while (true) {
            final Set<Integer> more = new TreeSet<>(reached);
            reached.forEach(each -> more.addAll(from(each)));
            if (!reached.addAll(more)) {
                return reached;
            }
        }
    }

    @Test
    void shouldHave12StatesAnd23Triggers() {
        assertThat(STATES).hasSize(13).containsEntry("NONE", OrderState.NONE);
        assertThat(STATES.values())
                .containsExactlyInAnyOrderElementsOf(
                        () -> IntStream.rangeClosed(0, 12).iterator());
        assertThat(TRIGGERS).hasSize(23);
        assertThat(TRIGGERS.values())
                .containsExactlyInAnyOrderElementsOf(() -> triggers().iterator());
    }

    @Test
    void shouldReachEveryStateFromNone() {
        assertThat(reachableFrom(OrderState.NONE)).containsExactlyElementsOf(() -> states().iterator());
    }

    @Test
    void shouldReachClosedFromEveryStateThatIsNot() {
        states().filter(state -> state != OrderState.CLOSED)
                .forEach(state ->
                        assertThat(reachableFrom(state)).as("state %d", state).contains(OrderState.CLOSED));
    }

    @Test
    void shouldFireEveryTriggerSomewhereAndNoneTowardsNone() {
        triggers().forEach(trigger -> {
            assertThat(IntStream.rangeClosed(0, 12).filter(state -> cycle.allows(trigger, state)))
                    .as("trigger %d", trigger)
                    .isNotEmpty();
            assertThat(IntStream.rangeClosed(0, 12).filter(state -> cycle.allows(trigger, state, OrderState.NONE)))
                    .isEmpty();
        });
    }

    @Test
    void shouldBeginInNoneByPlacingOrReadmittingOnly() {
        assertThat(triggers().filter(trigger -> cycle.allows(trigger, OrderState.NONE)))
                .containsExactly(Trigger.PLACE, Trigger.READMIT);
    }

    @Test
    void shouldListTheStatesOnThePage() {
        final Map<String, Integer> page = Pages.rows(PAGE, "## States", 3).stream()
                .skip(1)
                .collect(Collectors.toMap(cells -> cells.get(1), cells -> Integer.valueOf(cells.get(0))));
        page.put("NONE", OrderState.NONE);

        assertThat(page).containsExactlyInAnyOrderEntriesOf(STATES);
    }

    @Test
    void shouldListTheClosingsOnThePage() {
        final String meaning =
                Pages.rows(PAGE, "## States", 3).get(STATES.size() - 1).get(2);
        final Map<String, Integer> page = Pattern.compile("(\\d) ([A-Z_]+)")
                .matcher(meaning)
                .results()
                .collect(Collectors.toMap(match -> match.group(2), match -> Integer.valueOf(match.group(1))));
        page.put("OPEN", Closing.OPEN);

        assertThat(page).containsExactlyInAnyOrderEntriesOf(constants(Closing.class));
    }

    @Test
    void shouldListTheTriggersOnThePage() {
        final Map<String, Integer> page = triggerRows().stream()
                .collect(Collectors.toMap(cells -> cells.get(1), cells -> Integer.valueOf(cells.get(0))));

        assertThat(page).containsExactlyInAnyOrderEntriesOf(TRIGGERS);
    }

    /**
     * "(none)" and "(archived)" stand for no order; "stays" is the state it came from; what else is written small, or in
     * brackets, is a remark.
     */
    @ParameterizedTest
    @MethodSource("triggerRows")
    void shouldLeadWhereThePageSays(final List<String> cells) {
        final int trigger = Integer.parseInt(cells.get(0));
        final Map<String, Set<String>> page = new TreeMap<>();
        final String[] from =
                cells.get(2).replaceAll("\\((none|archived)\\)", "NONE").split(";");
        final String[] to = cells.get(3).split(";");
        assertThat(to).hasSameSizeAs(from);
        for (int i = 0; i < from.length; i++) {
            for (final String state : words(from[i])) {
                final Set<String> targets = words(to[i]);
                if (targets.remove("stays")) {
                    targets.add(state);
                }
                page.put(state, targets);
            }
        }

        assertThat(page).isEqualTo(targets(trigger));
    }

    private Map<String, Set<String>> targets(final int trigger) {
        final Map<String, Set<String>> targets = new TreeMap<>();
        STATES.forEach((name, state) -> {
            if (cycle.allows(trigger, state)) {
                targets.put(name, names(states().filter(target -> cycle.allows(trigger, state, target))));
            }
        });
        return targets;
    }

    private static Set<String> words(final String cell) {
        return WORD.matcher(cell.replaceAll("\\([^)]*\\)", ""))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> names(final IntStream states) {
        return states.mapToObj(state -> STATES.entrySet().stream()
                        .filter(entry -> entry.getValue() == state)
                        .findFirst()
                        .orElseThrow()
                        .getKey())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
