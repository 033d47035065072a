package dev.tidegate.launcher.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.journal.JournalFolder;
import dev.tidegate.launcher.replay.Replays.Keeping;
import dev.tidegate.launcher.replay.Replays.Run;
import dev.tidegate.pipeline.JournalReplay;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** Runs a replay in processes of its own and kills them at random moments after they have taken the folder. */
final class ReplayKiller {
    private static final int POLL_MILLIS = 2;

    private final Path file;
    private final int percent;
    private final Path folders;
    private final Keeping keeping;
    private final Random random;
    private final SortedSet<Long> sequences = new TreeSet<>();
    private int folder;
    private long wholeMillis;

    /** Runs in new folders whose names begin like {@code folders}. */
    ReplayKiller(Path file, int percent, Path folders, Keeping keeping) {
        this.file = file;
        this.percent = percent;
        this.folders = folders;
        this.keeping = keeping;
        random = new Random(keeping.hashCode());
    }

    /** The different sequences that kills have left folders at, but for 0. */
    SortedSet<Long> sequences() {
        return sequences;
    }

    /**
     * Kills that many runs, going on with the same folder until it is finished and then with a new one; each finished
     * folder must come to {@code figures}.
     */
    void killUntil(int kills, String figures) throws Exception {
        finish(figures);
        for (int killed = 0; killed < kills; ) {
            Process child = start();
            if (child.waitFor(random.nextLong(wholeMillis), TimeUnit.MILLISECONDS)) {
                assertFinished(child, figures);
            } else {
                child.destroyForcibly().waitFor();
                killed++;
                noteSequence();
            }
        }
        finish(figures);
    }

    /** Asks a run to end when it has begun with its work. */
    Run tellToEnd() throws Exception {
        Process child = start();
        while (child.isAlive() && !Files.exists(folder().resolve(RejectsFile.NAME))) {
            child.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
        }
        // Through its handle: what it prints stays readable.
        child.toHandle().destroy();
        String out = out(child);
        return new Run(child.waitFor(), out, "");
    }

    private void finish(String figures) throws Exception {
        long start = System.nanoTime();
        assertFinished(start(), figures);
        wholeMillis = Math.max(wholeMillis, 1 + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) / 2);
    }

    private void assertFinished(Process child, String figures) throws Exception {
        String out = out(child);
        int code = child.waitFor();
        assertThat(new Run(code, out, "").figures()).isEqualTo(figures);
        folder++;
    }

    private static String out(Process child) throws IOException {
        return new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** Starts a run, and waits until it has the folder. */
    private Process start() throws Exception {
        Process child = Replays.child(keeping.arguments(file, percent, folder()));
        Path lock = folder().resolve("LOCK");
        String taken = "pid " + child.pid() + " ";
        while (child.isAlive() && !(Files.exists(lock) && Files.readString(lock).startsWith(taken))) {
            child.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
        }
        return child;
    }

    private Path folder() {
        return folders.resolveSibling(folders.getFileName().toString() + folder);
    }

    private void noteSequence() {
        if (Files.exists(folder().resolve("MANIFEST"))) {
            long sequence =
                    JournalFolder.read(folder(), new Nowhere()).recovery().lastSequence();
            if (sequence > 0) {
                sequences.add(sequence);
            }
        }
    }

    private static final class Nowhere implements JournalReplay {
        @Override
        public void batch(byte[] bytes, int offset, int length, long firstSequence, int commands, long timeMillis) {}

        @Override
        public String mark(long sequence, long digestHigh, long digestLow) {
            return null;
        }
    }
}
