package dev.tidegate.crash;

import dev.tidegate.TidegateOptions;
import dev.tidegate.pipeline.Durability;
import dev.tidegate.pipeline.JournalSettings;
import dev.tidegate.pipeline.JournalSettings.Kind;
import dev.tidegate.pipeline.Upkeep;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a child does.
 *
 * @param epochMillis creation time of all its command ids
 * @param snapshotEvery commands
 * @param point where it dies by itself, NONE for nowhere
 * @param nth how often that place is reached
 * @param armed file that it makes when it is open and the opening stock is there
 * @param limit operations of each caller, after which it closes and ends
 * @param begins where each caller goes on
 */
record ChildPlan(
        Path folder,
        Durability durability,
        Kind kind,
        long epochMillis,
        long snapshotEvery,
        Point point,
        int nth,
        Path armed,
        long limit,
        List<Begin> begins) {

    private static final long MIB = 1L << 20;
    private static final int FIXED_WORDS = 9;

    /** A place in the way of a batch, see {@link LethalJournal}. */
    enum Point {
        NONE,
        BEFORE_APPEND,
        AFTER_APPEND,
        AFTER_FORCE
    }

    /** A caller's next operation, and the order of the one before; 0 for none. */
    record Begin(long number, long order) {}

    ChildPlan {
        begins = List.copyOf(begins);
    }

    static ChildPlan of(final Path folder, final Durability durability, final Kind kind) {
        return new ChildPlan(
                folder,
                durability,
                kind,
                System.currentTimeMillis(),
                500,
                Point.NONE,
                0,
                folder.resolveSibling(folder.getFileName() + ".armed"),
                Long.MAX_VALUE,
                List.of());
    }

    ChildPlan dyingAt(final Point where, final int times) {
        return new ChildPlan(folder, durability, kind, epochMillis, snapshotEvery, where, times, armed, limit, begins);
    }

    /** Without snapshots, and so without a shadow that reads, forces and compresses segments as well. */
    ChildPlan withoutSnapshots() {
        return new ChildPlan(folder, durability, kind, epochMillis, 0, point, nth, armed, limit, begins);
    }

    ChildPlan goingOnAt(final List<Begin> where) {
        return new ChildPlan(folder, durability, kind, epochMillis, snapshotEvery, point, nth, armed, limit, where);
    }

    ChildPlan upTo(final long number) {
        return new ChildPlan(folder, durability, kind, epochMillis, snapshotEvery, point, nth, armed, number, begins);
    }

    List<String> words() {
        final List<String> words = new ArrayList<>(List.of(
                folder.toString(),
                durability.name(),
                kind.name(),
                Long.toString(epochMillis),
                Long.toString(snapshotEvery),
                point.name(),
                Integer.toString(nth),
                armed.toString(),
                Long.toString(limit)));
        begins.forEach(begin -> words.add(begin.number + ":" + begin.order));
        return words;
    }

    static ChildPlan parse(final String[] words) {
        final List<Begin> begins = new ArrayList<>();
        for (int i = FIXED_WORDS; i < words.length; i++) {
            final String[] parts = words[i].split(":");
            begins.add(new Begin(Long.parseLong(parts[0]), Long.parseLong(parts[1])));
        }
        return new ChildPlan(
                Path.of(words[0]),
                Durability.valueOf(words[1]),
                Kind.valueOf(words[2]),
                Long.parseLong(words[3]),
                Long.parseLong(words[4]),
                Point.valueOf(words[5]),
                Integer.parseInt(words[6]),
                Path.of(words[7]),
                Long.parseLong(words[8]),
                begins);
    }

    /** The smallest segments, snapshots often, sealed segments compressed: so that all of it happens within seconds. */
    static JournalSettings settings(final Kind kind, final long snapshotEvery) {
        return new JournalSettings(kind, MIB, MIB / 16)
                .withUpkeep(Upkeep.NONE
                        .withSnapshotEvery(snapshotEvery)
                        .withShadowPercent(100)
                        .withCompress(true));
    }

    TidegateOptions options() {
        return TidegateOptions.defaults()
                .withDurability(durability)
                .withJournal(settings(kind, snapshotEvery))
                .withExpectedOrders(1_000)
                .withCommandsPerMark(64);
    }
}
