package dev.tidegate;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The product's classes against {@link ArchitectureRules}. */
class ArchitectureTest {
    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ArchitectureRules.FRONT_DOOR);

    static final Iterable<ArchRule> RULES = ArchitectureRules.ALL;

    @ParameterizedTest
    @FieldSource("RULES")
    void shouldHold(final ArchRule rule) {
        rule.check(CORE);
    }
}
