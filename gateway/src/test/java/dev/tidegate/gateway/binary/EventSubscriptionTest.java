package dev.tidegate.gateway.binary;

import static dev.tidegate.gateway.TestGateway.DRESS;
import static dev.tidegate.gateway.TestGateway.MARKET;
import static dev.tidegate.gateway.TestGateway.PRICE;
import static dev.tidegate.gateway.TestGateway.WEB;
import static dev.tidegate.gateway.TestGateway.place;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.gateway.TestGateway;
import dev.tidegate.gateway.binary.RawEvents.Received;
import dev.tidegate.gateway.security.ApiKeys;
import dev.tidegate.message.Command;
import dev.tidegate.message.sbe.OrderChangedDecoder;
import dev.tidegate.message.sbe.OrderPlacedDecoder;
import dev.tidegate.message.sbe.StockMovedDecoder;
import dev.tidegate.message.sbe.SubscribeEncoder;
import dev.tidegate.pipeline.EventCursor;
import dev.tidegate.wire.EndCode;
import dev.tidegate.wire.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Events over the binary protocol: from any cursor, filtered, and ended with a reason and a place to go on from. */
@Timeout(300)
class EventSubscriptionTest {
    @TempDir
    private Path folder;

    /** Where the log stands once it holds so many events: 6 of the shop, 2 of each order and of each payment. */
    private static EventCursor newest(final TestGateway shop, final int events) {
        shop.awaitEventLog();
        assertThat(shop.tidegate.events().newest().sequence()).isEqualTo(events);
        return shop.tidegate.events().newest();
    }

    private static List<Long> numbers(final List<Received> events) {
        return events.stream().map(Received::event).toList();
    }

    private static List<String> kinds(final List<Received> events) {
        return events.stream().map(event -> Words.kind(event.template())).toList();
    }

    @Test
    void shouldGiveOldEventsAndThenNewOnesWithoutAGap() throws Exception {
        try (TestGateway shop = TestGateway.openFolder(folder)) {
            for (int i = 0; i < 500; i++) {
                shop.tidegate.submit(place(WEB, "A-" + i, 1));
            }
            shop.tidegate.call(place(WEB, "A-last", 1));
            final long old = newest(shop, 6 + 2 * 501).sequence();
            try (RawEvents events = RawEvents.open(shop.binaryPort(), RawEvents.oldest(7))) {
                assertThat(events.subscribed()).isEqualTo(new EventCursor(1, 0));
                final List<Received> first = events.take(old);
                for (int i = 0; i < 500; i++) {
                    shop.tidegate.submit(place(WEB, "B-" + i, 1));
                }
                final List<Received> all = new ArrayList<>(first);
                all.addAll(events.take(1000));

                assertThat(numbers(all))
                        .containsExactlyElementsOf(
                                LongStream.rangeClosed(1, old + 1000).boxed().toList());
                assertThat(all.get(0).sequence()).isEqualTo(1);
                assertThat(events.cursor()).isEqualTo(new EventCursor(1, old + 1000));
            }
            try (RawEvents again = RawEvents.open(shop.binaryPort(), RawEvents.behind(8, 1, old + 700))) {
                assertThat(again.take(3)).extracting(Received::event).containsExactly(old + 701, old + 702, old + 703);
            }
        }
    }

    @Test
    void shouldBeginBehindTheNewestAndKeepInTouch() throws Exception {
        try (TestGateway shop = TestGateway.openFolder(folder, "feed.heartbeat-millis", "100");
                RawEvents events = RawEvents.open(shop.binaryPort(), RawEvents.newest(7))) {
            final EventCursor from = events.subscribed();
            assertThat(from).isEqualTo(newest(shop, 6));
            events.awaitHeartbeat();
            final long order = shop.tidegate.call(place(WEB, "C-1", 2)).entityId();

            final List<Received> placed = events.take(2);
            assertThat(kinds(placed)).containsExactly("OrderPlaced", "StockMoved");
            assertThat(placed.get(0).event()).isEqualTo(from.sequence() + 1);
            events.awaitHeartbeat();
            assertThat(events.cursor()).isEqualTo(new EventCursor(1, from.sequence() + 2));

            events.send(RawEvents.unsubscribe(7));
            assertThat(events.ended().code()).isEqualTo(EndCode.UNSUBSCRIBED);
            shop.tidegate.call(new Command.ConfirmPayment(order, 2 * PRICE));
            // The same connection may subscribe again, under the same correlation.
            events.send(RawEvents.behind(7, 1, from.sequence() + 2));
            assertThat(kinds(events.take(2))).containsExactly("StockMoved", "OrderChanged");
        }
    }

