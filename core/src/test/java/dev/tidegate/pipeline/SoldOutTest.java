package dev.tidegate.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.Orders;
import dev.tidegate.message.Command;
import dev.tidegate.message.Command.HoldTiming;
import dev.tidegate.message.Command.OrderLine;
import dev.tidegate.message.CommandEncoder;
import dev.tidegate.message.CommandHeader;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.view.UnitsLeft;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which orders the shield covers, state by state; the shop begins with two units. */
@Timeout(300)
class SoldOutTest {
    private static final long HALF_HOUR = 30 * 60_000;

    private final GivenTime time = TimeSource.given(Shop.START_MILLIS);
    private final Shop shop = Shop.open(PipelineSettings.of(Durability.MEMORY, time), null, 2);
    private int numbers;

    @AfterEach
    void close() {
        shop.close();
    }

    private Command.PlaceOrder order(final long units) {
        return Shop.order("N" + numbers++, place -> place.line(Shop.SKU, units, 100));
    }

    private Command.PlaceOrder one() {
        return Shop.order("N" + numbers++);
    }

    /** Asks in both forms, which must agree. */
    private boolean covered(final CommandHeader header, final Command.PlaceOrder order) {
        final HeapBuffer message = HeapBuffer.ofSize(4096);
        final int length = new CommandEncoder().encode(header, order, message, 64);
        final boolean covered = shop.pipeline.soldOutNow(header, order);
        assertThat(shop.pipeline.soldOutNow(message, 64, length)).isEqualTo(covered);
        return covered;
    }

    private boolean covered() {
        final boolean covered = covered(shop.header(), one());
        if (covered) {
            assertThat(shop.ask(one()).accepted()).isFalse();
        }
        return covered;
    }

    private long place() {
        final Outcome placed = shop.ask(one());
        assertThat(placed.code()).isEqualTo(OutcomeCode.ACCEPTED);
        return placed.entityId();
    }

    private void accepted(final Command command) {
        assertThat(shop.ask(command).code()).as("%s", command).isEqualTo(OutcomeCode.ACCEPTED);
    }

    private void pay(final long order) {
        accepted(new Command.ConfirmPayment(order, 100));
    }

    /** Everything is sold and paid. */
    private void sellOut() {
        pay(place());
        pay(place());
    }

    private UnitsLeft left() {
        return shop.pipeline.stockView().get(Shop.SKU);
    }

    @Test
    void shouldCoverWhenNothingIsLeftAndNoHoldLives() {
        assertThat(covered()).isFalse();
        pay(place());
        assertThat(covered()).isFalse();
        final long last = place();
        assertThat(covered()).as("a hold lives").isFalse();
        assertThat(left().units()).isZero();
        pay(last);
        assertThat(covered()).isTrue();
        accepted(Orders.ship(last));
        assertThat(covered()).as("shipped").isTrue();
        assertThat(left().soldOut()).isTrue();
    }

    @Test
    void shouldNotCoverOnceAnybodyHasBeenToldOfAUnit() {
        sellOut();
        final long cancelled = Shop.get(shop.pipeline.read(reads -> reads.order(Shop.CHANNEL, "N0")))
                .orderId();
        assertThat(covered()).isTrue();
        accepted(Orders.cancel(cancelled, 1));
        assertThat(covered()).as("a paid order was cancelled").isFalse();
        pay(place());
        assertThat(covered()).isTrue();
        accepted(Shop.receive(1));
        assertThat(covered()).as("a receipt").isFalse();
    }

    @Test
    void shouldNotCoverWhileAHoldMayExpire() {
        pay(place());
        place();
        assertThat(covered()).isFalse();
        Shop.get(shop.pipeline.advanceTo(Shop.START_MILLIS + HALF_HOUR));

        assertThat(left().units()).isEqualTo(1);
        assertThat(covered()).isFalse();
        pay(place());
        assertThat(covered()).isTrue();
    }

