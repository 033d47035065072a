package dev.tidegate.journal;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final String JOURNAL = "dev.tidegate.journal..";

    private static final JavaClasses TIDEGATE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.tidegate");

    @Test
    void shouldDependOnTheCoreOnly() {
        noClasses()
                .that()
                .resideInAPackage(JOURNAL)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.tidegate.launcher..", "dev.tidegate.bench..")
                .allowEmptyShould(true)
                .check(TIDEGATE);
    }

    @Test
    void shouldBeKnownToNobodyInTheCore() {
        noClasses()
                .that()
                .resideOutsideOfPackage(JOURNAL)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(JOURNAL, "net.openhft..")
                .check(TIDEGATE);
    }
}
