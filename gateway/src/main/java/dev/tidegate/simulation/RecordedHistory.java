package dev.tidegate.simulation;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.simulation.Violation.Promise;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A history that callers of a real node have recorded, in the form of docs/history.md. Checks what needs no content: real
 * time, one command a sequence, and one answer an id.
 */
public final class RecordedHistory {
    private static final JsonFactory JSON = new JsonFactory();

    /** Nothing was done, and nothing is said about the command. */
    private static final Set<String> NOT_TAKEN =
            Set.of("UNKNOWN", "BUSY", "DISK_LOW", "NOT_READY", "NOT_RUNNING", "RATE_LIMITED");

    private final Map<String, Attempt> open = new HashMap<>();
    private final Map<Long, String> idOfSequence = new HashMap<>();
    private final Map<String, First> firsts = new HashMap<>();
    private final RealTime realTime = new RealTime();
    private long calls;
    private long answers;
    private long indefinite;

    private record Attempt(String id, long at) {}

    private record First(OutcomeCode code, long sequence, long entity) {}

    /**
     * What a history came to.
     *
     * @param indefinite calls that were told that nothing was done, or that nobody knows
     * @param unanswered calls that have no answer at all
     */
    public record Found(long calls, long answers, long sequences, long indefinite, long unanswered) {}

    private RecordedHistory() {}

    /**
     * Checks a file.
     *
     * @throws Violation when a promise was broken
     * @throws IllegalArgumentException with the line that is not one of a history
     */
    public static Found check(final Path file) throws IOException {
        final RecordedHistory history = new RecordedHistory();
        long line = 0;
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String text = lines.readLine(); text != null; text = lines.readLine()) {
                line++;
                try {
                    history.take(fields(text));
                } catch (final IOException | IllegalArgumentException unreadable) {
                    throw new IllegalArgumentException("line " + line + ": " + unreadable.getMessage(), unreadable);
                }
            }
        }
        history.realTime.check();
        return new Found(
                history.calls, history.answers, history.idOfSequence.size(), history.indefinite, history.open.size());
    }

    private static Map<String, String> fields(final String text) throws IOException {
        final Map<String, String> fields = new HashMap<>();
        try (JsonParser json = JSON.createParser(text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("no JSON object");
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                final String name = json.currentName();
                json.nextToken();
                fields.put(name, json.getText());
                json.skipChildren();
            }
        }
        return fields;
    }

    private void take(final Map<String, String> fields) {
        final String type = field(fields, "type");
        switch (type) {
            case "history" -> {
                if (!field(fields, "version").equals("1")) {
                    throw new IllegalArgumentException("version " + fields.get("version") + ", known is 1");
                }
            }
            case "given", "kill", "ready" -> {}
            case "call" -> called(fields);
            case "return" -> returned(fields);
            default -> throw new IllegalArgumentException("type is " + type);
        }
    }

    private static String attempt(final Map<String, String> fields) {
        return field(fields, "op") + ' ' + field(fields, "attempt");
    }

    private void called(final Map<String, String> fields) {
        calls++;
        final String attempt = attempt(fields);
        final Attempt call = new Attempt(field(fields, "id"), Long.parseLong(field(fields, "at")));
        if (open.put(attempt, call) != null) {
            throw new IllegalArgumentException("a second call " + attempt + " before the first one's return");
        }
    }

    private void returned(final Map<String, String> fields) {
        final String attempt = attempt(fields);
        final @Nullable Attempt call = open.remove(attempt);
        if (call == null) {
            throw new IllegalArgumentException("a return of " + attempt + " that was not called");
        }
        if (field(fields, "result").equals("unknown") || NOT_TAKEN.contains(field(fields, "code"))) {
            indefinite++;
        } else {
            answers++;
            if (fields.containsKey("sequence")) {
                answered(fields, OutcomeCode.valueOf(field(fields, "code")), call, Long.parseLong(field(fields, "at")));
            }
        }
    }

    private void answered(final Map<String, String> fields, final OutcomeCode code, final Attempt call, final long at) {
        final long sequence = Long.parseLong(field(fields, "sequence"));
        realTime.add(sequence, call.at, at);
        final String id = call.id;
        final String other = idOfSequence.putIfAbsent(sequence, id);
        if (other != null && !other.equals(id)) {
            throw new Violation(
                    Promise.RULES, "sequence " + sequence + " was given to two commands, " + other + " and " + id);
        }
        final boolean duplicate = Boolean.parseBoolean(field(fields, "duplicate"));
        final long first = duplicate ? Long.parseLong(field(fields, "firstSequence")) : sequence;
        final boolean accepted = code.accepted();
        if (accepted) {
            final First given = new First(code, first, Long.parseLong(field(fields, "entityId")));
            final First before = firsts.putIfAbsent(id, given);
            if (before != null && !before.equals(given)) {
                throw new Violation(
                        Promise.RULES, "the command " + id + " was accepted twice: " + before + " and " + given);
            }
        }
    }

    private static String field(final Map<String, String> fields, final String name) {
        final String value = fields.get(name);
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return value;
    }
}