    @Test
    void shouldNotCoverWhileACampaignKeepsUnits() {
        final int campaign =
                (int) shop.ask(new Command.DefineCampaign("K", Shop.START_MILLIS, Shop.START_MILLIS + HALF_HOUR))
                        .entityId();
        accepted(new Command.SetCampaignItem(campaign, Shop.SKU, 0, -1));
        accepted(new Command.SetAllotment(campaign, Shop.SKU, Shop.WAREHOUSE, 1));
        pay(place());

        assertThat(left().units()).isZero();
        assertThat(left().allotted()).isEqualTo(1);
        assertThat(covered()).isFalse();
        Shop.get(shop.pipeline.advanceTo(Shop.START_MILLIS + HALF_HOUR));
        assertThat(left().units()).isEqualTo(1);
        assertThat(left().allotted()).isZero();
        pay(place());
        assertThat(covered()).isTrue();
    }

    @Test
    void shouldCountSafetyStockAsNotForSale() {
        pay(place());
        accepted(new Command.SetSafetyStock(Shop.SKU, 0, 1));
        assertThat(left().units()).isZero();
        assertThat(covered()).isTrue();
        accepted(new Command.SetSafetyStock(Shop.SKU, Shop.CHANNEL, 1));
        accepted(new Command.SetSafetyStock(Shop.SKU, 0, 0));
        assertThat(left().units()).isEqualTo(1);
        assertThat(covered())
                .as("a channel's own safety stock is the engine's to decide")
                .isFalse();
    }

    @Test
    void shouldNotCoverWhileClaimsWithoutUnitsLive() {
        sellOut();
        assertThat(covered()).isTrue();
        accepted(new Command.AdjustStock(Shop.SKU, Shop.WAREHOUSE, Command.AdjustMode.BY, -1, 1, 0));
        assertThat(covered()).isFalse();
        accepted(Shop.receive(1));
        assertThat(covered()).as("the receipt went to the claim").isTrue();
    }

    @Test
    void shouldNotCoverChannelsThatHoldAtThePayment() {
        sellOut();
        accepted(new Command.SetHoldTiming(Shop.CHANNEL, HoldTiming.AT_PAYMENT));
        assertThat(covered()).isFalse();
        final CommandHeader header = shop.header();
        final Command.PlaceOrder order = one();
        assertThat(Shop.get(shop.pipeline.submit(header, order)).code()).isEqualTo(OutcomeCode.ACCEPTED);

        accepted(new Command.SetHoldTiming(Shop.CHANNEL, HoldTiming.AT_ORDER));
        assertThat(covered()).isTrue();
        assertThat(covered(header, order))
                .as("accepted while the stock was held at the payment")
                .isFalse();
        accepted(new Command.SetHoldTiming(0, HoldTiming.AT_PAYMENT));
        assertThat(covered()).as("a timing of its own").isTrue();
    }

    @Test
    void shouldLeaveWhatItDoesNotKnowToTheEngine() {
        sellOut();
        final int never = (int) shop.ask(new Command.DefineSku("NEVER", 0)).entityId();
        final CommandHeader header = shop.header();

        assertThat(covered(header, line(Shop.CHANNEL, never)))
                .as("never had a unit")
                .isTrue();
        accepted(new Command.RetireSku(never));
        assertThat(covered(header, line(Shop.CHANNEL, never))).as("retired").isFalse();
        assertThat(covered(header, line(Shop.CHANNEL, never + 1)))
                .as("unknown SKU")
                .isFalse();
        assertThat(covered(header, line(Shop.CHANNEL, -1))).isFalse();
        assertThat(covered(header, line(0, Shop.SKU))).as("unknown channel").isFalse();
        assertThat(covered(header, line(2, Shop.SKU))).isFalse();
        assertThat(covered(header, line(65_535, Shop.SKU))).isFalse();
        accepted(new Command.DefineSku("HAS", 0));
        accepted(new Command.ReceiveStock(never + 1, Shop.WAREHOUSE, 1, 1, 0, 0, 0));
        assertThat(covered(header, Shop.order("L", place -> place.line(never + 1, 1, 5))))
                .as("another line is not sold out")
                .isFalse();
        assertThat(covered(header, Shop.order("L", place -> place.line(Shop.SKU, 1, 5))))
                .as("both lines are")
                .isTrue();
        assertThat(covered(
                        header,
                        Orders.place(Shop.CHANNEL, "L", "shop", Command.Urgency.NORMAL)
                                .build()))
                .as("no lines")
                .isFalse();
        assertThat(shop.pipeline.soldOutNow(header, Shop.receive(1))).isFalse();
    }

