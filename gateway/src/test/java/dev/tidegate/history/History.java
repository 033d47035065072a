package dev.tidegate.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidegate.message.Outcome;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** A history, written while it happens; docs/history.md has its form. Used by many threads. */
public final class History implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final List<String> OUTCOME = List.of(
            "code",
            "sequence",
            "timeMillis",
            "firstSequence",
            "firstTimeMillis",
            "duplicate",
            "entityId",
            "line",
            "asked",
            "available",
            "deadlineMillis",
            "missing");

    private final BufferedWriter out;
    private final AtomicLong operations = new AtomicLong();
    private final long beganNanos = System.nanoTime();

    /** Begins a history in a new file. */
    public History(final Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        out = Files.newBufferedWriter(file);
        out.write(MAPPER.createObjectNode()
                .put("type", "history")
                .put("version", 2)
                .put("epochMillis", System.currentTimeMillis())
                .toString());
        out.newLine();
    }

    /** An object for arguments. */
    public static ObjectNode arguments() {
        return MAPPER.createObjectNode();
    }

    /** A new operation's number. */
    public long operation() {
        return operations.incrementAndGet();
    }

    /** What an attempt is about to be sent as. */
    public record Call(
            long op, int attempt, String process, String protocol, UUID id, String command, ObjectNode arguments) {}

    /**
     * What came back; sequences and entity 0 where nothing did.
     *
     * @param outcome all of it, with the names of HTTP's Outcome
     */
    public record Answer(
            String result,
            String code,
            long sequence,
            long firstSequence,
            boolean duplicate,
            long entityId,
            ObjectNode outcome) {
        /** Nothing came back. */
        public static Answer unknown() {
            return new Answer("unknown", "UNKNOWN", 0, 0, false, 0, arguments());
        }

        /** From an outcome as HTTP has it. */
        public static Answer of(final String result, final JsonNode body) {
            final ObjectNode outcome = arguments();
            OUTCOME.forEach(name -> outcome.set(name, body.path(name)));
            return new Answer(
                    result,
                    body.path("code").asText("UNKNOWN"),
                    body.path("sequence").asLong(),
                    body.path("firstSequence").asLong(),
                    body.path("duplicate").asBoolean(),
                    body.path("entityId").asLong(),
                    outcome);
        }

        /** From an outcome of the binary protocol. */
        public static Answer of(final String result, final Outcome answer) {
            final ObjectNode outcome = arguments()
                    .put("code", answer.code().name())
                    .put("sequence", answer.sequence())
                    .put("timeMillis", answer.timeMillis())
                    .put("firstSequence", answer.firstSequence())
                    .put("firstTimeMillis", answer.firstTimeMillis())
                    .put("duplicate", answer.duplicate())
                    .put("entityId", answer.entityId())
                    .put("line", answer.line())
                    .put("asked", answer.asked())
                    .put("available", answer.available())
                    .put("deadlineMillis", answer.deadlineMillis());
            final ArrayNode missing = outcome.putArray("missing");
            for (int i = 0; i < answer.missingCount(); i++) {
                missing.addObject().put("line", answer.missingLine(i)).put("quantity", answer.missingQuantity(i));
            }
            return of(result, outcome);
        }

        /** The place at which the operation took effect. */
        public long place() {
            return duplicate ? firstSequence : sequence;
        }
    }

    /** Records a call; answers when. */
    public long call(final Call call) {
        final ObjectNode line = MAPPER.createObjectNode().put("type", "call");
        return write(line, () -> {
            line.put("op", call.op)
                    .put("attempt", call.attempt)
                    .put("process", call.process)
                    .put("protocol", call.protocol)
                    .put("id", call.id.toString())
                    .put("command", call.command)
                    .set("arguments", call.arguments);
        });
    }

    /** Records what came back; answers when. */
    public long answered(final Call call, final Answer answer) {
        final ObjectNode line = MAPPER.createObjectNode().put("type", "return");
        return write(line, () -> {
            line.put("op", call.op)
                    .put("attempt", call.attempt)
                    .put("result", answer.result)
                    .put("code", answer.code);
            if (answer.firstSequence != 0) {
                line.setAll(answer.outcome);
            }
        });
    }

    /** Records something about the gateway. */
    public void mark(final String type) {
        write(MAPPER.createObjectNode().put("type", type), () -> {});
    }

    private synchronized long write(final ObjectNode line, final Runnable fill) {
        final long at = System.nanoTime() - beganNanos;
        line.put("at", at);
        fill.run();
        try {
            out.write(line.toString());
            out.newLine();
        } catch (final IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return at;
    }

    @Override
    public synchronized void close() throws IOException {
        out.close();
    }
}
