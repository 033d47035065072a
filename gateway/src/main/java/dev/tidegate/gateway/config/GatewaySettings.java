package dev.tidegate.gateway.config;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a gateway behaves; docs/configuration.md has every name, range and default. Made by {@link Config}.
 *
 * @param http where HTTP is served, null for nowhere
 * @param binary where the binary protocol is served, null for nowhere
 * @param certificate PEM file with the certificate chain, null for no TLS
 * @param privateKey PEM file with the key that goes with it
 * @param keysFile the API keys, null for none
 * @param eventLoops threads for sockets, 0 for one for every two processors
 * @param window commands that a binary connection may have unanswered, a power of two
 * @param signatureSeconds how far a signed request's time may be off
 * @param data folder of the journal, null when nothing is kept
 * @param lowWaterBytes free space of its disk below which new orders are refused
 * @param searchRecords orders that one page of a search looks at
 */
public record GatewaySettings(
        @Nullable InetSocketAddress http,
        @Nullable InetSocketAddress binary,
        @Nullable Path certificate,
        @Nullable Path privateKey,
        @Nullable Path keysFile,
        int eventLoops,
        boolean epoll,
        int window,
        int readWindow,
        int maxFrameBytes,
        int maxBodyBytes,
        int maxHeaderBytes,
        int maxPipelined,
        int helloMillis,
        int requestMillis,
        int idleMillis,
        int stallMillis,
        int connections,
        int connectionsPerAddress,
        int connectionsPerKey,
        long commandsPerSecondPerKey,
        long requestsPerSecondPerAddress,
        boolean shield,
        int drainMillis,
        int signatureSeconds,
        int noncesPerKey,
        int searchRecords,
        ImportLimits imports,
        FeedSettings feed,
        @Nullable Path data,
        long lowWaterBytes) {
    private static final int LEAST_CHECK_MILLIS = 50;

    /** How often a connection looks whether it has run out of time. */
    public int checkMillis() {
        final int shortest = Math.min(Math.min(helloMillis, requestMillis), Math.min(idleMillis, stallMillis));
        return Math.max(LEAST_CHECK_MILLIS, shortest / 2);
    }
}
