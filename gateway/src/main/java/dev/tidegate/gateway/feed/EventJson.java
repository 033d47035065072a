package dev.tidegate.gateway.feed;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import dev.tidegate.message.HeapBuffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** An event as one JSON object, the same wherever events are written as JSON. Not for several threads at once. */
public final class EventJson {
    private final EventFields fields = new EventFields();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    private final JsonGenerator generator;
    private final EventFields.Target target = new EventFields.Target() {
        @Override
        public void put(final String name, final long value) throws IOException {
            generator.writeNumberField(name, value);
        }

        @Override
        public void put(final String name, final String value) throws IOException {
            generator.writeStringField(name, value);
        }
    };

    public EventJson() {
        try {
            generator = new JsonFactory().createGenerator(bytes);
        } catch (final IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        // Nothing between one object and the next.
        generator.setPrettyPrinter(new MinimalPrettyPrinter(""));
    }

    /**
     * Writes an event: where it stands, its kind, then every field by name.
     *
     * @return UTF-8 in one line
     */
    public byte[] write(
            final long epoch,
            final long event,
            final long sequence,
            final long timeMillis,
            final HeapBuffer buffer,
            final int offset,
            final int length) {
        bytes.reset();
        try {
            generator.writeStartObject();
            generator.writeNumberField("epoch", epoch);
            generator.writeNumberField("event", event);
            generator.writeNumberField("sequence", sequence);
            generator.writeNumberField("timeMillis", timeMillis);
            fields.describe(buffer, offset, length, target);
            generator.writeEndObject();
            generator.flush();
        } catch (final IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }
}
