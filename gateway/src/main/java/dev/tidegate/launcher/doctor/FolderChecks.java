package dev.tidegate.launcher.doctor;

import dev.tidegate.journal.JournalScan;
import dev.tidegate.pipeline.JournalException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** The folder: its journal, its file system, its room, and what forcing costs there. */
final class FolderChecks {
    private static final long MIB = 1L << 20;
    private static final long FAIL_BELOW_BYTES = 64 * MIB;
    private static final long WARN_BELOW_BYTES = 1024 * MIB;
    private static final int BLOCK_BYTES = 4096;
    private static final int BLOCKS = 64;
    private static final int WARM_UP = 20;
    private static final int FORCES = 200;
    private static final double NANOS_PER_MICRO = TimeUnit.MICROSECONDS.toNanos(1);
    private static final double SLOW_MICROS = 5_000;
    /** A disk without a cache that survives a power cut takes longer. */
    private static final double TOO_GOOD_MICROS = 15;

    private static final Set<String> LOCAL = Set.of("ext4", "ext3", "ext2/ext3", "xfs", "btrfs", "zfs");
    private static final Set<String> VOLATILE = Set.of("tmpfs", "ramfs");

    private final Path folder;

    FolderChecks(final Path folder) {
        this.folder = folder;
    }

    List<Finding> all() throws IOException {
        final List<Finding> findings = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            findings.add(Finding.fail("folder", folder + " is no folder", "make it, or give another one"));
            return findings;
        }
        findings.add(journal());
        final FileStore store = Files.getFileStore(folder);
        findings.add(fileSystem(store));
        findings.add(space(store));
        findings.add(force());
        findings.addAll(ShadowChecks.of(folder));
        return findings;
    }

    private Finding journal() {
        try {
            JournalScan.requireJournal(folder);
            return Finding.ok("journal", "there, and nobody has it open; verify checks it");
        } catch (final JournalException answer) {
            return switch (answer.kind()) {
                case LOCKED -> Finding.ok("journal", "in use: " + answer.getMessage());
                case NOT_A_FOLDER -> Finding.ok("journal", "none yet");
                default -> Finding.fail("journal", String.valueOf(answer.getMessage()), "see docs/recovery.md");
            };
        }
    }

    private static Finding fileSystem(final FileStore store) {
        final String type = store.type();
        if (VOLATILE.contains(type)) {
            return Finding.fail("file system", type + " keeps nothing when the power goes", "use a disk");
        }
        return LOCAL.contains(type)
                ? Finding.ok("file system", type)
                : Finding.warn(
                        "file system",
                        type + " has not been tried",
                        "use ext4 or xfs on a local disk; over a network neither locks nor forces can be relied on");
    }

    private static Finding space(final FileStore store) throws IOException {
        final long free = store.getUsableSpace();
        final String found = String.format(Locale.ROOT, "%,d MiB free", free / MIB);
        if (free < FAIL_BELOW_BYTES) {
            return Finding.fail(
                    "space", found, "free some: a journal needs " + FAIL_BELOW_BYTES / MIB + " MiB to begin");
        }
        return free < WARN_BELOW_BYTES
                ? Finding.warn("space", found, "a million orders take a few hundred MiB of journal")
                : Finding.ok("space", found);
    }

    /** Overwrites and forces blocks of a scratch file, as a journal with prewritten space does. The file goes at once. */
    private Finding force() {
        final Path scratch = folder.resolve("doctor-" + UUID.randomUUID() + ".tmp");
        final double[] micros = new double[FORCES];
        try (FileChannel channel = FileChannel.open(
                scratch, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE)) {
            final ByteBuffer block = ByteBuffer.allocateDirect(BLOCK_BYTES);
            for (int i = 0; i < BLOCKS; i++) {
                channel.write(block.clear(), (long) i * BLOCK_BYTES);
            }
            channel.force(true);
            for (int i = -WARM_UP; i < FORCES; i++) {
                final long start = System.nanoTime();
                channel.write(block.clear(), (long) Math.floorMod(i, BLOCKS) * BLOCK_BYTES);
                channel.force(false);
                if (i >= 0) {
                    micros[i] = (System.nanoTime() - start) / NANOS_PER_MICRO;
                }
            }
        } catch (final IOException failure) {
            return Finding.fail("fdatasync", "cannot be tried: " + failure, "make the folder writable");
        }
        Arrays.sort(micros);
        return judge(micros[FORCES / 2], micros[FORCES * 99 / 100]);
    }

    private static Finding judge(final double p50, final double p99) {
        final String found = String.format(Locale.ROOT, "4 KiB: p50 %.0f us, p99 %.0f us", p50, p99);
        if (p99 > SLOW_MICROS) {
            return Finding.warn("fdatasync", found, "every answer of durability disk waits for it: use a faster disk");
        }
        return p50 < TOO_GOOD_MICROS
                ? Finding.warn(
                        "fdatasync",
                        found + ": faster than disks are",
                        "make sure that no cache in between loses its content when the power goes")
                : Finding.ok("fdatasync", found);
    }
}
