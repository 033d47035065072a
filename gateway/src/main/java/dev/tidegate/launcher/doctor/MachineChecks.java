package dev.tidegate.launcher.doctor;

import dev.tidegate.engine.Engine;
import dev.tidegate.engine.EngineSettings;
import dev.tidegate.journal.ShadowCost;
import dev.tidegate.journal.log.ChronicleFlags;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** The JVM, the memory, the clock and the operating system. */
final class MachineChecks {
    private static final long MIB = 1L << 20;
    /** Heap of an open order with one line and its id remembered; docs/performance.md, the higher figure, rounded up. */
    private static final long ORDER_BYTES = 600;
    /** Heap that everything else takes: buffers, rings, classes. */
    private static final long BASE_BYTES = 256 * MIB;

    /** Of the heap, as with the option that makes tables as large as their limits. */
    private static final long TABLE_PERCENT = 75;

    private static final long DEFAULT_ORDERS = 10_000_000;
    private static final long FEWEST_OPEN_FILES = 4_096;
    private static final long CLOCK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long CLOCK_SLACK_MILLIS = 20;
    private static final long EARLIEST_MILLIS = 1_600_000_000_000L;
    private static final Path HUGE_PAGES = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");

    private MachineChecks() {}

    static List<Finding> all() {
        return List.of(java(), flags(), processors(), heap(), room(), tables(), hugePages(), openFiles(), clock());
    }

    private static Finding java() {
        final String found = System.getProperty("java.vm.name") + " " + System.getProperty("java.version");
        return Finding.ok("java", found);
    }

    private static Finding flags() {
        final String missing = ChronicleFlags.missing();
        return missing == null
                ? Finding.ok("jvm flags", "those of Chronicle Queue are there")
                : Finding.fail(
                        "jvm flags",
                        "those of Chronicle Queue are missing",
                        "start with ./tidegate, add " + ChronicleFlags.line() + ", or use the journal kind file");
    }

    private static Finding processors() {
        final int count = Runtime.getRuntime().availableProcessors();
        return count >= 2
                ? Finding.ok("processors", Integer.toString(count))
                : Finding.warn(
                        "processors", Integer.toString(count), "the engine and the journal's keeper want one each");
    }

    private static Finding heap() {
        final long most = Runtime.getRuntime().maxMemory();
        final long memory = memoryBytes();
        final String found = most / MIB + " MiB of heap, " + memory / MIB + " MiB of memory";
        if (memory > 0 && most > memory * 9 / 10) {
            return Finding.fail("heap", found, "leave a tenth of the memory to the system: lower TIDEGATE_HEAP");
        }
        return Finding.ok("heap", found);
    }

    /** What the tables take when each is as large as its limit at birth. */
    private static Finding tables() {
        final Engine engine = new Engine(EngineSettings.small());
        final long bytes = engine.tableBytesAtLimits();
        final String found = String.format(
                Locale.ROOT,
                "as large as the limits of birth %,d MiB, %,d of them for the external numbers of orders that have left; a"
                        + " shadow in the process may come to as much again",
                bytes / MIB,
                engine.numberBytesAtLimits() / MIB);
        return bytes <= Runtime.getRuntime().maxMemory() * TABLE_PERCENT / 100
                ? Finding.ok("tables", found)
                : Finding.warn(
                        "tables",
                        found,
                        "lower the limits by SetLimits to what the shop needs; until the heap holds them, tables grow as they"
                                + " need");
    }

    /** What the heap holds against what the logical limits allow. */
    private static Finding room() {
        final long orders = Math.max(0, (Runtime.getRuntime().maxMemory() - BASE_BYTES) / ORDER_BYTES);
        final long withShadow =
                Math.max(0, (Runtime.getRuntime().maxMemory() - BASE_BYTES) / ShadowCost.heapFor(ORDER_BYTES, 2, 0));
        final String found = String.format(
                Locale.ROOT,
                "heap for about %,d orders of one line in memory, for %,d with a shadow beside the engine; the limit ORDERS"
                        + " is %,d at birth, which would take %,d MiB",
                orders,
                withShadow,
                DEFAULT_ORDERS,
                (DEFAULT_ORDERS * ORDER_BYTES + BASE_BYTES) / MIB);
        return orders >= DEFAULT_ORDERS
                ? Finding.ok("room", found)
                : Finding.warn("room", found, "raise TIDEGATE_HEAP, or lower ORDERS and IDS_REMEMBERED by SetLimits");
    }

    private static long memoryBytes() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean machine
                ? machine.getTotalMemorySize()
                : 0;
    }

    private static Finding hugePages() {
        final String modes = firstLine(HUGE_PAGES);
        final boolean asked =
                ManagementFactory.getRuntimeMXBean().getInputArguments().contains("-XX:+UseTransparentHugePages");
        if (modes.isEmpty()) {
            return Finding.ok("huge pages", "not offered by this system");
        }
        if (modes.contains("[never]")) {
            return Finding.warn("huge pages", modes, "echo madvise > " + HUGE_PAGES + " makes large tables faster");
        }
        return asked
                ? Finding.ok("huge pages", modes + ", asked for")
                : Finding.warn("huge pages", modes + ", not asked for", "add -XX:+UseTransparentHugePages");
    }

    private static Finding openFiles() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/limits"))) {
            final String[] words = lines.filter(line -> line.startsWith("Max open files"))
                    .findFirst()
                    .orElse("Max open files unknown")
                    .split(" +");
            final String limit = words[3];
            return limit.matches("[0-9]+") && Long.parseLong(limit) < FEWEST_OPEN_FILES
                    ? Finding.warn("open files", limit, "ulimit -n " + FEWEST_OPEN_FILES + ", for connections")
                    : Finding.ok("open files", limit);
        } catch (final IOException notLinux) {
            return Finding.warn("open files", "unknown", "this system does not tell");
        }
    }

    /** A quarter of a second by both clocks: a wall clock that is being moved shows. */
    private static Finding clock() {
        final long nanos = System.nanoTime();
        final long millis = System.currentTimeMillis();
        long left = CLOCK_NANOS;
        while (left > 0) {
            LockSupport.parkNanos(left);
            left = CLOCK_NANOS - (System.nanoTime() - nanos);
        }
        final long monotonic = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
        final long wall = System.currentTimeMillis() - millis;
        final String found = "wall clock " + wall + " ms in " + monotonic + " ms";
        if (millis < EARLIEST_MILLIS) {
            return Finding.fail("clock", found + ", and it stands before the year 2020", "set the clock");
        }
        return Math.abs(wall - monotonic) > CLOCK_SLACK_MILLIS
                ? Finding.warn("clock", found, "let the clock be slewed, not stepped; engine time never goes back")
                : Finding.ok("clock", found);
    }

    private static String firstLine(final Path file) {
        try {
            return Files.readString(file).strip();
        } catch (final IOException missing) {
            return "";
        }
    }
}
