package dev.tidegate.launcher.reading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.order.Closing;
import dev.tidegate.order.OrderState;
import dev.tidegate.order.Trigger;
import dev.tidegate.stock.Bucket;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Locale;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

class NamesTest {
    @Test
    void shouldNameEveryConstantAsItIsCalled() throws IllegalAccessException {
        compare(OrderState.class, Names::state);
        compare(Closing.class, Names::closing);
        compare(Trigger.class, Names::trigger);
        compare(Bucket.class, number -> Names.bucket(number).toUpperCase(Locale.ROOT));
    }

    private static void compare(final Class<?> constants, final LongFunction<String> name)
            throws IllegalAccessException {
        for (final Field field : constants.getFields()) {
            if (Modifier.isStatic(field.getModifiers()) && !field.getName().equals("COUNT")) {
                assertThat(name.apply(field.getInt(null))).isEqualTo(field.getName());
            }
        }
    }

    @Test
    void shouldSayWhatHasNoName() {
        assertThat(Names.state(99)).isEqualTo("99");
        assertThat(Names.time(0)).isEqualTo("-");
        assertThat(Names.time(1_700_000_000_001L)).isEqualTo("2023-11-14T22:13:20.001Z");
        assertThat(Names.time(Long.MAX_VALUE)).isNotEmpty();
    }
}
