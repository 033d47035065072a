package dev.tidegate.launcher.inspect;

import dev.tidegate.engine.Engine;
import dev.tidegate.engine.EngineReads.Counts;
import dev.tidegate.engine.EngineSettings;
import dev.tidegate.journal.snapshot.SnapshotFiles;
import dev.tidegate.journal.snapshot.SnapshotHeader;
import dev.tidegate.journal.snapshot.SnapshotInput;
import dev.tidegate.journal.snapshot.SnapshotScan;
import dev.tidegate.journal.snapshot.SnapshotScan.Contents;
import dev.tidegate.journal.snapshot.SnapshotScan.Fault;
import dev.tidegate.journal.snapshot.SnapshotScan.Table;
import dev.tidegate.launcher.reading.Names;
import dev.tidegate.table.StateException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Prints what snapshot files hold, one entry a file, and where they are damaged. */
final class SnapshotListing {
    private final Listing listing;
    private long snapshots;
    private long faults;
    private String firstFault = "";

    SnapshotListing(final Listing listing) {
        this.listing = listing;
    }

    /** Scans the snapshot behind that sequence, or all of them with -1; the newest first. */
    void scan(final Path folder, final long sequence) throws IOException {
        final SnapshotFiles files = new SnapshotFiles(folder);
        for (final Path file : files.list()) {
            if (sequence < 0 || SnapshotFiles.sequence(file) == sequence) {
                add(files, SnapshotScan.scan(file));
            }
        }
    }

    private void add(final SnapshotFiles files, final Contents found) {
        snapshots++;
        final Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("file", found.file().toString());
        entry.put("bytes", found.bytes());
        entry.put("whole", found.whole());
        final List<String> text = new ArrayList<>();
        text.add(found.file() + ", " + found.bytes() + " bytes" + (found.whole() ? "" : ", DAMAGED"));
        final SnapshotHeader header = found.header();
        if (header != null) {
            header(entry, text, header);
        }
        entry.put("words", found.words());
        tables(entry, text, found);
        faults(entry, text, found);
        if (found.whole()) {
            state(files, found, entry, text);
        }
        listing.add(entry, String.join(System.lineSeparator(), text));
    }

    private static void header(final Map<String, Object> entry, final List<String> text, final SnapshotHeader header) {
        entry.put("journal", header.journal().toString());
        entry.put("sequence", header.sequence());
        entry.put("time", Names.time(header.timeMillis()));
        entry.put("digest", String.format("%016x%016x", header.digestHigh(), header.digestLow()));
        entry.put("record", header.record());
        entry.put("segment", header.segment());
        entry.put("byte", header.offset());
        entry.put("chain_head", header.headHex());
        text.add("  behind sequence " + header.sequence() + ", " + entry.get("time") + ", digest " + entry.get("digest")
                + ", record " + header.record() + " of segment " + header.segment());
    }

    private static void tables(final Map<String, Object> entry, final List<String> text, final Contents found) {
        final List<Map<String, Object>> rows = new ArrayList<>();
        for (final Table table : found.tables()) {
            final Map<String, Object> row = new LinkedHashMap<>();
            row.put("table", table.name());
            row.put("byte", table.at());
            row.put("records", table.records());
            row.put("free", table.free());
            row.put("believable", table.believable());
            rows.add(row);
            text.add("  " + table.name() + " at byte " + table.at() + ": " + table.records() + " records, "
                    + table.free() + " free" + (table.believable() ? "" : ", as a damaged block says"));
        }
        entry.put("tables", rows);
    }

    private void faults(final Map<String, Object> entry, final List<String> text, final Contents found) {
        final List<Map<String, Object>> rows = new ArrayList<>();
        for (final Fault fault : found.faults()) {
            final Map<String, Object> row = new LinkedHashMap<>();
            row.put("fault", fault.reason());
            row.put("byte", fault.from());
            row.put("to_byte", fault.to());
            rows.add(row);
            text.add("!! byte " + fault.from() + " to " + fault.to() + ": " + fault.reason());
            note(found.file() + ", byte " + fault.from() + " to " + fault.to() + ": " + fault.reason());
        }
        entry.put("faults", rows);
        faults += found.faultCount() - rows.size();
    }

    private void note(final String place) {
        faults++;
        firstFault = firstFault.isEmpty() ? place : firstFault;
    }

    /** Reads the state itself, with every check that recovery makes. */
    private void state(
            final SnapshotFiles files, final Contents found, final Map<String, Object> entry, final List<String> text) {
        try (SnapshotInput input = files.open(found.file())) {
            final Counts counts =
                    Engine.read(input, EngineSettings.small()).reads().counts();
            entry.put("orders", counts.orders());
            entry.put("orders_open", counts.openOrders());
            entry.put("ids_remembered", counts.idsRemembered());
            entry.put("numbers_remembered", counts.numbersRemembered());
            entry.put("skus", counts.skus());
            entry.put("units_in", counts.unitsIn());
            entry.put("units_out", counts.unitsOut());
            entry.put("units_held", counts.unitsHeld());
            text.add("  state: " + counts.openOrders() + " open orders of " + counts.orders() + ", " + counts.skus()
                    + " SKUs, " + counts.unitsIn() + " units in, " + counts.unitsOut() + " out, " + counts.unitsHeld()
                    + " held");
        } catch (final StateException | IOException unusable) {
            final String reason = unusable instanceof StateException ? unusable.getMessage() : unusable.toString();
            entry.put("whole", false);
            entry.put("unusable", reason);
            text.add("!! cannot be used: " + reason);
            note(found.file() + ": " + reason);
        }
    }

    /** Ends the list; the first fault, or empty when there was none. */
    String finish() {
        listing.put("snapshots", snapshots);
        listing.put("faults", faults);
        listing.put("ok", faults == 0);
        if (faults > 0) {
            listing.put("error", firstFault);
        }
        return firstFault;
    }
}
