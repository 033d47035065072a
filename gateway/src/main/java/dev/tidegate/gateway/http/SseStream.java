package dev.tidegate.gateway.http;

import dev.tidegate.gateway.feed.EventBatch;
import dev.tidegate.gateway.feed.FeedEnd;
import dev.tidegate.gateway.feed.Outlet;
import dev.tidegate.gateway.feed.Subscriber;
import dev.tidegate.gateway.net.LastWords;
import dev.tidegate.pipeline.EventCursor;
import dev.tidegate.wire.Words;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpRequest;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Events as Server-Sent Events; each one's id is the cursor behind it. */
final class SseStream extends Outlet implements Stream {
    private static final int PART_BYTES = 16 * 1024;

    private final Subscriber subscriber;
    private @Nullable ByteBuf gathered;

    SseStream(final Channel channel, final int mostBytes, final Function<Outlet, Subscriber> subscribe) {
        super(channel, mostBytes);
        write(SseText.head(channel));
        channel.flush();
        subscriber = subscribe.apply(this);
    }

    private ByteBuf gathered() {
        if (gathered == null) {
            gathered = channel().alloc().buffer();
        }
        return gathered;
    }

    @Override
    public void begun(final EventCursor from) {
        write(SseText.heartbeat(gathered(), from.toString()));
        gathered = null;
        channel().flush();
    }

    @Override
    public void event(final EventBatch batch, final int index) {
        final ByteBuf out = gathered();
        SseText.event(
                out, batch.epoch() + ":" + batch.event(index), Words.kind(batch.template(index)), batch.json(index));
        if (out.readableBytes() >= PART_BYTES) {
            write(out);
            gathered = null;
        }
    }

    @Override
    public void send(final EventCursor behind) {
        // Behind the last event that is wanted may lie many that are not: then the caller need not see them again.
        write(gathered == null ? SseText.heartbeat(gathered(), behind.toString()) : gathered);
        gathered = null;
        channel().flush();
    }

    @Override
    public void ended(final FeedEnd end) {
        final EventCursor resumeFrom = end.resumeFrom();
        final ByteBuf out = gathered();
        SseText.event(
                out, resumeFrom == null ? "" : resumeFrom.toString(), end.code().name(), EndJson.of(end));
        write(out);
        gathered = null;
        channel().flush();
    }

    @Override
    public void over(final boolean taken) {
        if (gathered != null) {
            gathered.release();
            gathered = null;
        }
        if (taken) {
            LastWords.close(channel());
        } else {
            channel().close();
        }
    }

    @Override
    public void read(final Object message) {
        if (message instanceof HttpRequest) {
            // Nothing can be asked on a connection that has become a stream.
            channel().close();
        }
    }

    @Override
    public void leave() {
        subscriber.leave();
    }

    @Override
    public void closed() {
        subscriber.closed();
    }
}
