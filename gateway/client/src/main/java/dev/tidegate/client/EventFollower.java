package dev.tidegate.client;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.sbe.EventsDecoder;
import dev.tidegate.message.sbe.MessageHeaderDecoder;
import dev.tidegate.message.sbe.MessageHeaderEncoder;
import dev.tidegate.message.sbe.SubscribeEncoder;
import dev.tidegate.message.sbe.SubscribedDecoder;
import dev.tidegate.message.sbe.SubscriptionEndedDecoder;
import dev.tidegate.pipeline.EventCursor;
import dev.tidegate.wire.EndCode;
import dev.tidegate.wire.Wire;
import dev.tidegate.wire.WireCheck;
import java.io.IOException;
import java.io.Serial;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One event stream, on a connection and a thread of its own: so a listener that takes its time holds up its own connection
 * and nothing else. Connects again by itself and goes on from its cursor.
 */
final class EventFollower implements EventStream {
    private static final long FIRST_PAUSE_MILLIS = 20;
    private static final int FIXED_BYTES = 256;
    private static final int ENTRY_BYTES = 28;
    private static final int EVENTS_OFFSET = Wire.HEADER_BYTES + EventsDecoder.BLOCK_LENGTH + Wire.LENGTH_BYTES;

    private final ClientOptions options;
    private final EventSelection selection;
    private final EventsListener listener;
    private final boolean fromOldest;
    private final Thread thread = new Thread(this::follow, "tidegate-client-events");
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Runnable whenOver;
    private volatile @Nullable EventCursor cursor;
    private volatile @Nullable Link link;
    private volatile boolean closed;
    private long pauseMillis = FIRST_PAUSE_MILLIS;

