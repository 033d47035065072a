package dev.tidegate.simulation;

import dev.tidegate.message.Command;
import dev.tidegate.message.Command.PlaceOrder;
import dev.tidegate.message.CommandHeader;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.model.OrderKeys;
import dev.tidegate.model.ReferenceModel;
import dev.tidegate.model.ReferenceOutcome;
import dev.tidegate.model.ReferenceOutcome.Missing;
import dev.tidegate.simulation.Violation.Promise;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The commands of a recorded history, given to the reference model in the order of their sequences: every answer must be the
 * model's. A command that nobody knows the fate of may have been done at any time behind its call; nothing behind that is
 * compared.
 */
final class RecordedReplay {
    private final Map<String, Known> ids = new HashMap<>();
    private final TreeMap<Long, Said> said = new TreeMap<>();
    private final Map<Long, Long> modelIds = new HashMap<>();
    private final ReferenceModel model = new ReferenceModel();

    /** What is known of a command. */
    private static final class Known {
        final CommandHeader header;
        final Command command;
        final long calledAt;
        int attemptsThatMayCount;
        long sequence;
        long timeMillis;
        long entity;
        private @Nullable Command own;

        Known(final CommandHeader header, final Command command, final long calledAt) {
            this.header = header;
            this.command = command;
            this.calledAt = calledAt;
        }

        boolean isUndecided() {
            return sequence == 0 && attemptsThatMayCount > 0;
        }
    }

    /** An answer that has a sequence. */
    private record Said(Known of, long timeMillis, long returnedAt, ReferenceOutcome outcome) {}

    /** An attempt is about to be sent. */
    void called(final String id, final RecordedLine call, final long at) {
        final Known known = ids.computeIfAbsent(id, text -> {
            final UUID uuid = UUID.fromString(text);
            return new Known(
                    CommandHeader.of(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits()),
                    RecordedCommands.of(call.text("command"), call.object("arguments")),
                    at);
        });
        known.attemptsThatMayCount++;
    }

    /** An attempt has not been done. */
    void notDone(final String id) {
        known(id).attemptsThatMayCount--;
    }

    /** An attempt was answered, with a sequence. */
    void answered(final String id, final RecordedLine line, final long at) {
        final Known known = known(id);
        final ReferenceOutcome outcome = new ReferenceOutcome(
                OutcomeCode.valueOf(line.text("code")),
                line.yes("duplicate"),
                line.number("firstSequence"),
                line.number("firstTimeMillis"),
                line.number("entityId"),
                line.integer("line"),
                line.number("asked"),
                line.number("available"),
                line.number("deadlineMillis"),
                line.objects("missing").stream()
                        .map(each -> new Missing(each.integer("line"), each.number("quantity")))
                        .toList());
        said.put(line.number("sequence"), new Said(known, line.number("timeMillis"), at, outcome));
        if (outcome.code() != OutcomeCode.ID_CONFLICT) {
            known.sequence = outcome.firstSequence();
            known.timeMillis = outcome.firstTimeMillis();
            known.entity = outcome.entityId();
        }
    }

    private Known known(final String id) {
        final Known known = ids.get(id);
        if (known == null) {
            throw new IllegalStateException("a return of " + id + " that was not called");
        }
        return known;
    }

    /**
     * Compares every answer up to the first command that nobody knows the fate of.
     *
     * @return answers that were compared
     */
    long check() {
        final long last = lastDecided();
        final TreeMap<Long, Known> order = new TreeMap<>();
        said.forEach((sequence, answer) -> order.put(sequence, answer.of));
        ids.values().stream().filter(known -> known.sequence > 0).forEach(known -> order.put(known.sequence, known));
        long before = 0;
        long timeBefore = 0;
        long compared = 0;
        for (final Map.Entry<Long, Known> entry : order.headMap(last, true).entrySet()) {
            final long sequence = entry.getKey();
            final Known known = entry.getValue();
            final Said answer = said.get(sequence);
            final long time = answer == null ? known.timeMillis : answer.timeMillis;
            if (time < timeBefore) {
                throw new Violation(
                        Promise.RULES, "sequence " + sequence + " is of " + time + ", the one before of " + timeBefore);
            }
            tick(before, sequence, time);
            compare(sequence, time, known, answer);
            compared += answer == null ? 0 : 1;
            before = sequence;
            timeBefore = time;
        }
        return compared;
    }

    /** The highest sequence that was answered before the first of the undecided was called. */
    private long lastDecided() {
        final long firstUndecided = ids.values().stream()
                .filter(Known::isUndecided)
                .mapToLong(known -> known.calledAt)
                .min()
                .orElse(Long.MAX_VALUE);
        return said.entrySet().stream()
                .filter(entry -> entry.getValue().returnedAt < firstUndecided)
                .mapToLong(Map.Entry::getKey)
                .max()
                .orElse(0);
    }

    /** Where sequences are left out the node has done what was due. */
    private void tick(final long before, final long sequence, final long time) {
        for (long gap = before + 1; gap < sequence && model.nextDeadlineMillis() <= time; gap++) {
            model.tick(gap, time);
        }
    }

    private void compare(final long sequence, final long time, final Known known, final @Nullable Said answer) {
        if (known.own == null) {
            known.own = OrderKeys.withOrder(known.command, this::modelId);
        }
        final ReferenceOutcome expected = model.apply(sequence, time, known.header, known.own);
        if (known.command instanceof PlaceOrder && expected.code().accepted()) {
            modelIds.put(known.entity, expected.entityId());
        }
        if (answer == null) {
            return;
        }
        final long entity = answer.outcome.entityId();
        final ReferenceOutcome actual = OrderKeys.withEntity(
                answer.outcome, entity != 0 && OrderKeys.isAboutOrder(known.command) ? modelId(entity) : entity);
        if (!actual.equals(expected)) {
            throw new Violation(
                    Promise.RULES,
                    "sequence " + sequence + ", " + known.command + "\n  model:    " + expected + "\n  recorded: "
                            + actual);
        }
    }

    private long modelId(final long nodesId) {
        final Long known = modelIds.get(nodesId);
        if (known != null) {
            return known;
        }
        return nodesId <= 0 || nodesId >= OrderKeys.NOBODY ? nodesId : OrderKeys.NOBODY / 2 + nodesId;
    }
}
