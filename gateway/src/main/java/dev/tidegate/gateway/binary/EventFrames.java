package dev.tidegate.gateway.binary;

import dev.tidegate.gateway.feed.EventBatch;
import dev.tidegate.gateway.feed.FeedEnd;
import dev.tidegate.gateway.feed.Outlet;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.sbe.EventsEncoder;
import dev.tidegate.message.sbe.MessageHeaderEncoder;
import dev.tidegate.message.sbe.SubscribedEncoder;
import dev.tidegate.message.sbe.SubscriptionEndedEncoder;
import dev.tidegate.pipeline.EventCursor;
import dev.tidegate.wire.EndCode;
import dev.tidegate.wire.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One subscription's events as frames of the binary protocol. */
final class EventFrames extends Outlet {
    private static final int FRAME_BYTES = 16 * 1024;
    private static final int MOST_BYTES = 512;
    private static final int MOST_TEXT = 200;
    private static final int HEAD_BYTES =
            Wire.LENGTH_BYTES + Wire.HEADER_BYTES + EventsEncoder.BLOCK_LENGTH + Wire.LENGTH_BYTES;

    /** Hears that the subscription is over; {@code taken} is false when its frames were not taken in time. */
    @FunctionalInterface
    interface Over {
        void over(boolean taken);
    }

    private final long correlation;
    private final int heartbeatMillis;
    private final Over over;
    private final EventsEncoder encoder = new EventsEncoder();
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private HeapBuffer gathered = HeapBuffer.ofSize(MOST_BYTES);
    private int length = HEAD_BYTES;

    EventFrames(
            final Channel channel,
            final int mostBytes,
            final int heartbeatMillis,
            final long correlation,
            final Over over) {
        super(channel, mostBytes);
        this.correlation = correlation;
        this.heartbeatMillis = heartbeatMillis;
        this.over = over;
    }

    @Override
    public void begun(final EventCursor from) {
        final HeapBuffer frame = HeapBuffer.ofSize(MOST_BYTES);
        final SubscribedEncoder out = new SubscribedEncoder()
                .wrapAndApplyHeader(frame, Wire.LENGTH_BYTES, header)
                .correlation(correlation)
                .epoch(from.epoch())
                .event(from.sequence())
                .heartbeatMillis(heartbeatMillis);
        writeNow(frame, out.encodedLength());
    }

    @Override
    public void event(final EventBatch batch, final int index) {
        final int bytes = batch.entryBytes(index);
        if (length + bytes > gathered.capacity()) {
            gathered = new HeapBuffer(
                    Arrays.copyOf(gathered.byteArray(), Math.max(length + bytes, 2 * gathered.capacity())));
        }
        gathered.putBytes(length, batch.buffer().byteArray(), batch.entryOffset(index), bytes);
        length += bytes;
        if (length >= FRAME_BYTES) {
            // What was not asked for lies before this event, so the cursor may stand behind it.
            frame(new EventCursor(batch.epoch(), batch.event(index)));
        }
    }

    @Override
    public void send(final EventCursor behind) {
        frame(behind);
        channel().flush();
    }

    private void frame(final EventCursor behind) {
        encoder.wrapAndApplyHeader(gathered, Wire.LENGTH_BYTES, header)
                .correlation(correlation)
                .epoch(behind.epoch())
                .event(behind.sequence());
        gathered.putInt(HEAD_BYTES - Wire.LENGTH_BYTES, length - HEAD_BYTES);
        gathered.putInt(0, length - Wire.LENGTH_BYTES);
        write(channel().alloc().directBuffer(length).writeBytes(gathered.byteArray(), 0, length));
        length = HEAD_BYTES;
    }

    @Override
    public void ended(final FeedEnd end) {
        writeNow(ended(correlation, end));
    }

    @Override
    public void over(final boolean taken) {
        over.over(taken);
    }

    /** The frame that says why a subscription has ended, or does not begin. */
    static byte[] ended(final long correlation, final FeedEnd end) {
        final HeapBuffer frame = HeapBuffer.ofSize(MOST_BYTES);
        final EventCursor resumeFrom = end.resumeFrom();
        final MessageHeaderEncoder head = new MessageHeaderEncoder();
        final SubscriptionEndedEncoder out = new SubscriptionEndedEncoder()
                .wrapAndApplyHeader(frame, Wire.LENGTH_BYTES, head)
                .correlation(correlation)
                .why(end.code().number())
                .epoch(resumeFrom == null ? 0 : resumeFrom.epoch())
                .event(resumeFrom == null ? 0 : resumeFrom.sequence())
                .sequence(end.sequence());
        if (end.snapshotSequence() == 0) {
            // A field that came later is left out when it says nothing: these bytes are as they always were.
            head.blockLength(SubscriptionEndedEncoder.snapshotSequenceEncodingOffset());
            out.limit(out.offset() + SubscriptionEndedEncoder.snapshotSequenceEncodingOffset());
        } else {
            out.snapshotSequence(end.snapshotSequence());
        }
        final byte[] text = end.reason().getBytes(StandardCharsets.US_ASCII);
        out.putReason(text, 0, Math.min(text.length, MOST_TEXT));
        return Arrays.copyOf(frame.byteArray(), Wire.frame(frame, 0, Wire.HEADER_BYTES + out.encodedLength()));
    }

    static byte[] refused(final long correlation, final EndCode code, final String reason) {
        return ended(correlation, FeedEnd.of(code, null, reason));
    }

    private void writeNow(final HeapBuffer frame, final int encodedLength) {
        writeNow(Arrays.copyOf(frame.byteArray(), Wire.frame(frame, 0, Wire.HEADER_BYTES + encodedLength)));
    }

    private void writeNow(final byte[] frame) {
        final ByteBuf out = Unpooled.wrappedBuffer(frame);
        write(out);
        channel().flush();
    }
}
