package dev.tidegate.launcher.replay;

import dev.tidegate.launcher.replay.CommandIds.Kind;
import dev.tidegate.launcher.replay.ReplayStep.OpeningStock;
import dev.tidegate.launcher.replay.ReplayStep.OrderLine;
import dev.tidegate.launcher.replay.ReplayStep.PlaceOrder;
import dev.tidegate.launcher.replay.ReplayStep.ReturnInvoice;
import dev.tidegate.message.CommandHeader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What follows from the plan and the file before the engine has said anything: the engine times, the SKUs, and the
 * header of every command that may be given. Engine time does not step back, so a step takes place at the greatest time
 * so far, and the ids of its commands carry that time.
 */
final class ReplayScript {
    /** The engine takes at most so many units in one command. */
    static final long MOST_UNITS_AT_ONCE = 1_000_000_000L;
    /** The engine takes at most so many lines in one order. */
    static final int MOST_ORDER_LINES = 2_000;

    private static final int MOST_INVOICE_BYTES = 40;

    private final ReplayPlan plan;
    private final CommandIds ids;
    private final long[] stepMillis;
    private final Map<String, Long> skuRecords = new LinkedHashMap<>();

    ReplayScript(final ReplayPlan plan, final String fileSha256) {
        this.plan = plan;
        ids = new CommandIds(fileSha256);
        stepMillis = new long[plan.steps().size()];
        long nowMillis = 0;
        for (int i = 0; i < stepMillis.length; i++) {
            final ReplayStep step = plan.steps().get(i);
            nowMillis = Math.max(nowMillis, step.timeMillis());
            stepMillis[i] = nowMillis;
            if (step instanceof PlaceOrder order) {
                for (final OrderLine line : order.lines()) {
                    skuRecords.putIfAbsent(line.sku(), line.record());
                }
            }
        }
    }

    ReplayPlan plan() {
        return plan;
    }

    /** Engine time of everything before the first step. */
    long startMillis() {
        return stepMillis.length == 0 ? 0 : stepMillis[0];
    }

    /** Engine time of the last step. */
    long endMillis() {
        return stepMillis.length == 0 ? 0 : stepMillis[stepMillis.length - 1];
    }

    /** Engine time of a step. */
    long timeMillis(final int step) {
        return stepMillis[step];
    }

    /** Every SKU that is ordered, in the order of the file, and the record of its first line. */
    Map<String, Long> skuRecords() {
        return Collections.unmodifiableMap(skuRecords);
    }

    /**
     * Whether the engine would refuse the order for itself alone. Such an order is not given to it: the engine does not
     * remember such refusals, and a resumed run would give it again.
     */
    static boolean isRefusedUnseen(final PlaceOrder order) {
        return order.lines().size() > MOST_ORDER_LINES
                || order.invoice().getBytes(StandardCharsets.UTF_8).length > MOST_INVOICE_BYTES
                || order.lines().stream().anyMatch(line -> line.quantity() > MOST_UNITS_AT_ONCE);
    }

    /** Opening stock in the quantities that are received at once. */
    static List<Long> receipts(final OpeningStock opening) {
        final List<Long> receipts = new ArrayList<>();
        for (long left = opening.quantity(); left > 0; left -= MOST_UNITS_AT_ONCE) {
            receipts.add(Math.min(left, MOST_UNITS_AT_ONCE));
        }
        return receipts;
    }

    /** The header of a command before the first step. */
    CommandHeader setupHeader(final Kind kind, final long record) {
        return header(kind, record, 0, startMillis());
    }

    /** The header of a command of a step. */
    CommandHeader header(final Kind kind, final long record, final int part, final int step) {
        return header(kind, record, part, stepMillis[step]);
    }

    private CommandHeader header(final Kind kind, final long record, final int part, final long timeMillis) {
        final UUID id = ids.id(kind, record, part, timeMillis);
        return new CommandHeader(
                id.getMostSignificantBits(),
                id.getLeastSignificantBits(),
                0,
                CommandHeader.ActorType.SYSTEM,
                0,
                record);
    }

    /** Headers of all that comes before the first step, in order. */
    List<CommandHeader> setupHeaders() {
        final List<CommandHeader> headers = new ArrayList<>();
        headers.add(setupHeader(Kind.LIMITS, 0));
        headers.add(setupHeader(Kind.WAREHOUSE, 0));
        headers.add(setupHeader(Kind.CHANNEL, 0));
        skuRecords.values().forEach(record -> headers.add(setupHeader(Kind.SKU, record)));
        return headers;
    }

    /** Headers of the commands that a step may take, in order. */
    List<CommandHeader> headers(final int index) {
        final ReplayStep step = plan.steps().get(index);
        final List<CommandHeader> headers = new ArrayList<>();
        if (step instanceof OpeningStock opening) {
            for (int part = 0; part < receipts(opening).size(); part++) {
                headers.add(header(Kind.RECEIVE, step.record(), part, index));
            }
        } else if (step instanceof PlaceOrder) {
            headers.add(header(Kind.PLACE, step.record(), 0, index));
            headers.add(header(Kind.PAY, step.record(), 0, index));
            headers.add(header(Kind.SHIP, step.record(), 0, index));
        } else if (step instanceof ReturnInvoice returned) {
            returned.lines().forEach(line -> headers.add(header(Kind.RETURN, line.record(), 0, index)));
        }
        return headers;
    }
}
