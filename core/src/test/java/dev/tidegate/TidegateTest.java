package dev.tidegate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidegate.engine.EngineReads.OrderView;
import dev.tidegate.message.Command;
import dev.tidegate.message.Command.Urgency;
import dev.tidegate.message.CommandHeader;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.pipeline.Durability;
import dev.tidegate.pipeline.GivenTime;
import dev.tidegate.pipeline.TimeSource;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class TidegateTest {
    private static final long START = 1_800_000_000_000L;

    private final GivenTime time = TimeSource.given(START);
    private final TidegateOptions options = TidegateOptions.defaults().withTime(time);

    private static Command order(final int channel, final int sku, final String number) {
        return Orders.place(channel, number, "shop", Urgency.NORMAL)
                .line(sku, 2, 300)
                .build();
    }

    @Test
    void shouldSellAndTell() {
        try (Tidegate tidegate = Tidegate.inMemory(options)) {
            final int house = tidegate.define(new Command.DefineWarehouse("HOUSE"));
            final int shop = tidegate.define(new Command.DefineChannel("SHOP", false, List.of(house)));
            final int sku = tidegate.define(new Command.DefineSku("DRESS", 0));
            tidegate.call(new Command.ReceiveStock(sku, house, 10, 1, 0, 0, 0));
            final CommandHeader header = tidegate.newHeader();
            final Outcome placed =
                    tidegate.submit(header, order(shop, sku, "TB-1")).join();

            final OrderView order = tidegate.order(placed.entityId());
            assertThat(order).isNotNull().isEqualTo(tidegate.order(shop, "TB-1"));
            assertThat(tidegate.order(shop, "TB-2")).isNull();
            assertThat(tidegate.stock(sku).warehouses().get(0).held()).isEqualTo(2);
            assertThat(tidegate.offer(sku, shop).units()).isEqualTo(8);
            assertThat(tidegate.remembered(header).code()).isEqualTo(OutcomeCode.ACCEPTED);
            assertThat(tidegate.counts().unitsHeld()).isEqualTo(2);
            assertThat(List.of(
                            tidegate.sku("DRESS"),
                            tidegate.warehouse("HOUSE"),
                            tidegate.channel("SHOP"),
                            tidegate.campaign("NONE")))
                    .containsExactly(sku, house, shop, 0);
            assertThat(tidegate.digest().sequence()).isEqualTo(5);
            assertThat(tidegate.verify()).isNull();

            tidegate.advanceTo(order.deadlineMillis());
            assertThat(tidegate.counts().unitsHeld()).isZero();
            assertThat(tidegate.state().running()).isTrue();
        }
    }

    @Test
    void shouldGiveTheFirstAnswerAgainForTheSameHeader() {
        try (Tidegate tidegate = Tidegate.inMemory(options)) {
            final CommandHeader header = tidegate.newHeader();
            final Outcome first =
                    tidegate.submit(header, new Command.DefineSku("A", 0)).join();
            final Outcome again =
                    tidegate.submit(header, new Command.DefineSku("A", 0)).join();

            assertThat(again.duplicate()).isTrue();
            assertThat(again.firstSequence()).isEqualTo(first.sequence());
            assertThat(again.entityId()).isEqualTo(first.entityId());
        }
    }

    @Test
    void shouldRefuseToWaitInACallback() throws Exception {
        try (Tidegate tidegate = Tidegate.inMemory(options)) {
            final CompletableFuture<Throwable> thrown = new CompletableFuture<>();
            tidegate.submit(tidegate.newHeader(), new Command.DefineSku("A", 0), 0, (correlation, outcome) -> {
                try {
                    tidegate.counts();
                } catch (final IllegalStateException refused) {
                    thrown.complete(refused);
                }
            });

            assertThat(thrown.get(120, TimeUnit.SECONDS)).hasMessageContaining("callback");
        }
    }

    @Test
    void shouldThrowOnlyWhenADefinitionIsRefused() {
        try (Tidegate tidegate = Tidegate.inMemory(options)) {
            assertThat(tidegate.call(new Command.DefineSku("", 0)).code()).isEqualTo(OutcomeCode.CODE_INVALID);
            assertThatThrownBy(() -> tidegate.define(new Command.DefineSku("", 0)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("CODE_INVALID");
        }
    }

    @Test
    void shouldSayWhichJarIsMissing() {
        assertThatThrownBy(() -> Tidegate.open(Path.of("nowhere"), options))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("tidegate-journal");
    }

    @Test
    void shouldNameTheOptionItsValueAndItsRange() {
        assertThatThrownBy(() -> options.withRingSlots(100)).hasMessage("ringSlots is 100, must be 4096 to 4194304");
        assertThatThrownBy(() -> options.withRingSlots(5000))
                .hasMessage("ringSlots is 5000, must be a power of two from 4096 to 4194304");
        assertThatThrownBy(() -> options.withExpectedOrders(0)).hasMessageContaining("expectedOrders is 0");
        assertThatThrownBy(() -> options.withListenerBytes(1)).hasMessageContaining("listenerBytes is 1");
        assertThatThrownBy(() -> options.withCommandsPerMark(0)).hasMessageContaining("commandsPerMark is 0");
        assertThat(options.withDurability(Durability.DISK).durability()).isEqualTo(Durability.DISK);
    }

    @Test
    void shouldGiveEachTidegateAClockOfItsOwn() {
        final TidegateOptions clock = TidegateOptions.defaults();
        try (Tidegate one = Tidegate.inMemory(clock);
                Tidegate two = Tidegate.inMemory(clock)) {
            assertThat(one.pipeline().time()).isNotSameAs(two.pipeline().time());
            assertThatThrownBy(() -> one.advanceTo(START)).isInstanceOf(IllegalStateException.class);
        }
    }
}
