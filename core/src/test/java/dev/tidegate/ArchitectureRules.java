package dev.tidegate;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Date;
import java.util.Formatter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.Timer;
import java.util.UUID;
import java.util.WeakHashMap;
import java.util.regex.Pattern;

/**
 * Who may use whom inside the core, and what the deterministic rooms may not touch.
 *
 * <p>The engine must give the same outcomes and the same digest on every machine for the same journal. Whatever could
 * differ between two runs (a clock, a thread, the order of a hash table keyed by identity) is therefore out of reach of
 * the packages that decide, and so is whatever blocks (files, sockets, loggers).
 */
final class ArchitectureRules {
    static final String FRONT_DOOR = "dev.tidegate";
    static final String MESSAGE = "dev.tidegate.message..";
    static final String TABLE = "dev.tidegate.table..";
    static final String STOCK = "dev.tidegate.stock..";
    static final String ORDER = "dev.tidegate.order..";
    static final String ENGINE = "dev.tidegate.engine..";
    static final String VIEW = "dev.tidegate.view..";
    static final String PIPELINE = "dev.tidegate.pipeline..";

    private static final String[] DETERMINISTIC = {MESSAGE, TABLE, STOCK, ORDER, ENGINE};

    /** Generated; its printing helpers for debugging name java.io and are called by nobody here. */
    private static final String CODECS = "dev.tidegate.message.sbe..";

    private static final Set<String> FLOATING = Set.of("float", "double", "java.lang.Float", "java.lang.Double");

    static final List<ArchRule> ALL = List.of(
            onlyKnownRooms(),
            mayNotUse(MESSAGE, FRONT_DOOR, TABLE, STOCK, ORDER, ENGINE, VIEW, PIPELINE),
            mayNotUse(TABLE, FRONT_DOOR, STOCK, ORDER, ENGINE, VIEW, PIPELINE),
            mayNotUse(STOCK, FRONT_DOOR, ORDER, ENGINE, VIEW, PIPELINE),
            mayNotUse(ORDER, FRONT_DOOR, STOCK, ENGINE, VIEW, PIPELINE),
            mayNotUse(ENGINE, FRONT_DOOR, VIEW, PIPELINE),
            mayNotUse(VIEW, FRONT_DOOR, PIPELINE),
            mayNotUse(PIPELINE, FRONT_DOOR),
            noThreads(),
            noInputOutput(),
            noUnorderedCollections(),
            noChance(),
            noClockNorIdentity(),
            noTextParsing(),
            noFloatingPointFields());

    private ArchitectureRules() {}

    private static ArchRule onlyKnownRooms() {
        return classes()
                .should()
                .resideInAnyPackage(FRONT_DOOR, MESSAGE, TABLE, STOCK, ORDER, ENGINE, VIEW, PIPELINE)
                .because("a new room needs its place among the arrows")
                .allowEmptyShould(true);
    }

    private static ArchRule mayNotUse(final String room, final String... others) {
        return noClasses()
                .that()
                .resideInAPackage(room)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .because("arrows run one way: pipeline -> view -> engine -> stock, order -> table -> message")
                .allowEmptyShould(true);
    }

    private static ArchRule noThreads() {
        return deterministicDoNotDependOn(inPackages(
                        "threads",
                        "java.util.concurrent..",
                        "org.agrona.concurrent..",
                        "com.lmax.disruptor..",
                        "java.util.logging..",
                        "org.slf4j..")
                .or(anyOf(
                        "java.lang.Thread and its kin",
                        Thread.class,
                        ThreadGroup.class,
                        ThreadLocal.class,
                        Timer.class)));
    }

    private static ArchRule noInputOutput() {
        return deterministicDoNotDependOn(
                inPackages("input and output", "java.io..", "java.nio.file..", "java.nio.channels..", "java.net.."));
    }

    private static ArchRule noUnorderedCollections() {
        return deterministicDoNotDependOn(anyOf(
                "tables whose order nobody promises",
                HashMap.class,
                HashSet.class,
                IdentityHashMap.class,
                WeakHashMap.class));
    }

