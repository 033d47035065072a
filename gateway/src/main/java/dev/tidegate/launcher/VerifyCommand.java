package dev.tidegate.launcher;

import dev.tidegate.Digest;
import dev.tidegate.engine.Engine;
import dev.tidegate.engine.EngineReads.Counts;
import dev.tidegate.engine.EngineSettings;
import dev.tidegate.journal.JournalFolder;
import dev.tidegate.journal.JournalReading;
import dev.tidegate.launcher.reading.RepairFigures;
import dev.tidegate.pipeline.RecoveryReport;
import dev.tidegate.pipeline.Replayer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
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
        description = "Replays a folder's journal and checks it. Writes nothing.",
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
        final SecureRandom random = new SecureRandom();
        final Engine engine = new Engine(
                new EngineSettings(random.nextLong(), random.nextLong(), 1, 1, 1).withRoomFor(EXPECTED_ORDERS));
        final Replayer replayer = new Replayer(engine);
        final JournalReading reading = JournalFolder.read(folder, replayer);
        final RecoveryReport found = reading.recovery();
        final String wrong = engine.verify();
        if (wrong != null) {
            throw new ProofException(folder + " replays, but " + wrong);
        }
        final Counts counts = engine.reads().counts();
        final Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("sequence", engine.sequence());
        figures.put("digest", new Digest(engine.sequence(), engine.digestHigh(), engine.digestLow()).hex());
        figures.put("commands", found.commands());
        figures.put("digests_compared", replayer.marks());
        figures.put("orders_open", counts.openOrders());
        figures.put("units_held", counts.unitsHeld());
        figures.put("tail_bytes_cut", found.tailBytesCut());
        RepairFigures.put(figures, reading.repairs());
        return figures;
    }
}
