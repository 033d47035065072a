package dev.tidegate.crash;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** {@code disk.c}, compiled: loaded before a process's C library, it fails calls, ends the process, and records forces. */
final class FaultyDisk {
    private static final long COMPILER_SECONDS = 60;
    private static final String SKIPPED =
            "SKIPPED: faults of the disk are put under a process with LD_PRELOAD, which needs"
                    + " Linux and a C compiler called cc";

    private final Path library;

    private FaultyDisk(final Path library) {
        this.library = library;
    }

    /** What to do. */
    enum Deed {
        KILL,
        STOP,
        EIO
    }

    /**
     * A fault.
     *
     * @param calls write, force, rename, truncate, unlink, create, mkdir, with commas; or any
     * @param name part of the file's path below the folder, * for every file
     * @param first which of these calls, from 1
     * @param every at every so manieth behind it, 0 for never
     */
    record Fault(Deed deed, String calls, String name, long first, long every, boolean after) {
        String text() {
            return String.join(
                    " ",
                    deed.name().toLowerCase(Locale.ROOT),
                    calls,
                    name,
                    Long.toString(first),
                    Long.toString(every),
                    after ? "after" : "before");
        }
    }

    /** Compiles it into a folder; where that cannot be done, the test is skipped and says why. */
    static FaultyDisk compile(final Path into) {
        final Path source = into.resolve("disk.c");
        final Path library = into.resolve("disk.so");
        try (InputStream in =
                Objects.requireNonNull(FaultyDisk.class.getResourceAsStream("/crash/disk.c"), "crash/disk.c")) {
            Files.copy(in, source);
        } catch (final IOException failure) {
            throw new UncheckedIOException(failure);
        }
        final List<String> command = List.of(
                "cc", "-shared", "-fPIC", "-O1", "-o", library.toString(), source.toString(), "-ldl", "-lpthread");
        final boolean compiled = System.getProperty("os.name").equals("Linux") && runs(command);
        if (!compiled) {
            // The build itself only counts how many were skipped.
            System.out.println("report: crash laboratory, " + SKIPPED);
        }
        assumeTrue(compiled, SKIPPED);
        return new FaultyDisk(library);
    }

    private static boolean runs(final List<String> command) {
        try {
            final Process compiler = new ProcessBuilder(command).inheritIO().start();
            return compiler.waitFor(COMPILER_SECONDS, TimeUnit.SECONDS) && compiler.exitValue() == 0;
        } catch (final IOException none) {
            return false;
        } catch (final InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The environment of a process whose folder is on it. */
    Map<String, String> under(final Path folder) {
        final Map<String, String> environment = new HashMap<>();
        environment.put("LD_PRELOAD", library.toString());
        environment.put("CRASH_FOLDER", folder.toString());
        environment.put("CRASH_LOG", log(folder).toString());
        return environment;
    }

    /** A line for each fault that has happened to that folder. */
    static Path log(final Path folder) {
        return folder.resolveSibling(folder.getFileName() + ".faults");
    }
}
