package dev.tidegate.launcher.events;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.pipeline.CursorListener;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;

/** Prints one event a line, as text or as a JSON object, up to a last one. */
final class EventPrinter implements CursorListener {
    private static final int FLUSH_CHARACTERS = 64 * 1024;

    private final PrintWriter out;
    private final boolean json;
    private final long lastEvent;
    private final EventFields fields = new EventFields();
    private final StringWriter lines = new StringWriter();
    private final JsonGenerator generator;
    private final EventFields.Target target;
    private boolean done;

    EventPrinter(final PrintWriter out, final boolean json, final long lastEvent) {
        this.out = out;
        this.json = json;
        this.lastEvent = lastEvent;
        try {
            generator = new JsonFactory().createGenerator(lines);
        } catch (final IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        // One object a line.
        generator.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
        target = json ? new JsonTarget() : new TextTarget();
    }

    /** Whether the last event was printed, or nobody reads any more. */
    boolean isDone() {
        return done;
    }

    @Override
    public void event(
            final long epoch,
            final long event,
            final long sequence,
            final long timeMillis,
            final HeapBuffer buffer,
            final int offset,
            final int length) {
        if (event > lastEvent || done) {
            done = true;
            return;
        }
        try {
            print(epoch, event, sequence, timeMillis, buffer, offset, length);
        } catch (final IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        done |= event == lastEvent;
        if (lines.getBuffer().length() > FLUSH_CHARACTERS) {
            flush();
        }
    }

    private void print(
            final long epoch,
            final long event,
            final long sequence,
            final long timeMillis,
            final HeapBuffer buffer,
            final int offset,
            final int length)
            throws IOException {
        if (json) {
            generator.writeStartObject();
            target.put("epoch", epoch);
            target.put("event", event);
            target.put("sequence", sequence);
            target.put("timeMillis", timeMillis);
            fields.describe(buffer, offset, length, target);
            generator.writeEndObject();
            generator.flush();
        } else {
            lines.append(Long.toString(epoch)).append(':').append(Long.toString(event));
            target.put("sequence", sequence);
            target.put("time", Instant.ofEpochMilli(timeMillis).toString());
            fields.describe(buffer, offset, length, target);
            lines.append('\n');
        }
    }

    /** Hands over what is complete; afterwards done if nobody takes it. */
    void flush() {
        final StringBuffer text = new StringBuffer(lines.getBuffer());
        lines.getBuffer().setLength(0);
        if (json && text.length() > 0) {
            // The generator parts objects and does not end them.
            if (text.charAt(0) == '\n') {
                text.deleteCharAt(0);
            }
            text.append('\n');
        }
        out.append(text);
        out.flush();
        done |= out.checkError();
    }

    private final class JsonTarget implements EventFields.Target {
        @Override
        public void put(final String name, final long value) throws IOException {
            generator.writeNumberField(name, value);
        }

        @Override
        public void put(final String name, final String value) throws IOException {
            generator.writeStringField(name, value);
        }
    }

    private final class TextTarget implements EventFields.Target {
        @Override
        public void put(final String name, final long value) {
            lines.append(' ').append(name).append('=').append(Long.toString(value));
        }

        @Override
        public void put(final String name, final String value) {
            lines.append(' ');
            lines.append(name.equals("kind") ? value : name + '=' + value);
        }
    }
}
