package dev.tidegate.client;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.tidegate.CommandIds;
import dev.tidegate.pipeline.EventCursor;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    @Test
    void shouldNeedOfTheCoreOnlyItsMessages() {
        classes()
                .that()
                .resideInAnyPackage("dev.tidegate.client..", "dev.tidegate.wire..")
                .should()
                .onlyDependOnClassesThat(JavaClass.Predicates.resideInAnyPackage(
                                "java..",
                                "javax.net..",
                                "javax.crypto..",
                                "org.agrona..",
                                "org.jspecify..",
                                "dev.tidegate.client..",
                                "dev.tidegate.wire..",
                                "dev.tidegate.message..")
                        .or(JavaClass.Predicates.equivalentTo(CommandIds.class))
                        .or(JavaClass.Predicates.equivalentTo(EventCursor.class)))
                .check(new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("dev.tidegate.client", "dev.tidegate.wire"));
    }
}
