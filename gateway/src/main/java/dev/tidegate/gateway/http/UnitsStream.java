package dev.tidegate.gateway.http;

import dev.tidegate.gateway.feed.Feed;
import dev.tidegate.gateway.feed.Flight;
import dev.tidegate.gateway.feed.Transport;
import dev.tidegate.gateway.net.LastWords;
import dev.tidegate.gateway.security.Caller;
import dev.tidegate.view.StockView;
import dev.tidegate.wire.EndCode;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.concurrent.Future;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Units left of some SKUs as Server-Sent Events: all of them first, then each that has changed when it is looked at. What
 * changes twice between two looks, or while the caller has not taken what was sent, is sent once, as it is then. Its
 * place among the streams, taken before, is given back with its end.
 */
final class UnitsStream extends Flight implements Stream, StockView.Reader {
    private final StockView view;
    private final Caller caller;
    private final int[] skus;
    private final long[] seen;
    private final long heartbeatNanos;
    private final long stallNanos;
    private final Feed feed;
    private final Future<?> looks;
    private ByteBuf out;
    private String id = "";
    private int index;
    private boolean over;
    private boolean ending;

    UnitsStream(
            final Channel channel,
            final StockView view,
            final Caller caller,
            final int[] skus,
            final Feed feed,
            final int stallMillis) {
        super(channel, feed.settings().bytesInFlight());
        this.view = view;
        this.caller = caller;
        this.skus = skus.clone();
        seen = new long[skus.length];
        Arrays.fill(seen, -1);
        heartbeatNanos = TimeUnit.MILLISECONDS.toNanos(feed.settings().heartbeatMillis());
        stallNanos = TimeUnit.MILLISECONDS.toNanos(stallMillis);
        this.feed = feed;
        out = SseText.head(channel);
        write(out);
        channel.flush();
        whenRoom(() -> {}, this::nothingLeft);
        looks = channel.eventLoop()
                .scheduleWithFixedDelay(this::look, 0, feed.settings().unitsMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        final long now = System.nanoTime();
        if (isStalled(stallNanos, now)) {
            feed.countCut(Transport.UNITS);
            looks.cancel(false);
            channel().close();
        } else if (caller.revoked()) {
            end(EndCode.FORBIDDEN, "the key has been changed or taken back");
        } else if (isEmpty() && !ending) {
            // Before the SKUs are: so each of them is as of this command or a later one.
            id = Long.toString(view.sequence());
            out = channel().alloc().buffer();
            for (index = 0; index < skus.length; index++) {
                view.read(skus[index], this);
            }
            if (out.isReadable()) {
                write(out);
                channel().flush();
            } else if (isSilent(heartbeatNanos, now)) {
                write(SseText.heartbeat(out, ""));
                channel().flush();
            } else {
                out.release();
            }
        }
    }

    @Override
    public void sku(
            final int sku,
            final long units,
            final long allotted,
            final boolean frozen,
            final boolean soldOut,
            final long sequence) {
        // It may become sold out without another command.
        final long now = sequence << 1 | (soldOut ? 1 : 0);
        if (seen[index] != now) {
            seen[index] = now;
            final Json json = new Json();
            new UnitsJson(json).sku(sku, units, allotted, frozen, soldOut, sequence);
            SseText.event(out, id, "units", json.bytes());
        }
    }

    private void end(final EndCode code, final String reason) {
        if (!ending) {
            ending = true;
            final ByteBuf last = channel().alloc().buffer();
            final Json json = new Json()
                    .begin()
                    .field("kind", code.name())
                    .field("reason", reason)
                    .end();
            SseText.event(last, "", code.name(), json.bytes());
            write(last);
            channel().flush();
        }
    }

    private void nothingLeft() {
        if (ending && !over) {
            over();
            LastWords.close(channel());
        }
    }

    private void over() {
        if (!over) {
            over = true;
            looks.cancel(false);
            feed.leave(caller, Transport.UNITS);
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
        end(EndCode.CLOSING, "the gateway is going down");
    }

    @Override
    public void closed() {
        over();
    }
}
