package dev.tidegate.gateway.binary;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.MessageCheck;
import dev.tidegate.message.sbe.EventsDecoder;
import dev.tidegate.message.sbe.MessageHeaderDecoder;
import dev.tidegate.message.sbe.MessageHeaderEncoder;
import dev.tidegate.message.sbe.OrderChangedDecoder;
import dev.tidegate.message.sbe.OrderPlacedDecoder;
import dev.tidegate.message.sbe.StockMovedDecoder;
import dev.tidegate.message.sbe.SubscribeEncoder;
import dev.tidegate.message.sbe.SubscribedDecoder;
import dev.tidegate.message.sbe.SubscriptionEndedDecoder;
import dev.tidegate.message.sbe.UnsubscribeEncoder;
import dev.tidegate.pipeline.EventCursor;
import dev.tidegate.wire.EndCode;
import dev.tidegate.wire.Wire;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A caller that subscribes to events. */
final class RawEvents implements AutoCloseable {
    private static final MessageHeaderDecoder HEADER = new MessageHeaderDecoder();

    /** One event. */
    record Received(long event, long sequence, long timeMillis, int template, long order) {}

    /** Why a subscription ended. */
    record Ended(EndCode code, EventCursor resumeFrom, long sequence, long snapshotSequence) {}

    /** Fills the groups of a Subscribe, in their order. */
    @FunctionalInterface
    interface Filter {
        void fill(SubscribeEncoder subscribe);
    }

    final RawClient client;
    private final List<Received> received = new ArrayList<>();
    private EventCursor cursor = new EventCursor(1, 0);

    private RawEvents(final RawClient client) {
        this.client = client;
    }

    static RawEvents open(final int port, final byte[] subscribe) throws IOException {
        return open(port, "", subscribe);
    }

    static RawEvents open(final int port, final String key, final byte[] subscribe) throws IOException {
        final RawEvents events = new RawEvents(RawClient.open(port, key, 0));
        events.send(subscribe);
        return events;
    }

    void send(final byte[] frame) throws IOException {
        client.send(frame);
    }

    // ---- what is sent

    static byte[] subscribe(final long correlation, final long epoch, final long event, final Filter filter) {
        final HeapBuffer frame = HeapBuffer.ofSize(16_384);
        final SubscribeEncoder out = new SubscribeEncoder()
                .wrapAndApplyHeader(frame, Wire.LENGTH_BYTES, new MessageHeaderEncoder())
                .correlation(correlation)
                .epoch(epoch)
                .event(event);
        filter.fill(out);
        return RawClient.end(frame, out.encodedLength());
    }

    static byte[] behind(final long correlation, final long epoch, final long event) {
        return subscribe(correlation, epoch, event, out -> {
            out.kindsCount(0);
            out.skusCount(0);
            out.channelsCount(0);
            out.ordersCount(0);
        });
    }

    static byte[] oldest(final long correlation) {
        return behind(correlation, 0, 0);
    }

    static byte[] newest(final long correlation) {
        return behind(correlation, 0, 1);
    }

    static byte[] unsubscribe(final long correlation) {
        final HeapBuffer frame = HeapBuffer.ofSize(64);
        return RawClient.end(
                frame,
                new UnsubscribeEncoder()
                        .wrapAndApplyHeader(frame, Wire.LENGTH_BYTES, new MessageHeaderEncoder())
                        .correlation(correlation)
                        .encodedLength());
    }

    // ---- what comes

    /** Where the subscription begins, whatever comes before. */
    EventCursor subscribed() throws IOException {
        while (true) {
            final HeapBuffer message = client.next();
            if (RawClient.template(message) == SubscribedDecoder.TEMPLATE_ID) {
                final SubscribedDecoder in = new SubscribedDecoder().wrapAndApplyHeader(message, 0, HEADER);
                cursor = new EventCursor(in.epoch(), in.event());
                return cursor;
            }
            take(message);
        }
    }

    /** Behind the last frame of events. */
    EventCursor cursor() {
        return cursor;
    }

    /** The next so many events. */
    List<Received> take(final long count) throws IOException {
        while (received.size() < count) {
            take(client.next());
        }
        final List<Received> taken = List.copyOf(received.subList(0, (int) count));
        received.subList(0, (int) count).clear();
        return taken;
    }

    /** What comes until the cursor stands behind that event. */
    List<Received> takeUpTo(final long event) throws IOException {
        while (cursor.sequence() < event) {
            take(client.next());
        }
        final List<Received> taken = List.copyOf(received);
        received.clear();
        return taken;
    }

    void awaitHeartbeat() throws IOException {
        HeapBuffer message = client.next();
        while (take(message) > 0) {
            message = client.next();
        }
    }

    /** The end of a subscription, whatever comes before. */
    Ended ended() throws IOException {
        HeapBuffer message = client.next();
        while (RawClient.template(message) != SubscriptionEndedDecoder.TEMPLATE_ID) {
            take(message);
            message = client.next();
        }
        final SubscriptionEndedDecoder in = new SubscriptionEndedDecoder().wrapAndApplyHeader(message, 0, HEADER);
        return new Ended(
                EndCode.of(in.why()),
                in.epoch() == 0 ? new EventCursor(1, 0) : new EventCursor(in.epoch(), in.event()),
                in.sequence(),
                HEADER.blockLength() < SubscriptionEndedDecoder.BLOCK_LENGTH ? 0 : in.snapshotSequence());
    }

    /** Takes a frame of events, and answers how many there were. */
    private int take(final HeapBuffer message) throws IOException {
        if (RawClient.template(message) == SubscribedDecoder.TEMPLATE_ID) {
            return 1;
        }
        if (RawClient.template(message) != EventsDecoder.TEMPLATE_ID) {
            throw new IOException("template " + RawClient.template(message) + " among events");
        }
        final EventsDecoder in = new EventsDecoder().wrapAndApplyHeader(message, 0, HEADER);
        cursor = new EventCursor(in.epoch(), in.event());
        int count = 0;
        for (int at = Wire.HEADER_BYTES + EventsDecoder.BLOCK_LENGTH + 4; at < message.capacity(); count++) {
            final int length = message.getInt(at + 24);
            received.add(new Received(
                    message.getLong(at),
                    message.getLong(at + 8),
                    message.getLong(at + 16),
                    MessageCheck.templateId(message, at + 28),
                    order(message, at + 28)));
            at += 28 + length;
        }
        return count;
    }

    private static long order(final HeapBuffer message, final int offset) {
        return switch (MessageCheck.templateId(message, offset)) {
            case OrderPlacedDecoder.TEMPLATE_ID ->
                new OrderPlacedDecoder()
                        .wrapAndApplyHeader(message, offset, HEADER)
                        .orderId();
            case OrderChangedDecoder.TEMPLATE_ID ->
                new OrderChangedDecoder()
                        .wrapAndApplyHeader(message, offset, HEADER)
                        .orderId();
            case StockMovedDecoder.TEMPLATE_ID ->
                new StockMovedDecoder()
                        .wrapAndApplyHeader(message, offset, HEADER)
                        .orderId();
            default -> 0;
        };
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
