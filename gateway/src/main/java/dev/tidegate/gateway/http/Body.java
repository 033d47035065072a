package dev.tidegate.gateway.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.tidegate.message.Text;
import java.io.IOException;
import java.util.Arrays;

/**
 * Reads a body in one pass, without a tree: whoever reads an object is given its fields one by one, and refuses by name
 * those it does not know. What was read wrongly is a {@link Problem} that names the field.
 */
final class Body implements AutoCloseable {
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(8)
                    .maxNumberLength(20)
                    .maxStringLength(128 * 1024)
                    .maxNameLength(64)
                    .build())
            .build();

    private final JsonParser json;
    private final StringBuilder path = new StringBuilder();
    /** Names of the objects that are open, the innermost last. Jackson's own check makes a set for every object. */
    private String[] names = new String[16];

    private int nameCount;

    /** Takes one field of an object; false when it knows no field of that name. */
    @FunctionalInterface
    interface Fields {
        boolean field(String name, Body body) throws Problem, IOException;
    }

    /** Takes one element of a list. */
    @FunctionalInterface
    interface Element {
        void element(Body body) throws Problem, IOException;
    }

    private Body(final byte[] bytes, final int length) throws IOException {
        json = JSON.createParser(bytes, 0, length);
    }

    /** Reads a body that is one object and nothing else. */
    static void read(final byte[] bytes, final int length, final Fields fields) throws Problem {
        try (Body body = new Body(bytes, length)) {
            if (body.json.nextToken() != JsonToken.START_OBJECT) {
                throw Problem.badRequest("the body must be a JSON object");
            }
            body.fields(fields);
            if (body.json.nextToken() != null) {
                throw Problem.badRequest("something stands behind the JSON object");
            }
        } catch (final JsonParseException wrong) {
            throw Problem.badRequest("not JSON: "
                    + wrong.getOriginalMessage().lines().findFirst().orElse(""));
        } catch (final IOException wrong) {
            throw Problem.badRequest("not JSON, or beyond the limits of depth and length");
        }
    }

    private void fields(final Fields fields) throws Problem, IOException {
        final int length = path.length();
        final int firstName = nameCount;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            final String name = json.currentName();
            add(name, firstName);
            if (length > 0) {
                path.append('.');
            }
            path.append(name);
            json.nextToken();
            if (!fields.field(name, this)) {
                throw Problem.badRequest("unknown field " + path);
            }
            path.setLength(length);
        }
        nameCount = firstName;
    }

    /** There are no more of them than fields that somebody knows, and one. */
    private void add(final String name, final int firstName) throws Problem {
        for (int i = firstName; i < nameCount; i++) {
            if (names[i].equals(name)) {
                throw Problem.badRequest("not JSON: Duplicate field '" + name + "'");
            }
        }
        if (nameCount == names.length) {
            names = Arrays.copyOf(names, 2 * nameCount);
        }
        names[nameCount++] = name;
    }

    /** Reads the present value, an object. */
    void object(final Fields fields) throws Problem, IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw wrong("an object");
        }
        fields(fields);
    }

    /** Reads the present value, a list of at most so many. */
    void list(final int most, final Element element) throws Problem, IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw wrong("a list");
        }
        final int length = path.length();
        int index = 0;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            path.append('[').append(index).append(']');
            if (++index > most) {
                throw Problem.badRequest(path + " is one too many, at most " + most);
            }
            element.element(this);
            path.setLength(length);
        }
    }

    /** Reads the present value, a whole number within the range. */
    long number(final long low, final long high) throws Problem, IOException {
        if (json.currentToken() != JsonToken.VALUE_NUMBER_INT
                || json.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            throw wrong("a whole number from " + low + " to " + high);
        }
        final long value = json.getLongValue();
        if (value < low || value > high) {
            throw wrong("a whole number from " + low + " to " + high);
        }
        return value;
    }

    int integer(final int low, final int high) throws Problem, IOException {
        return (int) number(low, high);
    }

    /** Reads the present value, a text. Half a surrogate pair is none: encoded it would become a question mark. */
    String text() throws Problem, IOException {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw wrong("a text");
        }
        final String text = json.getText();
        if (!Text.isWhole(text)) {
            throw wrong("a text without a half of a surrogate pair");
        }
        return text;
    }

    boolean bool() throws Problem {
        if (json.currentToken() != JsonToken.VALUE_TRUE && json.currentToken() != JsonToken.VALUE_FALSE) {
            throw wrong("true or false");
        }
        return json.currentToken() == JsonToken.VALUE_TRUE;
    }

    /** Reads the present value, one of the words that an enum's values are called. */
    <E extends Enum<E>> E oneOf(final Class<E> type) throws Problem, IOException {
        final String text = text();
        for (final E value : type.getEnumConstants()) {
            if (value.name().equals(text)) {
                return value;
            }
        }
        throw wrong("one of " + Arrays.toString(type.getEnumConstants()));
    }

    /** Where the present value stands, such as {@code commands[2]}. */
    String path() {
        return path.toString();
    }

    boolean isText() {
        return json.currentToken() == JsonToken.VALUE_STRING;
    }

    /** The complaint about the present value. */
    Problem wrong(final String expected) {
        return Problem.badRequest(path + " must be " + expected);
    }

    @Override
    public void close() throws IOException {
        json.close();
    }
}