    /** {@code from} is null for the oldest or the newest event. */
    EventFollower(
            final ClientOptions options,
            final @Nullable EventCursor from,
            final boolean fromOldest,
            final EventSelection selection,
            final EventsListener listener,
            final Runnable whenOver) {
        this.options = options;
        this.cursor = from;
        this.fromOldest = fromOldest;
        this.selection = selection;
        this.listener = listener;
        this.whenOver = whenOver;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    @Override
    public @Nullable EventCursor cursor() {
        return cursor;
    }

    private void follow() {
        try {
            for (int attempt = 0; !closed; attempt++) {
                final InetSocketAddress address =
                        options.addresses().get(attempt % options.addresses().size());
                try (Link opened = Link.open(options, address)) {
                    link = opened;
                    follow(opened);
                } catch (final IOException | RuntimeException lost) {
                    link = null;
                }
                rest();
            }
        } catch (final Over over) {
            if (!closed) {
                listener.ended(over.end);
            }
        } catch (final InterruptedException nobodyDoes) {
            Thread.currentThread().interrupt();
        } finally {
            whenOver.run();
        }
    }

    private void follow(final Link from) throws IOException, Over {
        from.send(subscribe());
        while (!closed) {
            take(from, from.receive());
        }
    }

    private void rest() throws InterruptedException {
        final long pause = pauseMillis / 2 + ThreadLocalRandom.current().nextLong(pauseMillis);
        pauseMillis = Math.min(2 * pauseMillis, options.longestPause().toMillis());
        if (!closed) {
            closed |= closing.await(pause, TimeUnit.MILLISECONDS);
        }
    }

    private byte[] subscribe() {
        final HeapBuffer frame = HeapBuffer.ofSize(FIXED_BYTES
                + 2 * selection.kinds().size()
                + 4 * selection.skus().size()
                + 2 * selection.channels().size()
                + 8 * selection.orders().size());
        final EventCursor at = cursor;
        final SubscribeEncoder out = new SubscribeEncoder()
                .wrapAndApplyHeader(frame, Wire.LENGTH_BYTES, new MessageHeaderEncoder())
                .correlation(1)
                .epoch(at == null ? 0 : at.epoch())
                .event(at == null ? (fromOldest ? 0 : 1) : at.sequence());
        final SubscribeEncoder.KindsEncoder kinds =
                out.kindsCount(selection.kinds().size());
        selection.kinds().forEach(kind -> kinds.next().kind(kind));
        final SubscribeEncoder.SkusEncoder skus = out.skusCount(selection.skus().size());
        selection.skus().forEach(sku -> skus.next().sku(sku));
        final SubscribeEncoder.ChannelsEncoder channels =
                out.channelsCount(selection.channels().size());
        selection.channels().forEach(channel -> channels.next().channel(channel));
        final SubscribeEncoder.OrdersEncoder orders =
                out.ordersCount(selection.orders().size());
        selection.orders().forEach(order -> orders.next().orderId(order));
        return Arrays.copyOf(frame.byteArray(), Wire.frame(frame, 0, Wire.HEADER_BYTES + out.encodedLength()));
    }

    private void take(final Link from, final int length) throws IOException, Over {
        final HeapBuffer message = from.received();
        switch (WireCheck.templateId(message, 0)) {
            case SubscribedDecoder.TEMPLATE_ID -> begun(from, message);
            case EventsDecoder.TEMPLATE_ID -> events(message, length);
            case SubscriptionEndedDecoder.TEMPLATE_ID -> ended(message);
            default -> {
                // Of a newer gateway.
            }
        }
    }

    private void begun(final Link from, final HeapBuffer message) throws IOException {
        final SubscribedDecoder in = new SubscribedDecoder().wrapAndApplyHeader(message, 0, new MessageHeaderDecoder());
        cursor = new EventCursor(in.epoch(), in.event());
        pauseMillis = FIRST_PAUSE_MILLIS;
        from.expectSomethingEvery(in.heartbeatMillis());
    }

    private void events(final HeapBuffer message, final int length) throws Over {
        final EventsDecoder in = new EventsDecoder().wrapAndApplyHeader(message, 0, new MessageHeaderDecoder());
        final EventCursor behind = new EventCursor(in.epoch(), in.event());
        for (int at = EVENTS_OFFSET; at < length && !closed; ) {
            final int bytes = message.getInt(at + 24);
            final EventCursor here = new EventCursor(behind.epoch(), message.getLong(at));
            try {
                listener.event(
                        here,
                        message.getLong(at + 8),
                        message.getLong(at + 16),
                        Event.of(message, at + ENTRY_BYTES, bytes));
            } catch (final Throwable thrown) {
                throw threw(thrown);
            }
            cursor = here;
            at += ENTRY_BYTES + bytes;
        }
        if (!closed) {
            cursor = behind;
            try {
                listener.progress(behind);
            } catch (final Throwable thrown) {
                throw threw(thrown);
            }
        }
    }

    private Over threw(final Throwable thrown) {
        return new Over(new EventsListener.Ended(EndCode.UNSUBSCRIBED, cursor, 0, 0, "the listener threw " + thrown));
    }

    private void ended(final HeapBuffer message) throws IOException, Over {
        final MessageHeaderDecoder head = new MessageHeaderDecoder();
        final SubscriptionEndedDecoder in = new SubscriptionEndedDecoder().wrapAndApplyHeader(message, 0, head);
        final EndCode code = EndCode.of(in.why());
        final EventCursor resumeFrom = in.epoch() == 0 ? null : new EventCursor(in.epoch(), in.event());
        final long sequence = in.sequence();
        // What a shorter block does not have is 0.
        final long snapshotSequence =
                head.blockLength() < SubscriptionEndedDecoder.BLOCK_LENGTH ? 0 : in.snapshotSequence();
        final byte[] text = new byte[in.reasonLength()];
        in.getReason(text, 0, text.length);
        final String reason = new String(text, StandardCharsets.UTF_8);
        switch (code) {
            case REWOUND, RESYNC, FORBIDDEN, BAD_REQUEST, UNAVAILABLE ->
                throw new Over(new EventsListener.Ended(code, resumeFrom, sequence, snapshotSequence, reason));
            // The gateway cannot go on for now; another one or a later moment may.
            default -> throw new IOException(code + ": " + reason);
        }
    }

    @Override
    public void close() {
        closed = true;
        closing.countDown();
        final Link last = link;
        if (last != null) {
            last.close();
        }
        try {
            if (Thread.currentThread() != thread) {
                thread.join(options.connectTimeout().toMillis() + 1000);
            }
        } catch (final InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    /** The stream has come to an end that is for its owner to know. */
    private static final class Over extends Exception {
        @Serial
        private static final long serialVersionUID = 1L;

        private final transient EventsListener.Ended end;

        Over(final EventsListener.Ended end) {
            super(end.reason(), null, false, false);
            this.end = end;
        }
    }
}
