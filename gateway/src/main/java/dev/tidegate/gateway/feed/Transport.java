package dev.tidegate.gateway.feed;

import java.util.Locale;

/** What a subscription or stream goes over. */
public enum Transport {
    /** Events over the binary protocol. */
    BINARY,
    /** Events as Server-Sent Events. */
    SSE,
    /** Events over a WebSocket. */
    WEBSOCKET,
    /** Units left as Server-Sent Events. */
    UNITS;

    /** As metrics say it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
