package dev.tidegate.gateway.net;

import dev.tidegate.Tidegate;
import dev.tidegate.gateway.config.GatewaySettings;
import dev.tidegate.gateway.security.ApiKeys;
import dev.tidegate.gateway.security.RateLimits;
import dev.tidegate.gateway.stock.Admission;

/** What all connections of a gateway share. */
public final class Gate {
    private final Tidegate tidegate;
    private final GatewaySettings settings;
    private final ApiKeys keys;
    private final Admission admission;
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
        admission = new Admission(tidegate, settings.shield(), settings.shedPercent());
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

    public Admission admission() {
        return admission;
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
