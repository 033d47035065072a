package dev.tidegate.gateway.binary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.Orders;
import dev.tidegate.gateway.feed.FeedEnd;
import dev.tidegate.message.Command;
import dev.tidegate.message.Command.Urgency;
import dev.tidegate.message.CommandHeader;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.sbe.EventsEncoder;
import dev.tidegate.message.sbe.HelloEncoder;
import dev.tidegate.message.sbe.MessageHeaderEncoder;
import dev.tidegate.message.sbe.OrderChangedEncoder;
import dev.tidegate.message.sbe.ReadOrderEncoder;
import dev.tidegate.message.sbe.ReadStockEncoder;
import dev.tidegate.message.sbe.ReadUnitsEncoder;
import dev.tidegate.pipeline.EventCursor;
import dev.tidegate.wire.EndCode;
import dev.tidegate.wire.Wire;
import dev.tidegate.wire.WireCheck;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The frames that docs/binary-protocol.md shows: what our codecs write is what the files hold, byte for byte. */
class GoldenFramesTest {
    private static final CommandHeader ID =
            CommandHeader.of(1_800_000_000_000L << 16 | 0x7001, 0x8000_0000_0000_0000L | 0x0203_0405_0607_0809L);

    static byte[] golden(final String name) throws IOException {
        try (InputStream in = GoldenFramesTest.class.getResourceAsStream("/binary/golden/" + name + ".hex")) {
            final String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
        }
    }

    private static void assertGolden(final String name, final byte[] written) throws IOException {
        assertGoldenAnswer(name, written);
        assertThat(WireCheck.isWhole(new HeapBuffer(written), Wire.LENGTH_BYTES, written.length - Wire.LENGTH_BYTES))
                .isTrue();
    }

    private static void assertGoldenAnswer(final String name, final byte[] written) throws IOException {
        final byte[] golden = golden(name);
        assertThat(HexFormat.ofDelimiter(" ").formatHex(written))
                .as(name)
                .isEqualTo(HexFormat.ofDelimiter(" ").formatHex(golden));
    }

    @Test
    void shouldWriteCommandsAsTheFilesHoldThem() throws IOException {
        final Command.PlaceOrder order = Orders.place(1, "TB-20261111-0001", "tmall", Urgency.NORMAL)
                .line(7, 2, 59_800)
                .buyer(3, 4)
                .holdMillis(900_000)
                .build();
        assertGolden("place", RawClient.frame(1, RawClient.message(ID, order)));
        assertGolden(
                "pay-and-cancel",
                RawClient.frame(
                        2,
                        RawClient.message(ID, new Command.ConfirmPayment(42, 59_800)),
                        RawClient.message(ID, Orders.cancel(42, 5))));
        assertGolden("ship", RawClient.frame(4, RawClient.message(ID, Orders.ship(42))));
    }

    @Test
    void shouldWriteTheRestAsTheFilesHoldIt() throws IOException {
        final HeapBuffer frame = HeapBuffer.ofSize(512);
        final MessageHeaderEncoder header = new MessageHeaderEncoder();
        final HelloEncoder hello = new HelloEncoder()
                .wrapAndApplyHeader(frame, Wire.LENGTH_BYTES, header)
                .protocolVersion(1)
                .window(256);
        final byte[] key = ("tg_shop_" + "ab".repeat(32)).getBytes(StandardCharsets.US_ASCII);
        hello.putCredentials(key, 0, key.length);
        hello.putClient("golden".getBytes(StandardCharsets.US_ASCII), 0, 6);
        assertGolden("hello", RawClient.end(frame, hello.encodedLength()));
        assertGolden("ping", RawClient.ping(5));

        final ReadOrderEncoder order = new ReadOrderEncoder()
                .wrapAndApplyHeader(frame, Wire.LENGTH_BYTES, header)
                .correlation(6)
                .orderId(0)
                .channel(1);
        order.putExternalNumber("TB-20261111-0001".getBytes(StandardCharsets.US_ASCII), 0, 16);
        assertGolden("read-order", RawClient.end(frame, order.encodedLength()));
        final ReadStockEncoder stock = new ReadStockEncoder()
                .wrapAndApplyHeader(frame, Wire.LENGTH_BYTES, header)
                .correlation(7)
                .sku(7);
        assertGolden("read-stock", RawClient.end(frame, stock.encodedLength()));
        final ReadUnitsEncoder units = new ReadUnitsEncoder()
                .wrapAndApplyHeader(frame, Wire.LENGTH_BYTES, header)
                .correlation(8);
        final ReadUnitsEncoder.SkusEncoder skus = units.skusCount(3);
        for (int sku = 1; sku <= 3; sku++) {
            skus.next().sku(sku);
        }
        assertGolden("read-units", RawClient.end(frame, units.encodedLength()));
    }

    @Test
    void shouldWriteSubscriptionsAsTheFilesHoldThem() throws IOException {
        assertGolden("subscribe", RawEvents.subscribe(9, 1, 4711, out -> {
            out.kindsCount(2).next().kind(200).next().kind(201);
            out.skusCount(1).next().sku(7);
            out.channelsCount(2).next().channel(1).next().channel(2);
            out.ordersCount(1).next().orderId(42);
        }));
        assertGolden("unsubscribe", RawEvents.unsubscribe(9));
        assertGoldenAnswer(
                "subscription-ended",
                EventFrames.ended(9, new FeedEnd(EndCode.TOO_SLOW, new EventCursor(1, 4713), 0, 0, "too slow")));
        assertGoldenAnswer(
                "subscription-ended-resync",
                EventFrames.ended(9, new FeedEnd(EndCode.RESYNC, new EventCursor(2, 4000), 815, 900, "too old")));

        final HeapBuffer frame = HeapBuffer.ofSize(512);
        final MessageHeaderEncoder header = new MessageHeaderEncoder();
        final HeapBuffer entry = HeapBuffer.ofSize(64);
        entry.putLong(0, 4712);
        entry.putLong(8, 815);
        entry.putLong(16, 1_800_000_000_000L);
        entry.putInt(24, 36);
        new OrderChangedEncoder()
                .wrapAndApplyHeader(entry, 28, header)
                .orderId(42)
                .trigger((short) 5)
                .stateBefore((short) 1)
                .stateAfter((short) 12)
                .closing((short) 2)
                .amount(0)
                .deadlineMillis(0);
        final EventsEncoder events = new EventsEncoder()
                .wrapAndApplyHeader(frame, Wire.LENGTH_BYTES, header)
                .correlation(9)
                .epoch(1)
                .event(4713);
        events.putEvents(entry.byteArray(), 0, 64);
        assertGoldenAnswer("events", RawClient.end(frame, events.encodedLength()));
    }
}
