package dev.tidegate.launcher.why;

import static dev.tidegate.launcher.why.LineFigures.number;

import dev.tidegate.engine.EngineReads;
import dev.tidegate.engine.EngineReads.OrderView;
import dev.tidegate.launcher.reading.AppliedCommand;
import dev.tidegate.launcher.reading.CommandWatcher;
import dev.tidegate.launcher.reading.MessageText;
import dev.tidegate.launcher.reading.Names;
import dev.tidegate.message.CommandKind;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Gathers every command that had to do with one order: those that name it, and those whose events touched it. */
final class OrderStory implements CommandWatcher {
    private final Sought sought;
    private final MessageText text = new MessageText();
    private final List<Map<String, Object>> chapters = new ArrayList<>();
    private final List<Conflict> conflicts = new ArrayList<>();
    private long orderId;

    private @Nullable Map<String, Object> command;
    private List<Map<String, Object>> lines = List.of();
    private @Nullable OrderView before;
    /** Deadline of the order's hold before a command about all holds, 0 for none. */
    private long deadlineBefore;

    private @Nullable OrderView atBegin;

    OrderStory(final Sought sought) {
        this.sought = sought;
        orderId = sought.orderId();
    }

    /** The order's id, 0 when it never got one. */
    long orderId() {
        return orderId;
    }

    /** The order as it stood where the journal begins, when that is behind its first command; else null. */
    @Nullable
    OrderView atBegin() {
        return atBegin;
    }

    /** Whether nothing was found of it. */
    boolean isEmpty() {
        return chapters.isEmpty() && atBegin == null;
    }

    /** One map for each command, in order. */
    List<Map<String, Object>> chapters() {
        return chapters;
    }

    /** Those of the commands whose id had been another command's. */
    List<Conflict> conflicts() {
        return conflicts;
    }

    @Override
    public void begin(final EngineReads reads) {
        if (sought.orderId() != 0) {
            atBegin = reads.order(sought.orderId());
        } else {
            reads.orders(id -> {
                final OrderView order = reads.order(id);
                if (order != null && sought.names(order, reads)) {
                    atBegin = order;
                    orderId = id;
                }
            });
        }
    }

    @Override
    public void before(final AppliedCommand applied) {
        command = null;
        lines = List.of();
        before = null;
        deadlineBefore = 0;
        final CommandKind kind = applied.kind();
        if (kind == null || kind == CommandKind.TICK) {
            return;
        }
        if (kind == CommandKind.EXTEND_HOLDS && orderId != 0) {
            final OrderView order = applied.reads().order(orderId);
            deadlineBefore = order == null ? 0 : order.deadlineMillis();
        }
        final boolean named = applied.id() != null && applied.id().equals(sought.commandId());
        if (kind == CommandKind.PLACE_ORDER) {
            // Which order it becomes is known only behind it: its figures are gathered in any case.
            final Map<String, Object> fields = fields(applied);
            if (named || sought.orderId() != 0 || sought.names(fields, applied.reads())) {
                command = fields;
                lines = LineFigures.of(fields, applied.reads());
            }
        } else if (isOfOrder(kind) || named) {
            final Map<String, Object> fields = fields(applied);
            final long id = number(fields, "orderId");
            if (named && orderId == 0) {
                orderId = id;
            }
            if (named || orderId != 0 && id == orderId) {
                command = fields;
                before = applied.reads().order(id);
            }
        }
    }

    private static boolean isOfOrder(final CommandKind kind) {
        return switch (kind) {
            case START_PAYMENT, CONFIRM_PAYMENT, FAIL_PAYMENT, CANCEL_ORDER, SHIP_ORDER, RETURN_LINES, READMIT_ORDER ->
                true;
            default -> false;
        };
    }

    private Map<String, Object> fields(final AppliedCommand applied) {
        return text.fields(applied.buffer(), applied.offset(), applied.length());
    }

