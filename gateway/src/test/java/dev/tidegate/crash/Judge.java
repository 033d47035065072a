package dev.tidegate.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.Digest;
import dev.tidegate.Tidegate;
import dev.tidegate.crash.Answers.Answer;
import dev.tidegate.engine.Engine;
import dev.tidegate.engine.EngineReads;
import dev.tidegate.engine.EngineReads.Counts;
import dev.tidegate.engine.EngineReads.RememberedView;
import dev.tidegate.engine.EngineSettings;
import dev.tidegate.journal.JournalFolder;
import dev.tidegate.launcher.Launched;
import dev.tidegate.message.CommandHeader;
import dev.tidegate.pipeline.Replayer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Says whether a folder holds what was answered, all of it, once, and nothing that nobody asked for. */
final class Judge {
    private Judge() {}

    /**
     * A folder's journal, read whole with every check of {@code verify}.
     *
     * @param digests of the state behind each batch, by sequence
     */
    record Reading(Engine engine, Map<Long, String> digests, long lastSequence, String digest) {}

    static Reading read(final Path folder) {
        final Engine engine = new Engine(EngineSettings.small());
        final Map<Long, String> digests = new HashMap<>();
        digests.put(0L, Digest.of(engine).hex());
        final Replayer replayer = new Replayer(
                engine,
                (commands, sequence) -> digests.put(sequence, Digest.of(engine).hex()));
        final long last = JournalFolder.read(folder, replayer).recovery().lastSequence();
        return new Reading(engine, digests, last, replayer.digest());
    }

    /** Reads a folder that nobody has open and holds it against the answers. */
    static Reading judge(final Path folder, final Answers answers, final long epochMillis) {
        return judgeWith(folder, answers, epochMillis, 0);
    }

    /** The same of a folder that holds so many commands of others, too. */
    static Reading judgeWith(final Path folder, final Answers answers, final long epochMillis, final int others) {
        final Reading reading = read(folder);
        hold(reading.engine().reads(), answers, epochMillis, others);
        return reading;
    }

    private static void hold(final EngineReads reads, final Answers answers, final long epochMillis, final int others) {
        final Set<Long> places = new HashSet<>();
        long unanswered = 0;
        for (int caller = 0; caller <= Sale.CALLERS; caller++) {
            unanswered += hold(reads, answers, epochMillis, caller == Sale.CALLERS ? Sale.OPENING : caller, places);
        }
        final Counts counts = reads.counts();
        assertThat(counts.idsRemembered() + counts.refusalsRemembered())
                .as("commands in the journal")
                .isEqualTo(places.size() + unanswered + others);
    }

    /** One caller's operations; 1 when the one that it has no answer to is there. */
    private static long hold(
            final EngineReads reads,
            final Answers answers,
            final long epochMillis,
            final int caller,
            final Set<Long> places) {
        final TreeMap<Long, Answer> theirs = answers.of(caller);
        theirs.forEach((number, answer) -> {
            final RememberedView kept = remembered(reads, epochMillis, caller, number);
            final String what = "operation " + number + " of caller " + caller + ", answered " + answer;
            assertThat(kept.code()).as(what).isEqualTo(answer.code());
            assertThat(kept.sequence()).as(what).isEqualTo(answer.place());
            assertThat(kept.entityId()).as(what).isEqualTo(answer.entity());
            assertThat(places.add(answer.place()))
                    .as("another at the place of " + what)
                    .isTrue();
        });
        // Each caller has one operation under way: the next may be there, the one behind it may not.
        final long next = theirs.size();
        assertThat(remembered(reads, epochMillis, caller, next + 1).code())
                .as("caller " + caller + " never asked for " + (next + 1))
                .isNull();
        return remembered(reads, epochMillis, caller, next).code() == null ? 0 : 1;
    }

    private static RememberedView remembered(
            final EngineReads reads, final long epochMillis, final int caller, final long number) {
        final CommandHeader header = Sale.header(epochMillis, caller, number);
        return reads.remembered(0, header.idHigh(), header.idLow());
    }

    /** The same of a folder whose callers have all had their answers, opened; and units, verify and prove. */
    static void judgeEnd(final ChildPlan plan, final Answers answers) {
        judge(plan.folder(), answers, plan.epochMillis());
        try (Tidegate tidegate = Tidegate.open(plan.folder(), plan.options())) {
            assertThat(tidegate.verify()).isNull();
            tidegate.read(reads -> {
                        hold(reads, answers, plan.epochMillis(), 0);
                        return true;
                    })
                    .join();
            final Map<String, Long> units = answers.units();
            final Counts counts = tidegate.counts();
            assertThat(counts.orders()).isEqualTo(units.get("orders"));
            assertThat(counts.unitsIn()).isEqualTo(units.get("in"));
            assertThat(counts.unitsHeld()).isEqualTo(units.get("held"));
            assertThat(counts.unitsSold()).isEqualTo(units.get("sold"));
            assertThat(counts.unitsSellable()).isEqualTo(units.get("in") - units.get("held") - units.get("sold"));
        }
        for (final String tool : new String[] {"verify", "prove"}) {
            final Launched said = Launched.with(tool, plan.folder().toString());
            assertThat(said.code()).as(said.out() + said.err()).isZero();
        }
    }
}