    private static Command.PlaceOrder line(final int channel, final int sku) {
        return Orders.place(channel, "L", "shop", Command.Urgency.NORMAL)
                .line(new OrderLine(sku, 0, 0, 1, 100, 0, 0))
                .build();
    }

    @Test
    void shouldCoverOnlyWholeMessages() {
        sellOut();
        final HeapBuffer message = HeapBuffer.ofSize(1024);
        final int length = new CommandEncoder().encode(shop.header(), one(), message, 0);

        assertThat(shop.pipeline.soldOutNow(message, 0, length)).isTrue();
        for (int shorter = 0; shorter < length; shorter++) {
            assertThat(shop.pipeline.soldOutNow(message, 0, shorter)).isFalse();
        }
        assertThat(shop.pipeline.soldOutNow(HeapBuffer.ofSize(500), 0, 500)).isFalse();
    }

    @Test
    void shouldNeverCoverTheRepetitionOfAnAcceptedCommand() {
        final CommandHeader first = shop.header();
        final Command.PlaceOrder order = order(1);
        pay2(Shop.get(shop.pipeline.submit(first, order)));
        assertThat(covered()).isTrue();

        assertThat(covered(first, order)).isFalse();
        assertThat(Shop.get(shop.pipeline.submit(first, order)).duplicate()).isTrue();
        final CommandHeader other = new CommandHeader(
                first.idHigh(), first.idLow(), 9, first.actorType(), first.actor(), first.reference());
        assertThat(covered(other, order)).as("of another principal").isTrue();
        // The engine forgets the id after the horizon and says TOO_OLD; the shield must not say that it was never
        // taken.
        Shop.get(shop.pipeline.advanceTo(Shop.START_MILLIS + TimeUnit.DAYS.toMillis(2)));
        for (int i = 0; i < 10; i++) {
            accepted(new Command.SetSafetyStock(Shop.SKU, Shop.CHANNEL, i));
        }
        assertThat(covered()).isTrue();
        assertThat(covered(first, order)).isFalse();
    }

    private void pay2(final Outcome placed) {
        accepted(new Command.ConfirmPayment(placed.entityId(), 200));
    }

    @Test
    void shouldPublishBeforeAReadOfTheSameBatchIsRun() {
        sellOut();
        final CountDownLatch gate = shop.hold();
        final var received = shop.send(Shop.receive(1));
        final var seen = shop.pipeline.read(reads -> {
            final long units = reads.stock(Shop.SKU).warehouses().get(0).sellable();
            return units + " " + left().units() + " " + covered(shop.header(), one());
        });
        final var taken = shop.send(one());
        gate.countDown();

        assertThat(Shop.get(seen)).isEqualTo("1 1 false");
        assertThat(Shop.get(received).accepted()).isTrue();
        assertThat(Shop.get(taken).accepted()).isTrue();
    }

    @Test
    void shouldCoverNothingOnceItHasStopped() {
        sellOut();
        assertThat(covered(shop.header(), one())).isTrue();
        shop.close();

        assertThat(covered(shop.header(), one())).isFalse();
    }

    @Test
    void shouldKnowAllThatWasThereBefore() {
        sellOut();
        final Command.PlaceOrder order = one();
        final CommandHeader header = shop.header();
        accepted(Shop.receive(1));
        pay(Shop.get(shop.pipeline.submit(header, order)).entityId());
        shop.close();

        try (Pipeline again = new Pipeline(
                shop.engine, null, PipelineSettings.of(Durability.MEMORY, TimeSource.given(Shop.START_MILLIS)))) {
            assertThat(again.stockView().sequence()).isEqualTo(shop.engine.sequence());
            assertThat(again.stockView().get(Shop.SKU))
                    .isEqualTo(new UnitsLeft(Shop.SKU, 0, 0, false, true, shop.engine.sequence()));
            assertThat(again.soldOutNow(shop.header(), one())).isTrue();
            assertThat(again.soldOutNow(header, order)).isFalse();
        }
    }

    @Test
    void shouldTellFrozenAndRetired() {
        accepted(new Command.SetFreeze(Shop.SKU, true, 1));
        assertThat(left().frozen()).isTrue();
        assertThat(left().units()).isEqualTo(2);
        accepted(new Command.SetFreeze(Shop.SKU, false, 1));
        assertThat(left().frozen()).isFalse();
        assertThat(List.of(left().units(), left().allotted())).containsExactly(2L, 0L);
    }
}
