package dev.tidegate.launcher.prove;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tidegate.engine.EngineReads;
import dev.tidegate.launcher.Answer;
import dev.tidegate.launcher.reading.AppliedCommand;
import dev.tidegate.launcher.reading.CommandWatcher;
import dev.tidegate.launcher.reading.MessageText;
import dev.tidegate.message.Outcome;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Map;

/**
 * Writes what became of every command, one JSON object a line: its answer and its events. The commands themselves are not
 * in it, for they stand in the journal, where a checker shall read them.
 */
final class JournalExport implements CommandWatcher, Closeable {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String LINE_END = "\n";

    private final MessageText text = new MessageText();
    private final Writer out;
    private final JsonGenerator json;
    private long commands;
    private long events;

    JournalExport(final Writer out) throws IOException {
        this.out = out;
        json = JSON.createGenerator(out);
        json.setRootValueSeparator(null);
        json.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
        json.writeStartObject();
        json.writeStringField("type", "outcomes");
        json.writeNumberField("format", 1);
        endLine();
    }

    /** A journal whose first segments have gone begins with a state, which no command in it explains. */
    @Override
    public void begin(final EngineReads reads) {
        new BaseState(reads, this::writeLine).write();
    }

    private void writeLine(final Map<String, Object> line) {
        try {
            Answer.write(json, line);
            json.flush();
            out.write(LINE_END);
        } catch (final IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void after(final AppliedCommand command) {
        try {
            write(command);
        } catch (final IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void write(final AppliedCommand command) throws IOException {
        commands++;
        final Outcome outcome = command.outcome();
        json.writeStartObject();
        json.writeStringField("type", "command");
        json.writeNumberField("sequence", command.sequence());
        json.writeNumberField("time", outcome.timeMillis());
        json.writeStringField("message", text.name(command.template()));
        json.writeNumberField("code", outcome.code().number());
        json.writeStringField("outcome", outcome.code().name());
        writeIfSet("entity", outcome.entityId());
        writeIfSet("line", outcome.line());
        writeIfSet("asked", outcome.asked());
        writeIfSet("available", outcome.available());
        writeIfSet("deadline", outcome.deadlineMillis());
        if (outcome.firstSequence() != outcome.sequence()) {
            json.writeBooleanField("duplicate", outcome.duplicate());
            json.writeNumberField("first", outcome.firstSequence());
        }
        json.writeArrayFieldStart("events");
        command.forEachEvent((buffer, offset, length) -> writeEvent(text.fields(buffer, offset, length)));
        json.writeEndArray();
        endLine();
    }

    private void writeIfSet(final String name, final long value) throws IOException {
        if (value != 0) {
            json.writeNumberField(name, value);
        }
    }

    private void writeEvent(final Map<String, Object> fields) {
        events++;
        try {
            json.writeStartObject();
            for (final Map.Entry<String, Object> field : fields.entrySet()) {
                writeField(field.getKey(), field.getValue());
            }
            json.writeEndObject();
        } catch (final IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void writeField(final String name, final Object value) throws IOException {
        json.writeFieldName(name);
        Answer.write(json, value);
    }

    private void endLine() throws IOException {
        json.writeEndObject();
        json.flush();
        out.write(LINE_END);
    }

    long commands() {
        return commands;
    }

    long events() {
        return events;
    }

    /** Writes the last line: without it the file is not complete. */
    void finish() throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "end");
        json.writeNumberField("commands", commands);
        json.writeNumberField("events", events);
        endLine();
    }

    @Override
    public void close() throws IOException {
        json.close();
    }
}
