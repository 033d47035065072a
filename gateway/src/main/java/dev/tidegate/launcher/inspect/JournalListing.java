package dev.tidegate.launcher.inspect;

import dev.tidegate.journal.JournalScan;
import dev.tidegate.journal.JournalScan.Fault;
import dev.tidegate.journal.ScannedRecord;
import dev.tidegate.launcher.reading.MessageText;
import dev.tidegate.launcher.reading.Names;
import dev.tidegate.message.HeapBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Prints segments, records, commands and faults as a scan finds them. */
final class JournalListing implements JournalScan.Visitor {
    private static final int LENGTH_BYTES = 4;

    private final Listing listing;
    private final long fromSequence;
    private final long toSequence;
    private final MessageText text = new MessageText();
    private final HeapBuffer buffer = HeapBuffer.ofSize(0);
    private long records;
    private long commands;
    private long faults;
    private String firstFault = "";

    /** Records and commands are printed within these sequences, everything else always. */
    JournalListing(final Listing listing, final long fromSequence, final long toSequence) {
        this.listing = listing;
        this.fromSequence = fromSequence;
        this.toSequence = toSequence;
    }

    @Override
    public void segment(final long number, final Path file, final long bytes, final String state) {
        final Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("segment", number);
        entry.put("state", state);
        entry.put("file", file.toString());
        entry.put("bytes", bytes);
        listing.add(entry, "segment " + number + ", " + state + ", " + bytes + " bytes, " + file);
    }

    @Override
    public void record(final ScannedRecord found) {
        records++;
        commands += found.count();
        if (found.lastSequence() < fromSequence || found.sequence() > toSequence) {
            return;
        }
        final Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("record", found.record());
        entry.put("byte", found.offset());
        entry.put("kind", found.isBatch() ? "batch" : "mark");
        entry.put("time", Names.time(found.timeMillis()));
        entry.put("forced_to", found.forcedRecord());
        entry.put("chain", found.chain().name());
        final StringBuilder line = new StringBuilder("  record " + found.record() + " at byte " + found.offset() + ", "
                + entry.get("time") + ", forced to " + found.forcedRecord() + ", chain " + found.chain());
        final String digest = found.digest();
        if (digest != null) {
            entry.put("sequence", found.sequence());
            entry.put("digest", digest);
            line.append(", digest ").append(digest).append(" after sequence ").append(found.sequence());
        } else {
            entry.put("commands", commands(found, line));
        }
        listing.add(entry, line.toString());
    }

    private List<Map<String, Object>> commands(final ScannedRecord found, final StringBuilder line) {
        final List<Map<String, Object>> list = new ArrayList<>();
        buffer.wrap(found.bytes());
        final int end = found.framesOffset() + found.framesLength();
        int at = found.framesOffset();
        for (int i = 0; i < found.count() && at + LENGTH_BYTES <= end; i++) {
            final int length = buffer.getInt(at);
            if (length < 0 || length > end - at - LENGTH_BYTES) {
                break;
            }
            final Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("sequence", found.sequence() + i);
            fields.putAll(text.fields(buffer, at + LENGTH_BYTES, length));
            if (found.sequence() + i >= fromSequence && found.sequence() + i <= toSequence) {
                list.add(fields);
                line.append(String.format("%n    %s", plain(fields)));
            }
            at += LENGTH_BYTES + length;
        }
        return list;
    }

    /** The sequence and the name, then the fields. */
    static String plain(final Map<String, Object> fields) {
        final Map<String, Object> rest = new LinkedHashMap<>(fields);
        final Object sequence = rest.remove("sequence");
        final Object name = rest.remove(MessageText.NAME);
        return sequence + " " + name + " " + rest;
    }

    @Override
    public void fault(final Fault found) {
        final String place = found.segment() == 0
                ? found.reason()
                : "segment " + found.segment() + ", byte " + found.from() + " to " + found.to() + ": " + found.reason();
        if (!found.isTail()) {
            faults++;
            firstFault = firstFault.isEmpty() ? place : firstFault;
        }
        final Map<String, Object> entry = new LinkedHashMap<>();
        entry.put(found.isTail() ? "torn_tail" : "fault", found.reason());
        entry.put("segment", found.segment());
        entry.put("byte", found.from());
        entry.put("to_byte", found.to());
        listing.add(entry, (found.isTail() ? "-- torn tail: " : "!! ") + place);
    }

    /** Ends the list; the first fault, or empty when there was none. */
    String finish() {
        listing.put("records", records);
        listing.put("commands", commands);
        listing.put("faults", faults);
        listing.put("ok", faults == 0);
        if (faults > 0) {
            listing.put("error", firstFault);
        }
        return firstFault;
    }
}
