package dev.tidegate.launcher.demo;

import dev.tidegate.Digest;
import dev.tidegate.Tidegate;
import dev.tidegate.TidegateOptions;
import dev.tidegate.engine.Engine;
import dev.tidegate.engine.EngineReads.Counts;
import dev.tidegate.engine.EngineSettings;
import dev.tidegate.journal.JournalFolder;
import dev.tidegate.launcher.ProgressBar;
import dev.tidegate.launcher.ProofException;
import dev.tidegate.pipeline.Durability;
import dev.tidegate.pipeline.GivenTime;
import dev.tidegate.pipeline.JournalSettings;
import dev.tidegate.pipeline.Replayer;
import dev.tidegate.pipeline.TimeSource;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One demonstration: the sale, its proof, and the same again from what was remembered. */
final class Demo {
    private static final int MOST_EXPECTED_ORDERS = 50_000_000;

    private final DemoSettings settings;
    private final Durability durability;
    private final JournalSettings.Kind journal;
    private final @Nullable Path folder;

    /**
     * What it came to.
     *
     * @param counts of the engine at the end
     * @param commands given, ticks not included
     * @param saleNanos from the first buyer to the last answer
     * @param replayNanos of the replay alone
     */
    record Result(Books books, Counts counts, Digest digest, long commands, long saleNanos, long replayNanos) {}

    /** {@code folder} is null for a sale that keeps nothing. */
    Demo(
            final DemoSettings settings,
            final Durability durability,
            final JournalSettings.Kind journal,
            final @Nullable Path folder) {
        this.settings = settings;
        this.durability = durability;
        this.journal = journal;
        this.folder = folder;
    }

    Result run(final PrintWriter err) {
        final GivenTime time = TimeSource.given(0);
        final Books books = new Books(settings);
        final Tape tape = folder == null ? new Tape() : null;
        final Counts counts;
        final Digest digest;
        final long commands;
        final long saleNanos;
        try (Tidegate tidegate = open(time);
                ProgressBar bar = new ProgressBar(err, "sale", 2L * settings.buyers())) {
            final Feed feed = new Feed(tidegate, time, settings.seed(), tape);
            final Shelves shelves = new Shelves(settings, feed);
            shelves.open();
            final long start = System.nanoTime();
            new Sale(settings, shelves, feed, books).run(bar);
            tidegate.advanceTo(endMillis());
            saleNanos = System.nanoTime() - start;
            new DemoProof(shelves, books).prove(tidegate);
            counts = tidegate.counts();
            digest = tidegate.digest();
            commands = feed.commands();
        }
        final long start = System.nanoTime();
        ProofException.requireEqual(
                "the digest of the replay",
                digest,
                tape == null ? reread(Objects.requireNonNull(folder), err) : replay(tape));
        return new Result(books, counts, digest, commands, saleNanos, System.nanoTime() - start);
    }

    private Tidegate open(final GivenTime time) {
        final TidegateOptions options = TidegateOptions.defaults()
                .withDurability(durability)
                .withJournal(journal)
                .withTime(time)
                .withExpectedOrders(Math.min(MOST_EXPECTED_ORDERS, 2 * settings.buyers()));
        return folder == null ? Tidegate.inMemory(options) : Tidegate.open(folder, options);
    }

    /** When the campaign and the last hold are over. */
    private static long endMillis() {
        return Shelves.START_MILLIS + 3 * Shelves.CAMPAIGN_MILLIS;
    }

    private Digest replay(final Tape tape) {
        final GivenTime time = TimeSource.given(0);
        try (Tidegate tidegate = open(time)) {
            tape.play(tidegate, time);
            tidegate.advanceTo(endMillis());
            return tidegate.digest();
        }
    }

    private Digest reread(final Path folder, final PrintWriter err) {
        final Engine engine = new Engine(EngineSettings.small().withRoomFor(2 * settings.buyers()));
        err.println("tidegate: "
                + JournalFolder.read(folder, new Replayer(engine)).recovery().text());
        err.flush();
        final String wrong = engine.verify();
        if (wrong != null) {
            throw new ProofException(wrong);
        }
        return Digest.of(engine);
    }
}
