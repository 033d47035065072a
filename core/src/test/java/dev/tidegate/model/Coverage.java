package dev.tidegate.model;

import dev.tidegate.message.Command;
import dev.tidegate.message.Command.AdjustStock;
import dev.tidegate.message.Command.OrderLine;
import dev.tidegate.message.Command.PlaceOrder;
import dev.tidegate.message.Command.SetAllotment;
import dev.tidegate.message.Command.SetChannelQuota;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.model.Books.Order;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts what a run has met. */
final class Coverage {
    private static final int RARE = 20;

    private final Map<String, Map<OutcomeCode, Integer>> answers = new TreeMap<>();
    private int commands;
    private int duplicates;
    private int unswept;

    /** To be asked before the command is applied. */
    void before(final Command command, final long timeMillis, final Books books, final OrderKeys keys) {
        commands++;
        final long now = Math.max(books.now, timeMillis);
        final Order order = books.orders.get(keys.idOfKey().getOrDefault(OrderKeys.keyOf(command), 0L));
        if (order != null && order.dueAt(now) || skus(command).stream().anyMatch(sku -> isUnswept(books, now, sku))) {
            unswept++;
        }
    }

    private static boolean isUnswept(final Books books, final long now, final int sku) {
        return books.orders.values().stream()
                        .anyMatch(order -> order.dueAt(now)
                                && order.lines.stream().anyMatch(line -> line.sku == sku && line.live() > 0))
                || books.campaigns.stream()
                        .anyMatch(campaign ->
                                !campaign.wound && campaign.end <= now && books.hasAllotment(campaign.number, sku));
    }

    /** The SKUs that a command may settle. */
    private static List<Integer> skus(final Command command) {
        if (command instanceof PlaceOrder c) {
            return c.lines().stream().map(OrderLine::sku).toList();
        } else if (command instanceof AdjustStock c) {
            return List.of(c.sku());
        } else if (command instanceof SetAllotment c) {
            return List.of(c.sku());
        } else if (command instanceof SetChannelQuota c) {
            return List.of(c.sku());
        }
        return List.of();
    }

    void after(final Command command, final ReferenceOutcome outcome) {
        if (outcome.duplicate()) {
            duplicates++;
        } else {
            answers.computeIfAbsent(command.getClass().getSimpleName(), name -> new EnumMap<>(OutcomeCode.class))
                    .merge(outcome.code(), 1, Integer::sum);
        }
    }

    /** Codes that the engine gives and that were never met. */
    List<OutcomeCode> missing() {
        return Arrays.stream(OutcomeCode.values())
                .filter(code -> code.number() < 100 || code.number() >= 200)
                .filter(code -> code != OutcomeCode.INTERNAL && code != OutcomeCode.VOIDED)
                .filter(code -> answers.values().stream().noneMatch(counts -> counts.containsKey(code)))
                .toList();
    }

    /** How often each code was met that the engine gives. */
    private Map<OutcomeCode, Integer> totals() {
        final Map<OutcomeCode, Integer> totals = new EnumMap<>(OutcomeCode.class);
        answers.values().forEach(counts -> counts.forEach((code, count) -> totals.merge(code, count, Integer::sum)));
        return totals;
    }

    /** Share of commands that met an order or a SKU with something due and not swept, in percent. */
    double unsweptPercent() {
        return 100.0 * unswept / Math.max(1, commands);
    }

    double duplicatePercent() {
        return 100.0 * duplicates / Math.max(1, commands);
    }

    @Override
    public String toString() {
        final StringBuilder text = new StringBuilder();
        answers.forEach((command, counts) -> text.append(String.format("%-16s %s%n", command, counts)));
        text.append("rarest ")
                .append(totals().entrySet().stream()
                        .filter(entry -> entry.getValue() < RARE)
                        .toList())
                .append(System.lineSeparator());
        return text.append(String.format(
                        "%d commands, %.1f%% duplicates, %.1f%% met something due and not swept%n",
                        commands, duplicatePercent(), unsweptPercent()))
                .toString();
    }
}