    private static ArchRule noChance() {
        return deterministicDoNotDependOn(anyOf("random numbers", Random.class, SplittableRandom.class)
                .or(inPackages("random numbers", "java.util.random.."))
                .or(inPackages("random numbers", "java.security..").and(DescribedPredicate.not(sha256()))));
    }

    /** A hash is the same everywhere. */
    private static DescribedPredicate<JavaClass> sha256() {
        return anyOf("SHA-256", MessageDigest.class, DigestException.class, NoSuchAlgorithmException.class);
    }

    private static ArchRule noClockNorIdentity() {
        return deterministicDoNotCall(
                "clocks, identities or the salted order of immutable sets and maps",
                List.of(
                        member(System.class, "currentTimeMillis|nanoTime|identityHashCode|getenv"),
                        member(Math.class, "random"),
                        member(UUID.class, "randomUUID"),
                        member(Set.class, "of|copyOf"),
                        member(Map.class, "of|ofEntries|copyOf"),
                        member(Object.class, "wait|notify|notifyAll"),
                        member(Date.class, "<init>"),
                        member(Clock.class, ".*"),
                        DescribedPredicate.describe(
                                "now() of java.time",
                                access -> access.getTarget().getName().equals("now")
                                        && access.getTargetOwner()
                                                .getPackageName()
                                                .startsWith("java.time"))));
    }

    private static ArchRule noTextParsing() {
        return deterministicDoNotCall(
                "text parsing and formatting",
                List.of(
                        member(String.class, "format|formatted|split|matches|replaceAll|replaceFirst"),
                        DescribedPredicate.describe(
                                "parseX or decode of a number",
                                access -> access.getTarget().getName().matches("parse[A-Z].*|decode")
                                        && access.getTargetOwner().isAssignableTo(Number.class)),
                        member(Pattern.class, ".*"),
                        member(Formatter.class, ".*")));
    }

    private static ArchRule noFloatingPointFields() {
        return fields().that()
                .areDeclaredInClassesThat(deterministic())
                .should(notBeFloatingPoint())
                .because("money and quantities are whole numbers")
                .allowEmptyShould(true);
    }

    private static ArchCondition<JavaField> notBeFloatingPoint() {
        return new ArchCondition<>("not be a float or a double") {
            @Override
            public void check(final JavaField field, final ConditionEvents events) {
                final String type = field.getRawType().getBaseComponentType().getName();
                events.add(new SimpleConditionEvent(
                        field, !FLOATING.contains(type), field.getFullName() + " is of type " + type));
            }
        };
    }

    private static ArchRule deterministicDoNotDependOn(final DescribedPredicate<JavaClass> banned) {
        return noClasses()
                .that(deterministic())
                .should()
                .dependOnClassesThat(banned)
                .because("the same journal must give the same digest everywhere")
                .allowEmptyShould(true);
    }

    private static ArchRule deterministicDoNotCall(
            final String what, final List<DescribedPredicate<JavaAccess<?>>> banned) {
        // An access and not only a call: a method reference such as System::nanoTime counts as well.
        return noClasses()
                .that(deterministic())
                .should(ArchConditions.accessTargetWhere(
                        DescribedPredicate.or(banned).as(what)))
                .because("the same journal must give the same digest everywhere")
                .allowEmptyShould(true);
    }

    private static DescribedPredicate<JavaClass> deterministic() {
        return JavaClass.Predicates.resideInAnyPackage(DETERMINISTIC)
                .and(DescribedPredicate.not(JavaClass.Predicates.resideInAPackage(CODECS)))
                .as("are of message, stock, order or engine");
    }

    private static DescribedPredicate<JavaClass> inPackages(final String what, final String... packages) {
        return JavaClass.Predicates.resideInAnyPackage(packages).as(what + " (" + String.join(", ", packages) + ")");
    }

    private static DescribedPredicate<JavaClass> anyOf(final String what, final Class<?>... types) {
        return JavaClass.Predicates.belongToAnyOf(types).as(what);
    }

    private static DescribedPredicate<JavaAccess<?>> member(final Class<?> type, final String names) {
        final DescribedPredicate<HasName> named = nameMatching(names);
        return target(owner(JavaClass.Predicates.equivalentTo(type))).and(target(named));
    }
}
