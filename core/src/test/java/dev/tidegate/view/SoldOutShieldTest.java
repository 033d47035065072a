package dev.tidegate.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.CommandIds;
import dev.tidegate.engine.Engine;
import dev.tidegate.engine.EngineSettings;
import dev.tidegate.message.Command;
import dev.tidegate.message.Command.AdjustMode;
import dev.tidegate.message.CommandEncoder;
import dev.tidegate.message.CommandHeader;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SoldOutShieldTest {
    private static final long TIME = 1_800_000_000_000L;
    private static final int SKU = 1;
    private static final int BATCH = 100;
    private static final int BATCHES = 100;
    private static final int STRANGERS = 10_000;
    /** One stranger in two hundred is taken for a member, as {@link IdFilter} says; three times that are none too many. */
    private static final int COVERED = STRANGERS - 3 * STRANGERS / 200;

    private final Engine engine = new Engine(EngineSettings.small());
    private final HeapBuffer buffer = HeapBuffer.ofSize(4096);
    private final CommandEncoder encoder = new CommandEncoder();
    private final Outcome outcome = new Outcome();
    private final CommandIds ids = new CommandIds(() -> TIME, 5);
    private final List<CommandHeader> accepted = new ArrayList<>();

    private void accept(final Command command) {
        final CommandHeader header = ids.next();
        final int length = encoder.encode(header, command, buffer, 0);
        engine.apply(engine.sequence() + 1, TIME, buffer, 0, length, outcome);
        engine.events().clear();
        assertThat(outcome.accepted()).isTrue();
        accepted.add(header);
    }

    private static Command.PlaceOrder order() {
        return new Command.PlaceOrder(
                1,
                "A-1",
                "web",
                Command.Urgency.NORMAL,
                Command.Placing.ALL_OR_NONE,
                "EUR",
                100,
                0,
                0,
                0,
                List.of(new Command.OrderLine(SKU, 0, 0, 1, 100, 0, 0)),
                List.of(),
                new byte[0]);
    }

    /** The filter is made for few ids at first, and everything that waits for it has entered before it has grown. */
    @Test
    void shouldCoverNearlyEveryNewOrderSoonAfterALongSale() {
        accept(new Command.DefineWarehouse("east"));
        accept(new Command.DefineChannel("web", false, List.of(1)));
        accept(new Command.DefineSku("dress", 0));
        accept(new Command.ReceiveStock(SKU, 1, 1, 1, 0, 0, 0));
        final StockPublisher publisher = new StockPublisher(engine);
        for (int i = 0; i < BATCH * BATCHES; i++) {
            accept(new Command.ReceiveStock(SKU, 1, 1, 1, 0, 0, 0));
            if (i % BATCH == 0) {
                publisher.publish();
            }
        }
        accept(new Command.AdjustStock(SKU, 1, AdjustMode.TO, 0, 1, 0));
        publisher.publish();
        final List<CommandHeader> before = List.copyOf(accepted);
        for (int i = 0; i < BATCHES; i++) {
            // Of another SKU, which stays for sale: nothing that the shield stands before.
            accept(i == 0 ? new Command.DefineSku("coat", 0) : new Command.ReceiveStock(2, 1, 1, 1, 0, 0, 0));
            publisher.publish();
        }

        int covered = 0;
        for (int i = 0; i < STRANGERS; i++) {
            covered += publisher.shield().covers(ids.next(), order()) ? 1 : 0;
        }
        assertThat(covered).as("of " + STRANGERS).isGreaterThan(COVERED);
        assertThat(before).noneMatch(header -> publisher.shield().covers(header, order()));
    }
}