    @Test
    void shouldGiveOnlyWhatWasAskedFor() throws Exception {
        try (TestGateway shop = TestGateway.openFolder(folder)) {
            final long web = shop.tidegate.call(place(WEB, "D-1", 1)).entityId();
            final long market = shop.tidegate.call(place(MARKET, "D-2", 1)).entityId();
            shop.tidegate.call(new Command.ConfirmPayment(web, PRICE));
            shop.tidegate.call(new Command.ConfirmPayment(market, PRICE));
            final long all = newest(shop, 14).sequence();

            assertThat(kinds(filtered(shop, all, subscribe -> {
                        subscribe.kindsCount(1).next().kind(OrderPlacedDecoder.TEMPLATE_ID);
                        subscribe.skusCount(0);
                        subscribe.channelsCount(0);
                        subscribe.ordersCount(0);
                    })))
                    .containsExactly("OrderPlaced", "OrderPlaced");
            assertThat(filtered(shop, all, subscribe -> {
                        subscribe.kindsCount(1).next().kind(StockMovedDecoder.TEMPLATE_ID);
                        subscribe.skusCount(1).next().sku(DRESS);
                        subscribe.channelsCount(0);
                        subscribe.ordersCount(1).next().orderId(market);
                    }))
                    .hasSize(2)
                    .allMatch(event -> event.order() == market);
            assertThat(filtered(shop, all, subscribe -> {
                        subscribe.kindsCount(1).next().kind(OrderChangedDecoder.TEMPLATE_ID);
                        subscribe.skusCount(0);
                        subscribe.channelsCount(1).next().channel(MARKET);
                        subscribe.ordersCount(0);
                    }))
                    .isNotEmpty()
                    .allMatch(event -> event.order() == market);
        }
    }

    private static List<Received> filtered(final TestGateway shop, final long all, final RawEvents.Filter filter)
            throws IOException {
        try (RawEvents events = RawEvents.open(shop.binaryPort(), RawEvents.subscribe(1, 0, 0, filter))) {
            return events.takeUpTo(all);
        }
    }

    @Test
    void shouldAskTheEngineForTheChannelOfAnOrderPlacedLongAgo() throws Exception {
        final long web;
        final long market;
        try (TestGateway shop = TestGateway.openFolder(folder)) {
            web = shop.tidegate.call(place(WEB, "E-1", 1)).entityId();
            market = shop.tidegate.call(place(MARKET, "E-2", 1)).entityId();
        }
        try (TestGateway shop = TestGateway.openFolder(folder)) {
            final EventCursor from = newest(shop, 10);
            shop.tidegate.call(new Command.ConfirmPayment(web, PRICE));
            shop.tidegate.call(new Command.ConfirmPayment(market, PRICE));
            final long all = newest(shop, 14).sequence();
            final byte[] subscribe = RawEvents.subscribe(1, from.epoch(), from.sequence(), filter -> {
                filter.kindsCount(0);
                filter.skusCount(0);
                filter.channelsCount(1).next().channel(MARKET);
                filter.ordersCount(0);
            });
            try (RawEvents events = RawEvents.open(shop.binaryPort(), subscribe)) {
                assertThat(events.takeUpTo(all)).isNotEmpty().allMatch(event -> event.order() == market);
            }
        }
    }

    @Test
    void shouldShowAKeyOnlyTheOrdersOfItsChannels() throws Exception {
        final Path keys = folder.resolve("keys.yaml");
        final String secret = "ab".repeat(32);
        Files.writeString(
                keys,
                "keys:\n  - {id: web, sha256: " + ApiKeys.hashHex(secret)
                        + ", principal: 1, scopes: [read, orders], channels: [1]}\n"
                        + "  - {id: deaf, sha256: " + ApiKeys.hashHex(secret) + ", principal: 1, scopes: [orders]}\n");
        try (TestGateway shop = TestGateway.openFolder(folder.resolve("data"), "security.keys-file", keys.toString())) {
            final long web = shop.tidegate.call(place(WEB, "F-1", 1)).entityId();
            shop.tidegate.call(place(MARKET, "F-2", 1));
            final long all = newest(shop, 10).sequence();
            try (RawEvents events = RawEvents.open(shop.binaryPort(), "tg_web_" + secret, RawEvents.oldest(1))) {
                assertThat(events.takeUpTo(all))
                        .filteredOn(event -> event.order() != 0)
                        .hasSize(2)
                        .allMatch(event -> event.order() == web);
            }
            try (RawEvents events = RawEvents.open(shop.binaryPort(), "tg_deaf_" + secret, RawEvents.oldest(1))) {
                assertThat(events.ended().code()).isEqualTo(EndCode.FORBIDDEN);
            }
            try (RawEvents events = RawEvents.open(shop.binaryPort(), "tg_web_" + secret, RawEvents.newest(1))) {
                events.subscribed();
                Files.writeString(
                        keys,
                        "keys:\n  - {id: deaf, sha256: " + ApiKeys.hashHex(secret) + ", principal: 1, scopes: []}\n");
                assertThat(events.ended().code()).isEqualTo(EndCode.FORBIDDEN);
            }
        }
    }

