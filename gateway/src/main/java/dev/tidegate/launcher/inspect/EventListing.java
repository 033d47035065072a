package dev.tidegate.launcher.inspect;

import dev.tidegate.journal.event.EventScan;
import dev.tidegate.journal.event.EventScan.Fault;
import dev.tidegate.launcher.reading.MessageText;
import dev.tidegate.launcher.reading.Names;
import dev.tidegate.message.HeapBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Prints files, events and faults of an event log as a scan finds them. */
final class EventListing implements EventScan.Visitor {
    private final Listing listing;
    private final long from;
    private final long to;
    private final MessageText text = new MessageText();
    private long events;
    private long faults;
    private String firstFault = "";

    /** Events are printed within these sequences of commands, everything else always. */
    EventListing(final Listing listing, final long fromSequence, final long toSequence) {
        this.listing = listing;
        from = fromSequence;
        to = toSequence;
    }

    @Override
    public void file(final Path file, final long bytes) {
        final Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("file", file.toString());
        entry.put("bytes", bytes);
        listing.add(entry, file + ", " + bytes + " bytes");
    }

    @Override
    public void event(
            final long at,
            final long event,
            final long sequence,
            final long timeMillis,
            final HeapBuffer buffer,
            final int offset,
            final int length) {
        events++;
        if (sequence < from || sequence > to) {
            return;
        }
        final Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("event", event);
        entry.put("byte", at);
        entry.put("sequence", sequence);
        entry.put("time", Names.time(timeMillis));
        final Map<String, Object> fields = text.fields(buffer, offset, length);
        entry.putAll(fields);
        final Map<String, Object> rest = new LinkedHashMap<>(fields);
        final Object name = rest.remove(MessageText.NAME);
        listing.add(
                entry,
                "  event " + event + " at byte " + at + ", sequence " + sequence + ", " + entry.get("time") + ": "
                        + name + " " + rest);
    }

    @Override
    public void fault(final Fault found) {
        final String place = found.file() + ", byte " + found.from() + " to " + found.to() + ": " + found.reason();
        if (!found.isTail()) {
            faults++;
            firstFault = firstFault.isEmpty() ? place : firstFault;
        }
        final Map<String, Object> entry = new LinkedHashMap<>();
        entry.put(found.isTail() ? "torn_tail" : "fault", found.reason());
        entry.put("file", found.file().toString());
        entry.put("byte", found.from());
        entry.put("to_byte", found.to());
        listing.add(entry, (found.isTail() ? "-- torn tail: " : "!! ") + place);
    }

    /** Ends the list; the first fault, or empty when there was none. */
    String finish() {
        listing.put("events", events);
        listing.put("faults", faults);
        listing.put("ok", faults == 0);
        if (faults > 0) {
            listing.put("error", firstFault);
        }
        return firstFault;
    }
}