    @Override
    public void after(final AppliedCommand applied) {
        final Outcome outcome = applied.outcome();
        if (applied.kind() == CommandKind.PLACE_ORDER && command != null) {
            if (sought.orderId() != 0 && outcome.entityId() != sought.orderId()) {
                command = null;
            } else if (outcome.entityId() != 0) {
                orderId = outcome.entityId();
            }
        }
        final List<Map<String, Object>> events = new ArrayList<>();
        final StockChanges stock = new StockChanges();
        final Map<String, Object> fields = command;
        applied.forEachEvent((buffer, offset, length) -> {
            final Map<String, Object> event = text.fields(buffer, offset, length);
            stock.count(event);
            if (fields != null || isAboutTheOrder(event)) {
                events.add(event);
                stock.tell(event);
            }
        });
        if (fields != null) {
            stock.tell(fields);
        }
        if (fields != null || !events.isEmpty()) {
            final Map<String, Object> chapter = chapter(applied, events, stock);
            chapters.add(chapter);
            if (fields != null && outcome.code() == OutcomeCode.ID_CONFLICT) {
                conflicts.add(new Conflict(chapter, fields, outcome.firstSequence()));
            }
        }
    }

    /** Of a command about the order every event counts; of another, those that touch it. */
    private boolean isAboutTheOrder(final Map<String, Object> event) {
        return orderId != 0 && number(event, "orderId") == orderId || putsOff(event);
    }

    /** Whether the order's hold is one of those that were put off. */
    private boolean putsOff(final Map<String, Object> event) {
        return isPutOff(event)
                && deadlineBefore > number(event, "beforeMillis")
                && deadlineBefore < number(event, "untilMillis");
    }

    private static boolean isPutOff(final Map<String, Object> event) {
        return String.valueOf(event.get(MessageText.NAME)).equals("HoldsExtended");
    }

    private Map<String, Object> chapter(
            final AppliedCommand applied, final List<Map<String, Object>> events, final StockChanges stock) {
        final Outcome outcome = applied.outcome();
        final Map<String, Object> chapter = new LinkedHashMap<>();
        chapter.put("sequence", applied.sequence());
        chapter.put("time", Names.time(outcome.timeMillis()));
        chapter.put("command", text.name(applied.template()));
        final UUID id = applied.id();
        if (id != null) {
            chapter.put("command_id", id.toString());
        }
        if (command != null) {
            chapter.put("outcome", outcome.code().name());
            chapter.put("because", Reason.of(outcome, lines, before));
            if (before != null) {
                chapter.put("state_before", Names.state(before.state()));
                chapter.put("deadline_before", Names.time(before.deadlineMillis()));
            }
            if (outcome.deadlineMillis() != 0) {
                chapter.put("deadline", Names.time(outcome.deadlineMillis()));
            }
            if (!lines.isEmpty()) {
                chapter.put("figures_before", lines);
            }
        } else {
            chapter.put("because", bystander(events));
        }
        chapter.put(
                "events",
                events.stream()
                        .map(event -> EventLine.of(event, applied.reads()))
                        .toList());
        final List<Map<String, Object>> rows = stock.rows(applied.reads());
        if (!rows.isEmpty()) {
            chapter.put("stock", rows);
        }
        return chapter;
    }

    /** Why a command that does not name the order touched it. */
    private static String bystander(final List<Map<String, Object>> events) {
        for (final Map<String, Object> event : events) {
            if (isPutOff(event)) {
                return "all unpaid holds were given more time";
            }
            if (String.valueOf(event.get(MessageText.NAME)).equals("OrderChanged")) {
                switch (Names.trigger(number(event, "trigger"))) {
                    case "EXPIRE":
                        return "its deadline had passed";
                    case "CLOSE":
                        return "it was done, and the time for returns was over";
                    default:
                        break;
                }
            }
        }
        return "it moved units of this order, or the order's time in memory was over";
    }
}
