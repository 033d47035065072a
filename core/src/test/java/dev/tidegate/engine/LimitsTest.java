package dev.tidegate.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.message.Command.Limit;
import dev.tidegate.table.Digest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The limits against the table of docs/rules.md. */
class LimitsTest {
    /** Range and default of one row. */
    private record Row(long lowest, long highest, long standard) {}

    private static final Map<Limit, Row> PAGE = page();

    private final Limits limits = new Limits(new Digest());

    private static Map<Limit, Row> page() {
        final Map<Limit, Row> rows = new LinkedHashMap<>();
        Pages.rows("rules.md", "## 3. Limits", 3).stream().skip(1).forEach(cells -> {
            final String[] range = cells.get(1).split(" to ");
            final Row row = new Row(number(range[0]), number(range[1]), number(cells.get(2)));
            Arrays.stream(cells.get(0).split(", ")).map(Limit::valueOf).forEach(limit -> rows.put(limit, row));
        });
        return rows;
    }

    /** The first number of a cell; what it means may stand behind it. */
    private static long number(final String cell) {
        return Long.parseLong(cell.split(" ")[0].replace(",", ""));
    }

    private static int numberOf(final Limit limit) {
        return limit.ordinal() + 1;
    }

    @Test
    void shouldListEveryLimitInItsOrder() {
        assertThat(List.copyOf(PAGE.keySet())).containsExactly(Limit.values());
        assertThat(Limits.COUNT).isEqualTo(Limit.values().length);
    }

    @ParameterizedTest
    @EnumSource
    void shouldBeginWithTheDefault(final Limit limit) {
        assertThat(limits.get(numberOf(limit))).isEqualTo(PAGE.get(limit).standard());
    }

    @ParameterizedTest
    @EnumSource
    void shouldTakeItsRangeAndNothingBeyond(final Limit limit) {
        final Row row = PAGE.get(limit);

        assertThat(Limits.inRange(numberOf(limit), row.lowest())).isTrue();
        assertThat(Limits.inRange(numberOf(limit), row.highest())).isTrue();
        assertThat(Limits.inRange(numberOf(limit), row.lowest() - 1)).isFalse();
        assertThat(Limits.inRange(numberOf(limit), row.highest() + 1)).isFalse();
    }

    @Test
    void shouldKnowNoOtherLimit() {
        assertThat(Limits.inRange(0, 100_000)).isFalse();
        assertThat(Limits.inRange(Limits.COUNT + 1, 100_000)).isFalse();
        assertThat(Limits.inRange(255, 100_000)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void shouldKeepWhatIsSet(final Limit limit) {
        limits.set(numberOf(limit), PAGE.get(limit).lowest());

        assertThat(limits.get(numberOf(limit))).isEqualTo(PAGE.get(limit).lowest());
    }
}
