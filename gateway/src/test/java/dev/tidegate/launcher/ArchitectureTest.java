package dev.tidegate.launcher;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    @Test
    void shouldKeepTheLauncherAtTheEndOfEveryArrow() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.tidegate.launcher..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.tidegate.launcher..")
                .check(new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("dev.tidegate"));
    }
}
