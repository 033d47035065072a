package dev.tidegate.launcher.inspect;

import dev.tidegate.journal.JournalScan;
import dev.tidegate.journal.JournalScan.Fault;
import dev.tidegate.journal.ScannedRecord;
import dev.tidegate.launcher.reading.AppliedCommand;
import dev.tidegate.launcher.reading.CommandWatcher;
import dev.tidegate.launcher.reading.MessageText;
import dev.tidegate.launcher.reading.Names;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.Outcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Finds every command with one id: behind damage too, and with its answer where the journal can be replayed to it. */
final class CommandSearch implements JournalScan.Visitor, CommandWatcher {
    private static final int LENGTH_BYTES = 4;

    private final String id;
    private final MessageText text = new MessageText();
    private final HeapBuffer buffer = HeapBuffer.ofSize(0);
    private final Map<Long, Map<String, Object>> found = new TreeMap<>();

    CommandSearch(final UUID id) {
        this.id = id.toString();
    }

    @Override
    public void segment(final long number, final Path file, final long bytes, final String state) {
        // Only what stands in the records is of interest here.
    }

    @Override
    public void fault(final Fault fault) {
        // The replay tells of it.
    }

    @Override
    public void record(final ScannedRecord record) {
        buffer.wrap(record.bytes());
        final int end = record.framesOffset() + record.framesLength();
        int at = record.framesOffset();
        for (int i = 0; i < record.count() && at + LENGTH_BYTES <= end; i++) {
            final int length = buffer.getInt(at);
            if (length < 0 || length > end - at - LENGTH_BYTES) {
                return;
            }
            final Map<String, Object> fields = text.fields(buffer, at + LENGTH_BYTES, length);
            if (id.equals(fields.get(MessageText.COMMAND_ID))) {
                final Map<String, Object> entry = new LinkedHashMap<>();
                entry.put("sequence", record.sequence() + i);
                entry.put("time", Names.time(record.timeMillis()));
                entry.put("record", record.record());
                entry.put("segment", record.segment());
                entry.put("byte", record.offset());
                entry.put("command", fields);
                found.put(record.sequence() + i, entry);
            }
            at += LENGTH_BYTES + length;
        }
    }

    @Override
    public void after(final AppliedCommand command) {
        final Map<String, Object> entry = found.get(command.sequence());
        if (entry == null) {
            return;
        }
        final Outcome outcome = command.outcome();
        entry.put("outcome", outcome.code().name());
        entry.put("duplicate", outcome.duplicate());
        entry.put("entity", outcome.entityId());
        entry.put("line", outcome.line());
        entry.put("asked", outcome.asked());
        entry.put("available", outcome.available());
        final List<Map<String, Object>> events = new ArrayList<>();
        command.forEachEvent((bytes, offset, length) -> events.add(text.fields(bytes, offset, length)));
        entry.put("events", events);
    }

    List<Map<String, Object>> found() {
        return List.copyOf(found.values());
    }
}
