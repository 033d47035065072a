package dev.tidegate.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.Orders;
import dev.tidegate.Tidegate;
import dev.tidegate.TidegateOptions;
import dev.tidegate.engine.EngineReads.HoldPage;
import dev.tidegate.engine.EngineReads.OrderView;
import dev.tidegate.message.Command;
import dev.tidegate.message.Command.Urgency;
import dev.tidegate.pipeline.GivenTime;
import dev.tidegate.pipeline.TimeSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Holds by their expiry, by SKU and by buyer, against a look at every open order. */
class HoldReadsTest {
    private static final long START = 1_800_000_000_000L;
    private static final int ORDERS = 600;
    private static final int SKUS = 7;
    private static final int BUYERS = 5;

    private final GivenTime time = TimeSource.given(START);
    private final Tidegate tidegate =
            Tidegate.inMemory(TidegateOptions.defaults().withTime(time));
    private final Random random = new Random(11);

    /** Of each order, by its id's place in {@link #ids}. */
    private final List<Long> ids = new ArrayList<>();

    private final List<Integer> buyers = new ArrayList<>();

    @BeforeEach
    void placeManyAndEndSome() {
        tidegate.define(new Command.DefineWarehouse("HOUSE"));
        tidegate.define(new Command.DefineChannel("SHOP", true, List.of(1)));
        for (int sku = 1; sku <= SKUS; sku++) {
            tidegate.define(new Command.DefineSku("SKU-" + sku, 0));
            tidegate.call(new Command.ReceiveStock(sku, 1, 10_000, 1, 0, 0, 0));
        }
        for (int i = 0; i < ORDERS; i++) {
            if (random.nextInt(10) == 0) {
                tidegate.advanceTo(time.nowMillis() + random.nextInt(20_000));
            }
            place(i);
            final long some = ids.get(random.nextInt(ids.size()));
            switch (random.nextInt(8)) {
                case 0 -> tidegate.call(new Command.StartPayment(some));
                case 1 -> tidegate.call(new Command.ConfirmPayment(some, 1));
                case 2 -> tidegate.call(Orders.cancel(some, 1));
                default -> {}
            }
        }
    }

    private void place(final int number) {
        final int buyer = 1 + random.nextInt(BUYERS);
        final Orders.Place order = Orders.place(1, "N-" + number, "shop", Urgency.NORMAL)
                .line(1 + random.nextInt(SKUS), 1, 1)
                .buyer(buyer, -buyer);
        if (random.nextInt(3) == 0) {
            order.holdMillis(60_000 + random.nextInt(1_000_000));
        }
        ids.add(tidegate.call(order.build()).entityId());
        buyers.add(buyer);
    }

    @AfterEach
    void close() {
        tidegate.close();
    }

    private List<OrderView> all() {
        return ids.stream()
                .map(tidegate::order)
                .filter(order -> order != null && order.deadlineMillis() != 0)
                .toList();
    }

    @Test
    void shouldPageThroughHoldsInTheOrderOfTheirExpiry() {
        final List<OrderView> expected = all().stream()
                .sorted(Comparator.comparingLong(OrderView::deadlineMillis)
                        .thenComparingLong(OrderView::placedSequence))
                .toList();
        assertThat(expected).hasSizeGreaterThan(100);
        final List<OrderView> found = new ArrayList<>();
        HoldPage page = page(Long.MIN_VALUE, 0);
        while (!page.complete()) {
            assertThat(page.orders()).hasSize(7);
            found.addAll(page.orders());
            final OrderView last = found.get(found.size() - 1);
            page = page(last.deadlineMillis(), last.placedSequence());
        }
        found.addAll(page.orders());

        assertThat(found).isEqualTo(expected);
        assertThat(tidegate.verify()).isNull();
    }

    private HoldPage page(final long deadline, final long sequence) {
        return tidegate.read(reads -> reads.holds(deadline, sequence, order -> true, 7, 100_000))
                .join();
    }

    @Test
    void shouldLookNoFurtherThanItIsTold() {
        final HoldPage page = tidegate.read(reads -> reads.holds(Long.MIN_VALUE, 0, order -> false, 5, 20))
                .join();

        assertThat(page.looked()).isEqualTo(20);
        assertThat(page.orders()).isEmpty();
        assertThat(page.complete()).isFalse();
    }

    @Test
    void shouldFindTheHoldsOfASkuAndOfABuyerInSteps() {
        for (int buyer = 0; buyer <= BUYERS; buyer++) {
            for (int sku = buyer == 0 ? 1 : 0; sku <= SKUS; sku++) {
                final int wantedSku = sku;
                final int wantedBuyer = buyer;
                final List<OrderView> expected = all().stream()
                        .filter(order -> wantedSku == 0 || order.lines().get(0).sku() == wantedSku)
                        .filter(order -> wantedBuyer == 0 || buyers.get(ids.indexOf(order.orderId())) == wantedBuyer)
                        .toList();

                assertThat(search(sku, buyer)).containsExactlyInAnyOrderElementsOf(expected);
            }
        }
    }

    private List<OrderView> search(final int sku, final int buyer) {
        final List<OrderView> found = new ArrayList<>();
        int next = 1;
        while (next != 0) {
            final int from = next;
            final HoldPage page = tidegate.read(reads -> reads.search(from, 50, sku, buyer, -buyer, order -> true, 4))
                    .join();
            assertThat(page.looked()).isLessThanOrEqualTo(50);
            assertThat(page.orders()).hasSizeLessThanOrEqualTo(4);
            found.addAll(page.orders());
            next = page.next();
        }
        return found;
    }
}
