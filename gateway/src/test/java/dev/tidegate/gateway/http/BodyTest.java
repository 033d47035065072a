package dev.tidegate.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A field that stands twice is refused in the object that has it twice, and nowhere else. */
class BodyTest {

    /** Reads numbers, lists of objects and objects alike; answers the numbers. */
    private static List<Long> read(final String json) throws Problem {
        final byte[] bytes = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        final List<Long> numbers = new ArrayList<>();
        Body.read(bytes, bytes.length, (name, body) -> field(name, body, numbers));
        return numbers;
    }

    private static boolean field(final String name, final Body body, final List<Long> numbers)
            throws Problem, java.io.IOException {
        switch (name.charAt(0)) {
            case 'n' -> numbers.add(body.number(0, 1000));
            case 'o' -> body.object((inner, value) -> field(inner, value, numbers));
            case 'l' -> body.list(10, item -> item.object((inner, value) -> field(inner, value, numbers)));
            default -> {
                return false;
            }
        }
        return true;
    }

    @Test
    void shouldTakeTheSameNameInOtherObjects() throws Problem {
        assertThat(read("{'n': 1, 'o': {'n': 2, 'o': {'n': 3}}, 'l': [{'n': 4}, {'n': 5, 'm': 6}]}"
                        .replace("'m': 6", "'n2': 6")))
                .containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    }

    @Test
    void shouldRefuseANameThatStandsTwice() {
        for (final String json : new String[] {
            "{'n': 1, 'n': 1}",
            "{'o': {'n': 1, 'n2': 1, 'n': 2}}",
            "{'l': [{'n': 1}, {'n': 1, 'n': 1}]}",
            "{'o': {'n': 1}, 'n': 1, 'n': 3}",
            "{'l': [{'o': {'n': 1}, 'n': 1, '\\u006e': 3}]}"
        }) {
            assertThatThrownBy(() -> read(json)).as(json).hasMessage("not JSON: Duplicate field 'n'");
        }
    }

    @Test
    void shouldTakeManyNames() throws Problem {
        final StringBuilder json = new StringBuilder("{'o': {'n': 0");
        for (int i = 1; i < 100; i++) {
            json.append(",'n").append(i).append("': ").append(i);
        }
        assertThat(read(json + "}}")).hasSize(100);
        assertThatThrownBy(() -> read(json + ",'n57': 1}}")).hasMessage("not JSON: Duplicate field 'n57'");
    }
}
