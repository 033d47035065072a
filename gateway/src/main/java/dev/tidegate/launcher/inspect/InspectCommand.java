package dev.tidegate.launcher.inspect;

import dev.tidegate.engine.EngineReads.OrderView;
import dev.tidegate.engine.EngineReads.StockView;
import dev.tidegate.journal.JournalScan;
import dev.tidegate.journal.event.EventScan;
import dev.tidegate.journal.snapshot.SnapshotFiles;
import dev.tidegate.launcher.Answer;
import dev.tidegate.launcher.ExitCode;
import dev.tidegate.launcher.UsageException;
import dev.tidegate.launcher.reading.ReadFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tidegate inspect}: what is in a folder, as far as it can be read. */
@Command(
        name = "inspect",
        description = "Shows what is in a folder, as far as it can be read. Writes nothing.",
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = ExitCode.USAGE,
        exitCodeOnExecutionException = ExitCode.FAILED)
public final class InspectCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets these before call()
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "DIR", description = "Folder of the journal.")
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Parameters(
            index = "1",
            paramLabel = "SUBJECT",
            description = "journal: segments, records and commands, events: the event log, snapshot [SEQUENCE]: what"
                    + " snapshots hold, all three behind damage too;"
                    + " order ID, sku CODE_OR_NUMBER: its state at the end; command UUID: every command with that id.")
    @SuppressWarnings("NullAway.Init")
    private Subject subject;

    @Parameters(
            index = "2",
            arity = "0..1",
            paramLabel = "NAME",
            description = "Which order, SKU, command or snapshot.")
    private String name = "";

    @Option(names = "--from", paramLabel = "SEQUENCE", description = "journal, events: the first sequence to show.")
    private long from;

    @Option(names = "--to", paramLabel = "SEQUENCE", description = "journal, events: the last sequence to show.")
    private long to = Long.MAX_VALUE;

    @Option(names = "--json", description = "Answer with one JSON object.")
    private boolean json;

    /** Spelled as on the command line. */
    enum Subject {
        journal,
        snapshot,
        events,
        order,
        sku,
        command
    }

    InspectCommand() {}

    @Override
    public Integer call() {
        return switch (subject) {
            case journal -> journal();
            case events -> events();
            case snapshot -> snapshots();
            case order -> Answer.found(spec, json, this::order);
            case sku -> Answer.found(spec, json, this::sku);
            case command -> Answer.found(spec, json, this::command);
        };
    }

    /** Prints a list while it is found. */
    private interface Lister {
        /** The first fault, or empty when there was none. */
        String list(Listing listing) throws UsageException, IOException;
    }

    private int list(final String title, final Lister lister) {
        final String fault;
        try {
            if (!Files.isDirectory(folder)) {
                JournalScan.requireJournal(folder);
            }
            try (Listing listing = new Listing(spec.commandLine().getOut(), json, title)) {
                try {
                    fault = lister.list(listing);
                } catch (final UsageException | IOException | RuntimeException failure) {
                    // The list has begun: it has to say itself that it is not whole.
                    listing.put("ok", false);
                    listing.put("error", Answer.complaint(spec, failure));
                    return Answer.failed(spec, false, failure);
                }
            }
        } catch (final RuntimeException | Error failure) {
            return Answer.failed(spec, json, failure);
        }
        if (!fault.isEmpty()) {
            spec.commandLine().getErr().println("tidegate: " + fault);
            spec.commandLine().getErr().flush();
            return ExitCode.DAMAGED;
        }
        return ExitCode.OK;
    }

    private int journal() {
        try {
            requireNoName();
            JournalScan.requireJournal(folder);
        } catch (final UsageException | RuntimeException failure) {
            return Answer.failed(spec, json, failure);
        }
        return list("entries", listing -> {
            final JournalListing journal = new JournalListing(listing, from, to);
            JournalScan.scan(folder, journal);
            return journal.finish();
        });
    }

    private int events() {
        try {
            requireNoName();
            EventScan.requireLog(folder);
        } catch (final UsageException | IOException | RuntimeException failure) {
            return Answer.failed(spec, json, failure);
        }
        return list("entries", listing -> {
            final EventListing events = new EventListing(listing, from, to);
            EventScan.scan(folder, events);
            return events.finish();
        });
    }

    private int snapshots() {
        final long sequence;
        try {
            sequence = sequenceOfSnapshot();
        } catch (final UsageException | IOException | RuntimeException failure) {
            return Answer.failed(spec, json, failure);
        }
        return list("snapshots_found", listing -> {
            final SnapshotListing snapshots = new SnapshotListing(listing);
            snapshots.scan(folder, sequence);
            return snapshots.finish();
        });
    }

    private long sequenceOfSnapshot() throws UsageException, IOException {
        if (!Files.isDirectory(folder)) {
            JournalScan.requireJournal(folder);
        }
        if (name.isEmpty()) {
            return -1;
        }
        final long sequence;
        try {
            sequence = Long.parseLong(name);
        } catch (final NumberFormatException wrong) {
            throw new UsageException("snapshot takes a sequence, not \"" + name + "\"", wrong);
        }
        if (sequence < 0 || !Files.exists(new SnapshotFiles(folder).file(sequence))) {
            throw new UsageException("no snapshot behind sequence " + sequence + " is in " + folder);
        }
        return sequence;
    }

    private void requireNoName() throws UsageException {
        if (!name.isEmpty()) {
            throw new UsageException(subject + " takes no name, but " + name + " is given");
        }
    }

    private Answer.Found order() throws UsageException {
        final long id;
        try {
            id = Long.parseLong(name);
        } catch (final NumberFormatException wrong) {
            throw new UsageException("order needs an order id, not \"" + name + "\"", wrong);
        }
        final ReadFolder read = ReadFolder.state(folder);
        final OrderView order = read.reads().order(id);
        if (order == null && read.damage() == null) {
            throw new UsageException(
                    read.reads().archived(id)
                            ? "order " + id + " has left memory; record DIR --order " + id
                                    + " finds its record, why DIR --order " + id + " tells what became of it"
                            : "no order " + id + " is in memory at the end of " + folder);
        }
        return found(read, order == null ? Map.of() : StateFigures.of(order, read.reads()));
    }

    private Answer.Found sku() throws UsageException {
        final ReadFolder read = ReadFolder.state(folder);
        final int byCode = read.reads().sku(name);
        final int number = byCode == 0 && name.matches("[0-9]{1,9}") ? Integer.parseInt(name) : byCode;
        final StockView stock = read.reads().stock(number);
        if (stock == null && read.damage() == null) {
            throw new UsageException("no SKU \"" + name + "\" is in " + folder);
        }
        return found(read, stock == null ? Map.of() : StateFigures.of(stock, read.reads()));
    }

    private Answer.Found command() throws UsageException {
        final CommandSearch search;
        try {
            search = new CommandSearch(UUID.fromString(name));
        } catch (final IllegalArgumentException wrong) {
            throw new UsageException("command needs a UUID, not \"" + name + "\"", wrong);
        }
        JournalScan.scan(folder, search);
        final ReadFolder read = ReadFolder.upToDamage(folder, search);
        final List<Map<String, Object>> found = search.found();
        if (found.isEmpty() && read.damage() == null) {
            throw new UsageException("no command with id " + name + " is in " + folder);
        }
        final Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("commands", found);
        return new Answer.Found(figures, null, read.damage());
    }

    private static Answer.Found found(final ReadFolder read, final Map<String, Object> state) {
        final Map<String, Object> figures = new LinkedHashMap<>(state);
        figures.put("at_sequence", read.reads().sequence());
        figures.put("read_behind_sequence", read.beginsBehind());
        return new Answer.Found(figures, null, read.damage());
    }
}
