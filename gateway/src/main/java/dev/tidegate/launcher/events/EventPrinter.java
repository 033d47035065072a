package dev.tidegate.launcher.events;

import dev.tidegate.gateway.feed.EventFields;
import dev.tidegate.gateway.feed.EventJson;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.pipeline.CursorListener;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Prints one event a line, as text or as a JSON object, up to a last one. */
final class EventPrinter implements CursorListener {
    private static final int FLUSH_CHARACTERS = 64 * 1024;

    private final PrintWriter out;
    private final boolean json;
    private final long lastEvent;
    private final EventFields fields = new EventFields();
    private final EventJson objects = new EventJson();
    private final EventFields.Target target = new TextTarget();
    private final StringBuilder lines = new StringBuilder();
    private boolean done;

    EventPrinter(final PrintWriter out, final boolean json, final long lastEvent) {
        this.out = out;
        this.json = json;
        this.lastEvent = lastEvent;
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
        if (lines.length() > FLUSH_CHARACTERS) {
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
            lines.append(new String(
                    objects.write(epoch, event, sequence, timeMillis, buffer, offset, length), StandardCharsets.UTF_8));
        } else {
            lines.append(Long.toString(epoch)).append(':').append(Long.toString(event));
            target.put("sequence", sequence);
            target.put("time", Instant.ofEpochMilli(timeMillis).toString());
            fields.describe(buffer, offset, length, target);
        }
        lines.append('\n');
    }

    /** Hands over what is complete; afterwards done if nobody takes it. */
    void flush() {
        out.append(lines);
        lines.setLength(0);
        out.flush();
        done |= out.checkError();
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
