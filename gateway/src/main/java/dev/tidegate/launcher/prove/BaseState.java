package dev.tidegate.launcher.prove;

import dev.tidegate.engine.EngineReads;
import dev.tidegate.engine.EngineReads.CampaignAllotment;
import dev.tidegate.engine.EngineReads.CampaignView;
import dev.tidegate.engine.EngineReads.ChannelSafety;
import dev.tidegate.engine.EngineReads.ChannelView;
import dev.tidegate.engine.EngineReads.LineView;
import dev.tidegate.engine.EngineReads.OrderView;
import dev.tidegate.engine.EngineReads.StockView;
import dev.tidegate.engine.EngineReads.UnitFlows;
import dev.tidegate.engine.EngineReads.WarehouseStock;
import dev.tidegate.order.OrderState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** The state that a journal begins behind, as a checker needs it: one map for each SKU, channel, campaign and order. */
final class BaseState {
    private final EngineReads reads;
    private final Consumer<Map<String, Object>> lines;
    private long orders;

    BaseState(final EngineReads reads, final Consumer<Map<String, Object>> lines) {
        this.reads = reads;
        this.lines = lines;
    }

    void write() {
        final Map<String, Object> base = line("base");
        base.put("sequence", reads.sequence());
        base.put("time", reads.timeMillis());
        base.put("timing", reads.defaultTiming());
        lines.accept(base);
        for (int number = 1; number <= reads.counts().skus(); number++) {
            lines.accept(sku(number));
        }
        for (int number = 1; number <= reads.counts().channels(); number++) {
            lines.accept(channel(number));
        }
        for (int number = 1; number <= reads.counts().campaigns(); number++) {
            lines.accept(campaign(number));
        }
        reads.orders(id -> {
            orders++;
            lines.accept(order(Objects.requireNonNull(reads.order(id))));
        });
        final Map<String, Object> end = line("base_end");
        end.put("orders", orders);
        lines.accept(end);
    }

    private static Map<String, Object> line(final String type) {
        final Map<String, Object> line = new LinkedHashMap<>();
        line.put("type", type);
        return line;
    }

    private Map<String, Object> sku(final int number) {
        final StockView stock = Objects.requireNonNull(reads.stock(number));
        final UnitFlows flows = Objects.requireNonNull(reads.flows(number));
        final Map<String, Object> line = line("base_sku");
        line.put("number", number);
        line.put("code", reads.skuCode(number));
        line.put("safetyStock", stock.safetyStock());
        line.put("received", flows.received());
        line.put("adjustedUp", flows.adjustedUp());
        line.put("adjustedDown", flows.adjustedDown());
        line.put("scrapped", flows.scrapped());
        final List<Map<String, Object>> houses = new ArrayList<>();
        for (final WarehouseStock each : stock.warehouses()) {
            final Map<String, Object> house = new LinkedHashMap<>();
            house.put("warehouse", each.warehouse());
            house.put(
                    "buckets",
                    List.of(
                            each.sellable(),
                            each.allotted(),
                            each.held(),
                            each.sold(),
                            each.shipped(),
                            each.quarantine()));
            house.put("short", each.shortUnits());
            houses.add(house);
        }
        line.put("stock", houses);
        return line;
    }

    private Map<String, Object> channel(final int number) {
        final ChannelView channel = Objects.requireNonNull(reads.channelView(number));
        final Map<String, Object> line = line("base_channel");
        line.put("number", number);
        line.put("warehouses", channel.warehouses());
        line.put("timing", channel.timing());
        final List<Map<String, Object>> safety = new ArrayList<>();
        for (final ChannelSafety each : channel.safetyStock()) {
            safety.add(Map.of("sku", each.sku(), "units", each.units()));
        }
        line.put("safetyStock", safety);
        return line;
    }

    private Map<String, Object> campaign(final int number) {
        final CampaignView campaign = Objects.requireNonNull(reads.campaignView(number));
        final Map<String, Object> line = line("base_campaign");
        line.put("number", number);
        line.put("startMillis", campaign.startMillis());
        line.put("endMillis", campaign.endMillis());
        final List<Map<String, Object>> allotments = new ArrayList<>();
        for (final CampaignAllotment each : campaign.allotments()) {
            allotments.add(Map.of("sku", each.sku(), "warehouse", each.warehouse(), "left", each.left()));
        }
        line.put("allotments", allotments);
        return line;
    }

    private static Map<String, Object> order(final OrderView order) {
        final Map<String, Object> line = line("base_order");
        line.put("orderId", order.orderId());
        line.put("channel", order.channel());
        line.put("externalNumber", order.externalNumber());
        line.put("totalAmount", order.totalAmount());
        line.put("deadlineMillis", order.deadlineMillis());
        line.put("state", order.state());
        line.put("unheld", order.unheld());
        final boolean claims = order.state() != OrderState.CLOSED && !order.unheld();
        final List<Map<String, Object>> rows = new ArrayList<>();
        for (final LineView each : order.lines()) {
            final long missing = claims ? each.shortUnits() : 0;
            final long units = claims ? each.granted() - each.cancelled() - each.shipped() - missing : 0;
            final Map<String, Object> row = new LinkedHashMap<>();
            row.put("sku", each.sku());
            row.put("warehouse", each.warehouse());
            row.put("asked", each.asked());
            row.put("held", order.paid() ? 0 : units);
            row.put("sold", order.paid() ? units : 0);
            row.put("shipped", each.shipped());
            row.put("returned", each.returned());
            row.put("short", missing);
            rows.add(row);
        }
        line.put("lines", rows);
        return line;
    }
}
