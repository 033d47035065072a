package dev.tidegate.gateway;

import dev.tidegate.Tidegate;
import dev.tidegate.gateway.binary.BinaryProtocol;
import dev.tidegate.gateway.binary.BinaryStarting;
import dev.tidegate.gateway.config.ConfigException;
import dev.tidegate.gateway.config.GatewaySettings;
import dev.tidegate.gateway.feed.Feed;
import dev.tidegate.gateway.http.HttpProtocol;
import dev.tidegate.gateway.http.HttpStarting;
import dev.tidegate.gateway.net.EventLoops;
import dev.tidegate.gateway.net.Front;
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
    private final Front front;
    private final EventLoops loops;
    private final List<Listener> listeners = new ArrayList<>();
    private final @Nullable Listener binary;
    private final @Nullable Listener http;
    private final KeyWatch keyWatch;
    private @Nullable Gate gate;
    private @Nullable Feed feed;

    /**
     * Starts listening, and serves.
     *
     * @throws IOException when an address, a certificate or the file of keys cannot be used; nothing is left running
     */
    public Gateway(final Tidegate tidegate, final GatewaySettings settings) throws IOException {
        this(settings);
        serve(tidegate);
    }

    /**
     * Starts listening, while the engine is still reading its journal: everything is answered that it must wait, until
     * {@link #serve}.
     *
     * @throws IOException when an address, a certificate or the file of keys cannot be used; nothing is left running
     */
    public Gateway(final GatewaySettings settings) throws IOException {
        final ApiKeys keys = keys(settings);
        final SslContext tls = tls(settings);
        front = new Front(settings, keys);
        loops = new EventLoops(settings.eventLoops(), settings.epoll());
        keyWatch = new KeyWatch(keys);
        try {
            binary = settings.binary() == null
                    ? null
                    : listen(new Listener(front, loops, settings.binary(), tls, new BinaryStarting()));
            http = settings.http() == null
                    ? null
                    : listen(new Listener(front, loops, settings.http(), tls, new HttpStarting(front)));
        } catch (final IOException | RuntimeException failure) {
            cut();
            throw failure;
        }
    }

    /** The journal has been read: every connection from now on is served. Called once. */
    public void serve(final Tidegate tidegate) {
        final Gate made = new Gate(tidegate, front);
        final Feed events =
                new Feed(tidegate, front.settings().feed(), front.settings().stallMillis());
        gate = made;
        feed = events;
        if (binary != null) {
            binary.serve(new BinaryProtocol(made, events));
        }
        if (http != null) {
            http.serve(new HttpProtocol(made, events));
        }
    }

    private Listener listen(final Listener listener) {
        listeners.add(listener);
        return listener;
    }

    /**
     * Reads the files that the settings name, and nothing else.
     *
     * @throws IOException when a certificate or the file of keys cannot be used
     */
    public static void check(final GatewaySettings settings) throws IOException {
        keys(settings);
        tls(settings);
    }

    private static ApiKeys keys(final GatewaySettings settings) throws IOException {
        return settings.keysFile() == null
                ? ApiKeys.none()
                : ApiKeys.read(settings.keysFile(), settings.signatureSeconds(), settings.noncesPerKey());
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
            throw new ConfigException("tls.certificate or tls.key cannot be used: " + wrong.getMessage(), wrong);
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

    /**
     * What the connections share.
     *
     * @throws IllegalStateException before {@link #serve}
     */
    public Gate gate() {
        if (gate == null) {
            throw new IllegalStateException("the journal is still being read");
        }
        return gate;
    }

    /**
     * The events for whoever subscribes.
     *
     * @throws IllegalStateException before {@link #serve}
     */
    public Feed feed() {
        if (feed == null) {
            throw new IllegalStateException("the journal is still being read");
        }
        return feed;
    }

    /** What the connections share already before the journal has been read. */
    public Front front() {
        return front;
    }

    /**
     * Takes nothing more, waits until what was taken has been answered, at most as long as the settings say, and cuts
     * what is left. The Tidegate stays open.
     */
    @Override
    public void close() {
        front.beginClose();
        listeners.forEach(Listener::beginClose);
        final long until = System.nanoTime()
                + TimeUnit.MILLISECONDS.toNanos(front.settings().drainMillis());
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
        if (feed != null) {
            feed.close();
        }
        loops.close();
    }
}
