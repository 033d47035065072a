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
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * Runs a replay in processes of its own and kills them: when their journal has grown to a random place, or sometimes at
 * a random moment of their start.
 */
final class ReplayKiller {
    private static final int POLL_MILLIS = 2;
    private static final int MOST_START_MILLIS = 500;

    private final Path file;
    private final int percent;
    private final Path folders;
    private final Keeping keeping;
    private final Random random;
    private final SortedSet<Long> sequences = new TreeSet<>();
    private int folder;

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
     * folder must come to the figures of the run that was left alone.
     */
    void killUntil(int kills, Run alone, Path aloneFolder) throws Exception {
        List<Long> pages = JournalPages.used(aloneFolder);
        long whole = Replays.number(alone.out(), "sequence");
        long done = 0;
        for (int killed = 0; killed < kills; ) {
            JournalPages.Probe probe = new JournalPages.Probe(folder());
            // What is left is about as long as that part of the whole.
            int left = (int) Math.max(1, pages.size() * (whole - done) / whole);
            long page = pages.get(random.nextInt(left));
            Process child = start();
            if (random.nextInt(4) == 0) {
                child.waitFor(random.nextInt(MOST_START_MILLIS), TimeUnit.MILLISECONDS);
            } else {
                while (child.isAlive() && !probe.reached(page)) {
                    child.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
                }
            }
            if (child.isAlive()) {
                child.destroyForcibly().waitFor();
                killed++;
                done = noteSequence();
            } else {
                assertFinished(child, alone);
                done = 0;
            }
        }
        assertFinished(start(), alone);
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

    /** The folder of the runs now. */
    Path folder() {
        return folders.resolveSibling(folders.getFileName().toString() + folder);
    }

    private Process start() throws IOException {
        return Replays.child(keeping.arguments(file, percent, folder()));
    }

    private void assertFinished(Process child, Run alone) throws Exception {
        String out = out(child);
        int code = child.waitFor();
        assertThat(new Run(code, out, "").figures()).isEqualTo(alone.figures());
        folder++;
    }

    private static String out(Process child) throws IOException {
        return new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private long noteSequence() {
        if (!Files.exists(folder().resolve("MANIFEST"))) {
            return 0;
        }
        long sequence = JournalFolder.read(folder(), new Nowhere()).recovery().lastSequence();
        if (sequence > 0) {
            sequences.add(sequence);
        }
        return sequence;
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
