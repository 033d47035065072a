package dev.tidegate.launcher;

import dev.tidegate.Digest;
import dev.tidegate.engine.Engine;
import dev.tidegate.engine.EngineReads.Counts;
import dev.tidegate.engine.EngineSettings;
import dev.tidegate.journal.EventFolder;
import dev.tidegate.journal.EventFolder.EventsReading;
import dev.tidegate.journal.SnapshotCheck;
import dev.tidegate.launcher.reading.RepairFigures;
import dev.tidegate.pipeline.EventLogReport;
import dev.tidegate.pipeline.JournalException;
import dev.tidegate.pipeline.RecoveryReport;
import dev.tidegate.pipeline.Replayer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tidegate verify}: reads a folder without writing, replays it and checks everything that can be checked. */
@Command(
        name = "verify",
        description = "Replays a folder's journal and checks it and its event log. Writes nothing.",
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = ExitCode.USAGE,
        exitCodeOnExecutionException = ExitCode.FAILED)
public final class VerifyCommand implements Callable<Integer> {
    private static final int EXPECTED_ORDERS = 100_000;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets these before call()
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "Folder of the journal.")
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Option(names = "--json", description = "Answer with one JSON object.")
    private boolean json;

    VerifyCommand() {}

    @Override
    public Integer call() {
        return Answer.of(spec, json, this::verify);
    }

    private Map<String, Object> verify() {
        try (ProgressBar bar = ProgressBar.counting(spec.commandLine().getErr(), "verify")) {
            final SecureRandom random = new SecureRandom();
            final Replayer replayer = new Replayer(
                    new EngineSettings(random.nextLong(), random.nextLong(), 1, 1, 1).withRoomFor(EXPECTED_ORDERS),
                    (commands, lastSequence) -> bar.show(commands));
            return verified(replayer, EventFolder.read(folder, replayer));
        }
    }

    private Map<String, Object> verified(final Replayer replayer, final EventsReading reading) {
        final RecoveryReport found = reading.journal().recovery();
        final EventLogReport events = reading.events();
        final Engine engine = replayer.engine();
        final String wrong = engine.verify();
        if (wrong != null) {
            throw new ProofException(folder + " replays, but " + wrong);
        }
        refuse(reading.journal().snapshots());
        if (!events.damage().isEmpty()) {
            throw new JournalException(
                    JournalException.Kind.DAMAGED,
                    events.damage() + "; the journal is whole, and `tidegate events DIR --rebuild` writes the event log"
                            + " anew");
        }
        final Counts counts = engine.reads().counts();
        final Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("sequence", engine.sequence());
        figures.put("digest", Digest.of(engine).hex());
        figures.put("commands", found.commands());
        figures.put("digests_compared", replayer.marks());
        figures.put("snapshots_compared", reading.journal().snapshots().size());
        figures.put("orders_open", counts.openOrders());
        figures.put("units_held", counts.unitsHeld());
        figures.put("tail_bytes_cut", found.tailBytesCut());
        figures.put("events", events.events());
        figures.put("events_compared", events.compared());
        figures.put("events_missing", events.missing());
        RepairFigures.put(figures, reading.journal().repairs());
        return figures;
    }

    /** The journal is whole; a snapshot that is not is damage all the same. */
    private void refuse(final List<SnapshotCheck> snapshots) {
        final StringBuilder faults = new StringBuilder();
        for (final SnapshotCheck snapshot : snapshots) {
            if (snapshot.fault() != null) {
                faults.append("; ").append(snapshot.file()).append(": ").append(snapshot.fault());
            }
        }
        if (!faults.isEmpty()) {
            throw new JournalException(
                    JournalException.Kind.DAMAGED,
                    "the journal in " + folder + " replays, but not all its snapshots can be used" + faults
                            + ". Move these away: recovery does without them");
        }
    }
}
