package dev.tidegate.client;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * How a client connects. Every option is checked when it is set; each method returns a changed copy.
 *
 * @param addresses tried in turns until one answers
 * @param key API key, empty for none
 * @param signed whether the key signs greetings instead of being sent; docs/signing.md
 * @param name of the program, for the gateway's logs
 * @param tls makes the sockets, null for plain ones
 * @param window commands that may be unanswered at the gateway, 0 for as many as it gives
 * @param pending commands that may wait here, sent or not, 1 to 65,536
 * @param timeout how long a command or read may take, reconnecting and asking again included; 10 ms to 1 hour
 * @param connectTimeout how long one attempt to connect may take; 10 ms to 1 minute
 * @param longestPause between two attempts to connect; 1 ms to 1 minute
 */
public record ClientOptions(
        List<InetSocketAddress> addresses,
        String key,
        boolean signed,
        String name,
        @Nullable SSLSocketFactory tls,
        int window,
        int pending,
        Duration timeout,
        Duration connectTimeout,
        Duration longestPause) {

    private static final int MOST_PENDING = 1 << 16;
    private static final int MOST_WINDOW = 16_384;
    private static final int MOST_TEXT = 200;

    public ClientOptions {
        addresses = List.copyOf(addresses);
        require(!addresses.isEmpty(), "addresses is empty");
        require(key.length() <= MOST_TEXT, "key is longer than 200 characters");
        require(!signed || SignedGreeting.isKey(key), "a key that signs has the form tg_ID_SECRET");
        require(name.length() <= MOST_TEXT, "name is longer than 200 characters");
        require(window >= 0 && window <= MOST_WINDOW, "window is " + window + ", must be 0 to 16384");
        require(pending >= 1 && pending <= MOST_PENDING, "pending is " + pending + ", must be 1 to 65536");
        requireBetween("timeout", timeout, 10, 3_600_000);
        requireBetween("connectTimeout", connectTimeout, 10, 60_000);
        requireBetween("longestPause", longestPause, 1, 60_000);
    }

    /** A gateway at that address, without a key. */
    public static ClientOptions of(final String host, final int port) {
        return new ClientOptions(
                List.of(InetSocketAddress.createUnresolved(host, port)),
                "",
                false,
                "java",
                null,
                0,
                4096,
                Duration.ofSeconds(10),
                Duration.ofSeconds(2),
                Duration.ofSeconds(2));
    }

    /** Also tries that address. */
    public ClientOptions orAt(final String host, final int port) {
        final List<InetSocketAddress> more = new ArrayList<>(addresses);
        more.add(InetSocketAddress.createUnresolved(host, port));
        return new ClientOptions(more, key, signed, name, tls, window, pending, timeout, connectTimeout, longestPause);
    }

    /** A key that is sent with each greeting: use TLS beyond this machine. */
    public ClientOptions withKey(final String key) {
        return new ClientOptions(
                addresses, key, false, name, tls, window, pending, timeout, connectTimeout, longestPause);
    }

    /** A key whose entry at the gateway says {@code signed: true}: it signs each greeting and is never sent. */
    public ClientOptions withSignedKey(final String key) {
        return new ClientOptions(
                addresses, key, true, name, tls, window, pending, timeout, connectTimeout, longestPause);
    }

    public ClientOptions withName(final String name) {
        return new ClientOptions(
                addresses, key, signed, name, tls, window, pending, timeout, connectTimeout, longestPause);
    }

    public ClientOptions withTls(final SSLSocketFactory tls) {
        return new ClientOptions(
                addresses, key, signed, name, tls, window, pending, timeout, connectTimeout, longestPause);
    }

    public ClientOptions withWindow(final int window) {
        return new ClientOptions(
                addresses, key, signed, name, tls, window, pending, timeout, connectTimeout, longestPause);
    }

    public ClientOptions withPending(final int pending) {
        return new ClientOptions(
                addresses, key, signed, name, tls, window, pending, timeout, connectTimeout, longestPause);
    }

    public ClientOptions withTimeout(final Duration timeout) {
        return new ClientOptions(
                addresses, key, signed, name, tls, window, pending, timeout, connectTimeout, longestPause);
    }

    public ClientOptions withConnectTimeout(final Duration connectTimeout) {
        return new ClientOptions(
                addresses, key, signed, name, tls, window, pending, timeout, connectTimeout, longestPause);
    }

    public ClientOptions withLongestPause(final Duration longestPause) {
        return new ClientOptions(
                addresses, key, signed, name, tls, window, pending, timeout, connectTimeout, longestPause);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "ClientOptions[" + addresses + ", name=" + name + ", window=" + window + ", pending=" + pending + "]";
    }

    private static void requireBetween(final String name, final Duration value, final long low, final long high) {
        require(
                value.toMillis() >= low && value.toMillis() <= high,
                name + " is " + value.toMillis() + " ms, must be " + low + " to " + high);
    }

    private static void require(final boolean right, final String otherwise) {
        if (!right) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
