package dev.tidegate.gateway;

import dev.tidegate.Tidegate;
import dev.tidegate.gateway.binary.BinaryProtocol;
import dev.tidegate.gateway.config.GatewaySettings;
import dev.tidegate.gateway.feed.Feed;
import dev.tidegate.gateway.http.HttpProtocol;
import dev.tidegate.gateway.net.EventLoops;
import dev.tidegate.gateway.net.Gate;
import dev.tidegate.gateway.net.Listener;
import dev.tidegate.gateway.security.ApiKeys;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One running sidecar: its listeners in front of a Tidegate, which belongs to whoever opened it. */
public final class Gateway implements AutoCloseable {
    private final Gate gate;
    private final Feed feed;
    private final EventLoops loops;
    private final List<Listener> listeners = new ArrayList<>();
    private final @Nullable Listener binary;
    private final @Nullable Listener http;
    private final KeyWatch keyWatch;

    /**
     * Starts listening.
     *
     * @throws IOException when an address, a certificate or the file of keys cannot be used; nothing is left running
     */
    public Gateway(final Tidegate tidegate, final GatewaySettings settings) throws IOException {
        final ApiKeys keys = settings.keysFile() == null ? ApiKeys.none() : ApiKeys.read(settings.keysFile());
        final SslContext tls = tls(settings);
        gate = new Gate(tidegate, settings, keys);
        feed = new Feed(tidegate, settings.feed(), settings.stallMillis());
        loops = new EventLoops(settings.eventLoops(), settings.epoll());
        keyWatch = new KeyWatch(keys);
        try {
            binary = settings.binary() == null
                    ? null
                    : listen(new Listener(gate, loops, settings.binary(), tls, new BinaryProtocol(gate, feed)));
            http = settings.http() == null
                    ? null
                    : listen(new Listener(gate, loops, settings.http(), tls, new HttpProtocol(gate, feed)));
        } catch (final IOException | RuntimeException failure) {
            cut();
            throw failure;
        }
    }

    private Listener listen(final Listener listener) {
        listeners.add(listener);
        return listener;
    }

    private static @Nullable SslContext tls(final GatewaySettings settings) throws IOException {
        if (settings.certificate() == null || settings.privateKey() == null) {
            return null;
        }
        try {
            return SslContextBuilder.forServer(
                            settings.certificate().toFile(),
                            settings.privateKey().toFile())
                    .sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .build();
        } catch (final RuntimeException wrong) {
            throw new IOException("tls.certificate or tls.key cannot be used: " + wrong.getMessage(), wrong);
        }
    }

    /** Port of the binary protocol, 0 when it is off. */
    public int binaryPort() {
        return binary == null ? 0 : binary.port();
    }

    /** Port of HTTP, 0 when it is off. */
    public int httpPort() {
        return http == null ? 0 : http.port();
    }

    /** What the connections share. */
    public Gate gate() {
        return gate;
    }

    /** The events for whoever subscribes. */
    public Feed feed() {
        return feed;
    }

    /**
     * Takes nothing more, waits until what was taken has been answered, at most as long as the settings say, and cuts
     * what is left. The Tidegate stays open.
     */
    @Override
    public void close() {
        gate.beginClose();
        listeners.forEach(Listener::beginClose);
        final long until = System.nanoTime()
                + TimeUnit.MILLISECONDS.toNanos(gate.settings().drainMillis());
        try {
            for (final Listener listener : listeners) {
                listener.awaitEnd(until);
            }
        } catch (final InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        cut();
    }

    private void cut() {
        keyWatch.close();
        listeners.forEach(Listener::close);
        feed.close();
        loops.close();
    }
}