    @Test
    void shouldSayWhereToGoOnFromAPlaceThatDoesNotHold() throws Exception {
        try (TestGateway shop = TestGateway.openFolder(folder)) {
            shop.tidegate.call(place(WEB, "G-1", 1));
            final EventCursor newest = newest(shop, 8);
            try (RawEvents events = RawEvents.open(shop.binaryPort(), RawEvents.behind(1, 1, newest.sequence() + 50))) {
                final RawEvents.Ended rewound = events.ended();
                assertThat(rewound.code()).isEqualTo(EndCode.REWOUND);
                assertThat(rewound.resumeFrom()).isEqualTo(newest);
            }
            try (RawEvents events = RawEvents.open(shop.binaryPort(), RawEvents.behind(1, 9, 3))) {
                final RawEvents.Ended resync = events.ended();
                assertThat(resync.code()).isEqualTo(EndCode.RESYNC);
                assertThat(resync.resumeFrom()).isEqualTo(new EventCursor(1, 0));
                assertThat(resync.sequence()).isPositive();
            }
        }
    }

    @Test
    void shouldRefuseWhatMakesNoSenseAndWhatIsTooMuch() throws Exception {
        try (TestGateway shop = TestGateway.openFolder(
                        folder, "feed.subscriptions", "3", "feed.subscriptions-per-connection", "2");
                RawEvents events = RawEvents.open(shop.binaryPort(), RawEvents.newest(1));
                RawEvents others = RawEvents.open(shop.binaryPort(), RawEvents.newest(1))) {
            events.subscribed();
            others.subscribed();
            events.send(RawEvents.newest(1));
            assertThat(events.ended().code()).isEqualTo(EndCode.BAD_REQUEST);
            events.send(RawEvents.behind(2, 0, 5));
            assertThat(events.ended().code()).isEqualTo(EndCode.BAD_REQUEST);
            events.send(RawEvents.behind(2, -1, 5));
            assertThat(events.ended().code()).isEqualTo(EndCode.BAD_REQUEST);
            events.send(RawEvents.unsubscribe(99));
            assertThat(events.ended().code()).isEqualTo(EndCode.BAD_REQUEST);
            events.send(RawEvents.subscribe(2, 0, 0, RawEventsTooMany::fill));
            assertThat(events.ended().code()).isEqualTo(EndCode.BAD_REQUEST);
            events.send(RawEvents.newest(2));
            events.subscribed();
            events.send(RawEvents.newest(3));
            assertThat(events.ended().code()).isEqualTo(EndCode.TOO_MANY);
            others.send(RawEvents.newest(2));
            assertThat(others.ended().code()).isEqualTo(EndCode.TOO_MANY);
            // A place that is given back is free for others.
            events.send(RawEvents.unsubscribe(2));
            events.ended();
            others.send(RawEvents.newest(2));
            others.subscribed();
        }
    }

    /** More SKUs than a filter may name. */
    private static final class RawEventsTooMany {
        static void fill(final SubscribeEncoder subscribe) {
            subscribe.kindsCount(0);
            final SubscribeEncoder.SkusEncoder skus = subscribe.skusCount(1001);
            for (int i = 1; i <= 1001; i++) {
                skus.next().sku(i);
            }
            subscribe.channelsCount(0);
            subscribe.ordersCount(0);
        }
    }

    @Test
    void shouldSayWhenThereIsNoEventLog() throws Exception {
        try (TestGateway shop = TestGateway.open();
                RawEvents events = RawEvents.open(shop.binaryPort(), RawEvents.newest(1))) {
            assertThat(events.ended().code()).isEqualTo(EndCode.UNAVAILABLE);
        }
    }

    @Test
    void shouldGoOnFromACursorOfAnEarlierLife() throws Exception {
        final EventCursor before;
        try (TestGateway shop = TestGateway.openFolder(folder)) {
            shop.tidegate.call(place(WEB, "H-1", 1));
            before = newest(shop, 8);
        }
        try (TestGateway shop = TestGateway.openFolder(folder);
                RawEvents events =
                        RawEvents.open(shop.binaryPort(), RawEvents.behind(1, before.epoch(), before.sequence()))) {
            events.subscribed();
            shop.tidegate.call(place(WEB, "H-2", 1));
            assertThat(numbers(events.take(2))).containsExactly(before.sequence() + 1, before.sequence() + 2);
        }
    }

    /**
     * The end overtook the events that were gathered with it, and named a place behind them: who went on from there never
     * saw them.
     */
    @Test
    void shouldGiveEveryEventBeforeItsEnd() throws Exception {
        try (TestGateway shop = TestGateway.openFolder(folder, "feed.gather-millis", "1000");
                RawEvents events = RawEvents.open(shop.binaryPort(), RawEvents.newest(1))) {
            final long begin = events.subscribed().sequence();
            for (int i = 0; i < 20; i++) {
                shop.tidegate.call(place(WEB, "Z-" + i, 1));
            }
            shop.tidegate.close();
            final RawEvents.Ended ended = events.ended();
            assertThat(ended.code()).isEqualTo(EndCode.CLOSING);
            assertThat(ended.resumeFrom().sequence()).isEqualTo(begin + 40);
            assertThat(events.cursor()).isEqualTo(ended.resumeFrom());
            assertThat(events.takeUpTo(begin + 40)).hasSize(40);
        }
    }
}
