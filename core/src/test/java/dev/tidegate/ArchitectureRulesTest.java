package dev.tidegate;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.tidegate.engine.Offender;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Shows that the rules of {@link ArchitectureRules} bite: each offence breaks exactly one. */
class ArchitectureRulesTest {
    @ParameterizedTest
    @ValueSource(
            classes = {
                Offender.Threads.class,
                Offender.Files.class,
                Offender.Unordered.class,
                Offender.Chance.class,
                Offender.ClockCall.class,
                Offender.ClockReference.class,
                Offender.SaltedOrder.class,
                Offender.Parsing.class,
                Offender.FloatingPoint.class
            })
    void shouldRefuse(final Class<?> offence) {
        final JavaClasses imported = new ClassFileImporter().importClasses(offence);
        final List<String> broken = ArchitectureRules.ALL.stream()
                .map(rule -> rule.evaluate(imported))
                .filter(result -> result.hasViolation())
                .map(result -> result.getFailureReport().toString())
                .toList();
        assertThat(broken).hasSize(1);
    }
}
