package dev.tidegate.launcher.inspect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tidegate.launcher.Answer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** A list that is printed while it is found, since a journal may be larger than memory: as text, or as one JSON object. */
final class Listing implements AutoCloseable {
    private static final JsonFactory JSON = new JsonFactory();

    private final PrintWriter out;
    private final boolean asJson;
    private final JsonGenerator json;
    private final Map<String, Object> last = new LinkedHashMap<>();

    Listing(final PrintWriter out, final boolean asJson, final String name) {
        this.out = out;
        this.asJson = asJson;
        try {
            json = JSON.createGenerator(out);
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
            if (asJson) {
                json.writeStartObject();
                json.writeArrayFieldStart(name);
            }
        } catch (final IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Adds an entry: one of the two is printed. */
    void add(final Map<String, Object> entry, final String text) {
        if (!asJson) {
            out.println(text);
            return;
        }
        try {
            Answer.write(json, entry);
        } catch (final IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Says something of the whole list. */
    void put(final String name, final Object value) {
        last.put(name, value);
    }

    @Override
    public void close() {
        if (asJson) {
            try {
                json.writeEndArray();
                for (final Map.Entry<String, Object> each : last.entrySet()) {
                    json.writeFieldName(each.getKey());
                    Answer.write(json, each.getValue());
                }
                json.writeEndObject();
                json.flush();
            } catch (final IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
            out.println();
        } else {
            last.forEach((name, value) -> out.println(name + ": " + value));
        }
        out.flush();
    }
}
