package dev.tidegate.launcher;

import dev.tidegate.engine.Engine;
import dev.tidegate.engine.EngineReads.StockView;
import dev.tidegate.engine.EngineReads.WarehouseStock;
import dev.tidegate.engine.EngineSettings;
import dev.tidegate.journal.AsOf;
import dev.tidegate.journal.JournalFolder;
import dev.tidegate.pipeline.JournalException;
import dev.tidegate.pipeline.Shadow;
import dev.tidegate.pipeline.Upkeep;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tidegate shadow}: a second engine beside the one that writes a folder, or a look at what was. */
@Command(
        name = "shadow",
        description = {
            "Follows a folder's journal beside whoever writes it, compares its digests and makes snapshots.",
            "Goes on until it is told to end. Or shows the stock of a SKU as it was."
        },
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = ExitCode.USAGE,
        exitCodeOnExecutionException = ExitCode.FAILED)
public final class ShadowCommand implements Callable<Integer> {
    private static final long POLL_MILLIS = 100;
    /** For the snapshot on the way out; whoever told us to end may not wait for much longer. */
    private static final long LAST_SNAPSHOT_NANOS = TimeUnit.SECONDS.toNanos(60);

    private static final int EXPECTED_ORDERS = 100_000;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets these before call()
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "Folder of the journal.")
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Option(
            names = "--snapshot-every",
            paramLabel = "COMMANDS",
            description = "Make a snapshot after so many commands; 0 for only when it is told to end (0 by default).")
    private long snapshotEvery;

    @Option(
            names = "--keep",
            paramLabel = "N",
            defaultValue = "3",
            description = "How many snapshots to keep, 2 to 100 (${DEFAULT-VALUE} by default).")
    private int keep;

    @Option(
            names = "--percent",
            paramLabel = "P",
            defaultValue = "50",
            description = "How much of one processor to take, 1 to 100 (${DEFAULT-VALUE} by default).")
    private int percent;

    @Option(
            names = "--compress",
            description = "Compress sealed segments after each snapshot; with --once, all there are.")
    private boolean compress;

    @Option(names = "--once", description = "Follow what is there, make a snapshot of it, and end.")
    private boolean once;

    @Option(names = "--stock", paramLabel = "SKU", description = "Show the stock of the SKU with this code.")
    private @Nullable String stock;

    @Option(
            names = "--at",
            paramLabel = "SEQUENCE|TIME",
            description = "After that sequence, or at that time (2026-11-11T00:00:00Z); as it is now by default.")
    private @Nullable String at;

    @Option(names = "--json", description = "Answer with JSON objects, one a line.")
    private boolean json;

    ShadowCommand() {}

    @Override
    public Integer call() {
        final String sku = stock;
        if (sku != null) {
            return Answer.of(spec, json, () -> stockOf(sku));
        }
        try (StopSignal stop = new StopSignal()) {
            return Answer.of(spec, json, () -> follow(stop));
        }
    }

    private static EngineSettings settings() {
        final SecureRandom random = new SecureRandom();
        return new EngineSettings(random.nextLong(), random.nextLong(), 1, 1, 1).withRoomFor(EXPECTED_ORDERS);
    }

    // --- as of

    private Map<String, Object> stockOf(final String code) throws UsageException {
        final Engine engine = asOf();
        final int sku = engine.reads().sku(code);
        final StockView view = engine.reads().stock(sku);
        if (view == null) {
            throw new UsageException("there was no SKU " + code + " after sequence " + engine.sequence());
        }
        final Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("sequence", engine.sequence());
        figures.put("time", Instant.ofEpochMilli(engine.timeMillis()).toString());
        figures.put("sku", sku);
        final Map<String, Object> warehouses = new LinkedHashMap<>();
        for (final WarehouseStock there : view.warehouses()) {
            final Map<String, Object> buckets = new LinkedHashMap<>();
            buckets.put("sellable", there.sellable());
            buckets.put("allotted", there.allotted());
            buckets.put("held", there.held());
            buckets.put("sold", there.sold());
            buckets.put("shipped", there.shipped());
            buckets.put("quarantine", there.quarantine());
            buckets.put("short", there.shortUnits());
            warehouses.put(Integer.toString(there.warehouse()), buckets);
        }
        figures.put("warehouses", warehouses);
        return figures;
    }

    private Engine asOf() throws UsageException {
        final String place = at == null ? Long.toString(Long.MAX_VALUE) : at;
        if (place.chars().allMatch(Character::isDigit)) {
            final long sequence;
            try {
                sequence = Long.parseLong(place);
            } catch (final NumberFormatException tooLarge) {
                throw new UsageException("--at is " + place + ", which is no sequence");
            }
            final Engine engine = AsOf.sequence(folder, settings(), sequence);
            if (at != null && engine.sequence() < sequence) {
                throw new UsageException("--at is " + place + ", but the log ends with " + engine.sequence());
            }
            return engine;
        }
        return AsOf.time(folder, settings(), millis(place));
    }

    private static long millis(final String place) throws UsageException {
        try {
            return Instant.parse(place).toEpochMilli();
        } catch (final DateTimeParseException | ArithmeticException neither) {
            throw new UsageException(
                    "--at is " + place + ", must be a sequence or a time such as 2026-11-11T00:00:00Z", neither);
        }
    }

    // --- follow

    private Map<String, Object> follow(final StopSignal stop) throws UsageException, InterruptedException {
        if (at != null) {
            throw new UsageException("--at needs --stock");
        }
        final Upkeep upkeep;
        try {
            upkeep = Upkeep.NONE
                    .withSnapshotEvery(snapshotEvery == 0 ? Long.MAX_VALUE : snapshotEvery)
                    .withKeepSnapshots(keep)
                    .withShadowPercent(percent)
                    .withCompress(compress);
        } catch (final IllegalArgumentException outOfRange) {
            throw new UsageException(String.valueOf(outOfRange.getMessage()));
        }
        final Shadow shadow = JournalFolder.shadow(folder, upkeep, settings(), this::say);
        try {
            if (!once) {
                tell("following " + folder);
            }
            while (!once && !stop.isTold() && shadow.status().phase() == Shadow.Phase.FOLLOWING) {
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            }
            // One that has ended by itself says why to whoever asks it for a snapshot.
            if (once || !stop.isTold()) {
                awaitOne(shadow.snapshot(), stop, Long.MAX_VALUE);
            } else if (snapshotEvery == 0) {
                awaitOne(shadow.snapshot(), stop, System.nanoTime() + LAST_SNAPSHOT_NANOS);
            }
        } finally {
            shadow.close();
        }
        final Map<String, Object> figures = figures(shadow.status());
        if (once && compress) {
            figures.put("segments_compressed", JournalFolder.compressSealed(folder));
        }
        return figures;
    }

    /** Waits for a snapshot: until then, and without a last moment until it is told to end. */
    private static void awaitOne(final CompletableFuture<Long> snapshot, final StopSignal stop, final long lastNanos)
            throws InterruptedException {
        final boolean untilTold = lastNanos == Long.MAX_VALUE;
        while (untilTold ? !stop.isTold() : System.nanoTime() - lastNanos < 0) {
            try {
                snapshot.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
                return;
            } catch (final TimeoutException notYet) {
                continue;
            } catch (final ExecutionException failed) {
                if (failed.getCause() instanceof JournalException cause) {
                    throw cause;
                }
                throw new IllegalStateException(failed.getCause());
            }
        }
    }

    private void say(final Shadow.Status status) {
        if (status.phase() == Shadow.Phase.FOLLOWING) {
            tell("snapshot behind sequence " + status.snapshotSequence());
        }
    }

    private void tell(final String text) {
        spec.commandLine().getErr().println("tidegate: " + text);
        spec.commandLine().getErr().flush();
    }

    private Map<String, Object> figures(final Shadow.Status status) {
        if (status.phase() == Shadow.Phase.DAMAGE_FOUND) {
            throw new JournalException(JournalException.Kind.DAMAGED, status.trouble());
        }
        final Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("sequence", status.sequence());
        figures.put("snapshots", status.snapshots());
        figures.put("snapshot_sequence", status.snapshotSequence());
        figures.put("digests_compared", status.digestsCompared());
        figures.put("state_bytes", status.stateBytes());
        figures.put("trouble", status.trouble());
        return figures;
    }
}
