package dev.tidegate.engine;

import dev.tidegate.message.Command.AdjustMode;
import dev.tidegate.message.Command.Alias;
import dev.tidegate.message.Command.HoldScope;
import dev.tidegate.message.Command.LimitValue;
import dev.tidegate.message.Command.LineQuantity;
import dev.tidegate.message.Command.OrderLine;
import dev.tidegate.message.Command.Urgency;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.MessageCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/** The fields of a command before it is built, whole until a fault changes them. One draft serves every command. */
final class Draft {
    /** What one line names; a command without lines has the first one's. */
    static final class Line {
        int number;
        int sku;
        int warehouse;
        int campaign;
        long quantity = 10;
        long amount = Store.PRICE;

        /** The terms under which the campaign sells, if one is wanted. */
        boolean inCampaign;

        boolean itemMissing;
        boolean beforeWindow;
        int limitPerBuyer;
        long cap = -1;

        Line(final int number, final int sku, final int warehouse) {
            this.number = number;
            this.sku = sku;
            this.warehouse = warehouse;
        }
    }

    String code = "new";
    int channel;
    long orderId;
    int reason = 1;
    long value;
    long start;
    long end;
    AdjustMode mode = AdjustMode.BY;
    HoldScope scope = HoldScope.DEFAULT;
    Urgency urgency = Urgency.NORMAL;
    String source = "TEST";
    String currency = "CNY";
    String externalNumber = "external";
    byte[] document = {};
    long buyer;
    long ordered;
    byte[] record = {};
    Long total;
    List<Integer> warehouses = new ArrayList<>();
    List<LimitValue> limits = new ArrayList<>();
    List<Alias> aliases = new ArrayList<>();
    List<Line> lines = new ArrayList<>();

    /** Whether the order is left unpaid, or unshipped, where the command would need it otherwise. */
    boolean unpaid;

    boolean unshipped;
    private final List<Consumer<HeapBuffer>> patches = new ArrayList<>();

    Line line() {
        return lines.get(0);
    }

    /** Lets a field of the block hold a byte that no value of a command can. */
    void patch(final int blockOffset, final int value) {
        patchAt(() -> blockOffset, value);
    }

    void patchAt(final IntSupplier blockOffset, final int value) {
        patches.add(buffer -> buffer.putByte(MessageCheck.HEADER_BYTES + blockOffset.getAsInt(), (byte) value));
    }

    void patchInto(final HeapBuffer buffer) {
        patches.forEach(patch -> patch.accept(buffer));
    }

    List<OrderLine> orderLines() {
        return lines.stream()
                .map(line -> new OrderLine(line.sku, line.warehouse, line.campaign, line.quantity, line.amount, 0, 0))
                .toList();
    }

    List<LineQuantity> lineQuantities() {
        return lines.stream()
                .map(line -> new LineQuantity(line.number, line.quantity))
                .toList();
    }

    long totalAmount() {
        return total != null
                ? total
                : lines.stream().mapToLong(line -> line.amount).sum();
    }
}
