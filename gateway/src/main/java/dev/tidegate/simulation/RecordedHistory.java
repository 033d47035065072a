package dev.tidegate.simulation;

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
 * A history that callers of a real node have recorded, in the form of docs/history.md. Checks real time, one command a
 * sequence and one answer an id, and of a history that begins with nothing every answer beside the reference model.
 */
public final class RecordedHistory {
    /** Of histories whose answers are compared with the model's. */
    private static final int VERSION = 2;

    /** Nothing was done, and nothing is said about the command. */
    private static final Set<String> NOT_TAKEN =
            Set.of("UNKNOWN", "BUSY", "DISK_LOW", "NOT_READY", "NOT_RUNNING", "RATE_LIMITED");

    private final Map<String, Attempt> open = new HashMap<>();
    private final Map<Long, String> idOfSequence = new HashMap<>();
    private final Map<String, First> firsts = new HashMap<>();
    private final RealTime realTime = new RealTime();
    private @Nullable RecordedReplay replay;
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
     * @param compared answers that were compared with the reference model's
     */
    public record Found(long calls, long answers, long sequences, long indefinite, long unanswered, long compared) {}

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
                    history.take(RecordedLine.of(text));
                } catch (final IOException | IllegalArgumentException unreadable) {
                    throw new IllegalArgumentException("line " + line + ": " + unreadable.getMessage(), unreadable);
                }
            }
        }
        history.realTime.check();
        return new Found(
                history.calls,
                history.answers,
                history.idOfSequence.size(),
                history.indefinite,
                history.open.size(),
                history.replay == null ? 0 : history.replay.check());
    }

    private void take(final RecordedLine fields) {
        final String type = fields.text("type");
        switch (type) {
            case "history" -> {
                final long version = fields.number("version");
                if (version != 1 && version != VERSION) {
                    throw new IllegalArgumentException("version " + version + ", known are 1 and " + VERSION);
                }
                replay = version == VERSION ? new RecordedReplay() : null;
            }
            case "given" -> replay = null;
            case "kill", "ready" -> {}
            case "call" -> called(fields);
            case "return" -> returned(fields);
            default -> throw new IllegalArgumentException("type is " + type);
        }
    }

    private static String attempt(final RecordedLine fields) {
        return fields.text("op") + ' ' + fields.text("attempt");
    }

    private void called(final RecordedLine fields) {
        calls++;
        final String attempt = attempt(fields);
        final Attempt call = new Attempt(fields.text("id"), fields.number("at"));
        if (open.put(attempt, call) != null) {
            throw new IllegalArgumentException("a second call " + attempt + " before the first one's return");
        }
        if (replay != null) {
            replay.called(call.id, fields, call.at);
        }
    }

    private void returned(final RecordedLine fields) {
        final String attempt = attempt(fields);
        final @Nullable Attempt call = open.remove(attempt);
        if (call == null) {
            throw new IllegalArgumentException("a return of " + attempt + " that was not called");
        }
        final boolean unknown = fields.text("result").equals("unknown");
        final boolean definite = !unknown && !NOT_TAKEN.contains(fields.text("code"));
        if (definite) {
            answers++;
        } else {
            indefinite++;
        }
        // Whoever is not ready yet may say how far its journal has been read.
        final boolean done = definite && fields.has("sequence");
        if (done) {
            answered(fields, OutcomeCode.valueOf(fields.text("code")), call, fields.number("at"));
        }
        if (replay != null && done) {
            replay.answered(call.id, fields, fields.number("at"));
        } else if (replay != null && !unknown) {
            replay.notDone(call.id);
        }
    }

    private void answered(final RecordedLine fields, final OutcomeCode code, final Attempt call, final long at) {
        final long sequence = fields.number("sequence");
        realTime.add(sequence, call.at, at);
        final String id = call.id;
        final String other = idOfSequence.putIfAbsent(sequence, id);
        if (other != null && !other.equals(id)) {
            throw new Violation(
                    Promise.RULES, "sequence " + sequence + " was given to two commands, " + other + " and " + id);
        }
        final boolean duplicate = fields.yes("duplicate");
        final long first = duplicate ? fields.number("firstSequence") : sequence;
        final boolean accepted = code.accepted();
        if (accepted) {
            final First given = new First(code, first, fields.number("entityId"));
            final First before = firsts.putIfAbsent(id, given);
            if (before != null && !before.equals(given)) {
                throw new Violation(
                        Promise.RULES, "the command " + id + " was accepted twice: " + before + " and " + given);
            }
        }
    }
}
