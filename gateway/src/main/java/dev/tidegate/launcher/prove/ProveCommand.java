package dev.tidegate.launcher.prove;

import dev.tidegate.engine.EngineReads;
import dev.tidegate.engine.EngineReads.WarehouseStock;
import dev.tidegate.journal.JournalReading;
import dev.tidegate.launcher.Answer;
import dev.tidegate.launcher.ExitCode;
import dev.tidegate.launcher.prove.UnitBook.SkuUnits;
import dev.tidegate.launcher.reading.ReadFolder;
import dev.tidegate.launcher.reading.RepairFigures;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tidegate prove}: what came in, what was sold, what is held and what is left, and the head to anchor. */
@Command(
        name = "prove",
        description = "Replays a folder and adds up every unit. Writes nothing.",
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = ExitCode.USAGE,
        exitCodeOnExecutionException = ExitCode.FAILED)
public final class ProveCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets these before call()
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "Folder of the journal.")
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Option(names = "--json", description = "Answer with one JSON object.")
    private boolean json;

    ProveCommand() {}

    @Override
    public Integer call() {
        return Answer.of(spec, json, this::prove);
    }

    private Map<String, Object> prove() {
        final UnitBook book = new UnitBook();
        final ReadFolder read = ReadFolder.whole(folder, book);
        read.requireSound();
        final EngineReads reads = read.reads();
        book.requireSame(reads);
        final JournalReading reading = Objects.requireNonNull(read.reading());
        final Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("skus", reads.counts().skus());
        put(figures, book.total(), reads.counts().unitsShort());
        figures.put("begins_behind", read.beginsBehind());
        figures.put("sequence", reads.sequence());
        figures.put("digest", read.digest().hex());
        figures.put("digests_compared", read.digestsCompared());
        figures.put("records", reading.chainHead().record());
        figures.put("chain_head", reading.chainHead().sha256());
        figures.put("tail_bytes_cut", reading.recovery().tailBytesCut());
        RepairFigures.put(figures, reading.repairs());
        figures.put("per_sku", perSku(book, reads));
        return figures;
    }

    private static List<Map<String, Object>> perSku(final UnitBook book, final EngineReads reads) {
        final List<Map<String, Object>> rows = new ArrayList<>();
        for (int number = 1; number <= reads.counts().skus(); number++) {
            final Map<String, Object> row = new LinkedHashMap<>();
            row.put("sku", reads.skuCode(number));
            put(row, book.sku(number), shortUnits(reads, number));
            rows.add(row);
        }
        return rows;
    }

    private static long shortUnits(final EngineReads reads, final int sku) {
        return Objects.requireNonNull(reads.stock(sku)).warehouses().stream()
                .mapToLong(WarehouseStock::shortUnits)
                .sum();
    }

    private static void put(final Map<String, Object> figures, final SkuUnits units, final long shortUnits) {
        figures.put("units_received", units.received);
        figures.put("units_adjusted_up", units.adjustedUp);
        figures.put("units_adjusted_down", units.adjustedDown);
        figures.put("units_scrapped", units.scrapped);
        figures.put("units_sold", units.sold());
        figures.put("units_held", units.held());
        figures.put("units_left", units.left());
        figures.put("units_quarantined", units.quarantined());
        figures.put("units_short", shortUnits);
    }
}
