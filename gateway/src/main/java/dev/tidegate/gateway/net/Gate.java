package dev.tidegate.gateway.net;

import dev.tidegate.Tidegate;
import dev.tidegate.gateway.config.GatewaySettings;
import dev.tidegate.gateway.security.ApiKeys;
import dev.tidegate.gateway.security.RateLimits;
import dev.tidegate.message.HeapBuffer;

/** What all connections of a gateway share. */
public final class Gate {
    private final Tidegate tidegate;
    private final GatewaySettings settings;
    private final ApiKeys keys;
    private final AnswerBursts bursts = new AnswerBursts();
    private final ConnectionLimits connections;
    private final ConnectionLimits connectionsOfKeys;
    private final RateLimits keyRates;
    private final RateLimits addressRates;
    private final Counters counters = new Counters();
    private volatile boolean closing;

    /** A gate in front of a Tidegate, which it does not close. */
    public Gate(final Tidegate tidegate, final GatewaySettings settings, final ApiKeys keys) {
        this.tidegate = tidegate;
        this.settings = settings;
        this.keys = keys;
        connections = new ConnectionLimits(settings.connections(), settings.connectionsPerAddress());
        connectionsOfKeys = new ConnectionLimits(settings.connections(), settings.connectionsPerKey());
        keyRates = new RateLimits(settings.commandsPerSecondPerKey());
        addressRates = new RateLimits(settings.requestsPerSecondPerAddress());
        tidegate.pipeline().afterBurst(bursts::end);
    }

    public Tidegate tidegate() {
        return tidegate;
    }

    public GatewaySettings settings() {
        return settings;
    }

    public ApiKeys keys() {
        return keys;
    }

    /**
     * Whether an order is to be answered SOLD_OUT_NOW, here at the edge. Not to be asked for the repetition of a command
     * that has had no answer.
     *
     * @param length of the message; what is not a whole order is not sold out
     */
    public boolean soldOutNow(final HeapBuffer message, final int offset, final int length) {
        return settings.shield() && tidegate.pipeline().soldOutNow(message, offset, length);
    }

    public AnswerBursts bursts() {
        return bursts;
    }

    /** Connections by address. */
    public ConnectionLimits connections() {
        return connections;
    }

    /** Connections by key. */
    public ConnectionLimits connectionsOfKeys() {
        return connectionsOfKeys;
    }

    public RateLimits keyRates() {
        return keyRates;
    }

    public RateLimits addressRates() {
        return addressRates;
    }

    public Counters counters() {
        return counters;
    }

    /** Whether the gateway is going down and takes nothing more. */
    public boolean closing() {
        return closing;
    }

    /** From now on nothing more is taken. */
    public void beginClose() {
        closing = true;
    }
}
