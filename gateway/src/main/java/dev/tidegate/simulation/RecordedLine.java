package dev.tidegate.simulation;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The fields of an object in a history: texts, whole numbers, yes and no, objects and lists. Knows which were asked for. */
final class RecordedLine {
    private static final JsonFactory JSON = new JsonFactory();

    private final Map<String, Object> fields;
    private final Set<String> taken = new HashSet<>();

    private RecordedLine(final Map<String, Object> fields) {
        this.fields = fields;
    }

    /** Reads one line, which is an object. */
    static RecordedLine of(final String text) throws IOException {
        try (JsonParser json = JSON.createParser(text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("no JSON object");
            }
            return new RecordedLine(object(json));
        }
    }

    private static Map<String, Object> object(final JsonParser json) throws IOException {
        final Map<String, Object> fields = new HashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            final String name = json.currentName();
            json.nextToken();
            fields.put(name, value(json));
        }
        return fields;
    }

    private static Object value(final JsonParser json) throws IOException {
        return switch (json.currentToken()) {
            case START_OBJECT -> new RecordedLine(object(json));
            case START_ARRAY -> {
                final List<Object> items = new ArrayList<>();
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    items.add(value(json));
                }
                yield items;
            }
            case VALUE_NUMBER_INT -> json.getLongValue();
            case VALUE_TRUE, VALUE_FALSE -> json.getBooleanValue();
            default -> json.getText();
        };
    }

    boolean has(final String name) {
        return fields.containsKey(name);
    }

    private Object value(final String name) {
        final Object value = fields.get(name);
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        taken.add(name);
        return value;
    }

    private <T> T value(final String name, final Class<T> type) {
        final Object value = value(name);
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException(name + " is " + value);
        }
        return type.cast(value);
    }

    /** Whatever it is, as a text. */
    String text(final String name) {
        return String.valueOf(value(name));
    }

    long number(final String name) {
        return value(name, Long.class);
    }

    /** 0 when it is not there. */
    long numberIfThere(final String name) {
        return has(name) ? number(name) : 0;
    }

    int integer(final String name) {
        return Math.toIntExact(number(name));
    }

    /** 0 when it is not there. */
    int integerIfThere(final String name) {
        return Math.toIntExact(numberIfThere(name));
    }

    /** False when it is not there. */
    boolean yes(final String name) {
        return has(name) && value(name, Boolean.class);
    }

    RecordedLine object(final String name) {
        return value(name, RecordedLine.class);
    }

    /** None when it is not there. */
    List<?> list(final String name) {
        return has(name) ? value(name, List.class) : List.of();
    }

    /** Objects of a list; none when it is not there. */
    List<RecordedLine> objects(final String name) {
        return list(name).stream()
                .map(item -> {
                    if (item instanceof RecordedLine object) {
                        return object;
                    }
                    throw new IllegalArgumentException(name + " holds " + item);
                })
                .toList();
    }

    /** Refuses fields that nobody has asked for: what they say would be left out. */
    void requireAllTaken(final String where) {
        for (final String name : fields.keySet()) {
            if (!taken.contains(name)) {
                throw new IllegalArgumentException(where + " has a field " + name + " that is not known here");
            }
        }
    }

    @Override
    public String toString() {
        return fields.toString();
    }
}
