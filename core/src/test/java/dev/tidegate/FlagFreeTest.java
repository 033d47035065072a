package dev.tidegate;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** The core promises to run without a single JVM flag; so its tests must not be given one. */
class FlagFreeTest {
    @Test
    void shouldTestTheCoreWithoutOpeningTheJdk() {
        assertThat(ManagementFactory.getRuntimeMXBean().getInputArguments())
                .noneMatch(flag -> flag.startsWith("--add-opens") || flag.startsWith("--add-exports"));
    }
}
