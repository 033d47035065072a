package dev.tidegate.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.crash.FaultyDisk.Fault;
import dev.tidegate.pipeline.Durability;
import dev.tidegate.pipeline.JournalSettings.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** What the laboratory's tests share: where they get their chance from, and how long they run. */
final class Laboratory {
    private static final int AT_ONCE = 2;
    private static final long FIXED_SEED = 1;

    private Laboratory() {}

    /**
     * The run's seeds: {@code -Dtidegate.crash.seed}, which may be {@code fresh}; without it the one that is always the
     * same, and behind it a fresh one. Whoever takes them reports them.
     */
    static List<Long> seeds() {
        final String given = System.getProperty("tidegate.crash.seed", "");
        if (given.isEmpty()) {
            return List.of(FIXED_SEED, fresh());
        }
        return List.of(given.equals("fresh") ? fresh() : Long.parseLong(given));
    }

    /** Always even, as the fixed one is odd: what is done to some kinds of journal only follows from that. */
    private static long fresh() {
        return new SecureRandom().nextLong() >>> 32 << 1;
    }

    /** A line of the run's report: what was done from a seed, and what it came to. */
    static void report(final String what, final long seed, final Object figures) {
        System.out.println("report: crash laboratory, " + what + ", -Dtidegate.crash.seed=" + seed + ": " + figures);
    }

    /** How many times as much as in every build: {@code -Dtidegate.crash.times}. */
    static int times() {
        return Integer.getInteger("tidegate.crash.times", 1);
    }

    /** The environment of a child with a fault of its disk. */
    static Map<String, String> environment(final FaultyDisk disk, final Path folder, final Fault fault) {
        final Map<String, String> environment = disk.under(folder);
        environment.put("CRASH_FAULT", fault.text());
        return environment;
    }

    /** The same for a child whose forces are recorded, and whose boot is another than that of whoever starts its images. */
    static Map<String, String> recorded(
            final FaultyDisk disk, final Path folder, final Fault fault, final Path record, final Random random)
            throws IOException {
        final Map<String, String> environment = environment(disk, folder, fault);
        final Path boot = folder.resolveSibling(folder.getFileName() + ".boot");
        Files.writeString(boot, new UUID(random.nextLong(), random.nextLong()) + "\n");
        environment.put("CRASH_RECORD", record.toString());
        environment.put("CRASH_BOOT", boot.toString());
        return environment;
    }

    /** Deletes a folder with all that is in it, if it is there. */
    static void delete(final Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (final Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** A way to keep a journal. */
    record Keeping(Durability durability, Kind kind) {
        static List<Keeping> all() {
            return List.of(
                    new Keeping(Durability.PROCESS, Kind.CHRONICLE),
                    new Keeping(Durability.PROCESS, Kind.FILE),
                    new Keeping(Durability.DISK, Kind.CHRONICLE),
                    new Keeping(Durability.DISK, Kind.FILE));
        }

        /** Its own folder below another, by its real path. */
        Path folder(final Path below) throws IOException {
            return Files.createDirectories(below)
                    .toRealPath()
                    .resolve(durability.name().toLowerCase(Locale.ROOT) + "-"
                            + kind.name().toLowerCase(Locale.ROOT));
        }
    }

    /** Does all of it, a few at a time; throws what the first of them threw. */
    static <T> List<T> together(final List<Callable<T>> tasks) throws Exception {
        final ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            final List<T> results = new ArrayList<>();
            for (final Future<T> done : threads.invokeAll(tasks)) {
                results.add(done.get());
            }
            assertThat(results).hasSameSizeAs(tasks);
            return results;
        } catch (final ExecutionException failure) {
            if (failure.getCause() instanceof Error error) {
                throw error;
            }
            throw failure;
        } finally {
            threads.shutdownNow();
        }
    }
}
