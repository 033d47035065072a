package dev.tidegate.gateway.net;

import dev.tidegate.gateway.config.GatewaySettings;
import dev.tidegate.gateway.security.ApiKeys;
import dev.tidegate.gateway.security.RateLimits;

/** What connections share before there is an engine, and go on sharing: settings, keys, limits and counters. */
public final class Front {
    private final GatewaySettings settings;
    private final ApiKeys keys;
    private final ConnectionLimits connections;
    private final ConnectionLimits connectionsOfKeys;
    private final RateLimits keyRates;
    private final RateLimits addressRates;
    private final Counters counters = new Counters();
    private final Disk disk;
    private volatile boolean closing;
    private volatile Replayed replayed = new Replayed(0, 0);

    /**
     * How far the replay has come.
     *
     * @param commands replayed so far
     * @param sequence of the last one
     */
    public record Replayed(long commands, long sequence) {}

    public Front(final GatewaySettings settings, final ApiKeys keys) {
        this.settings = settings;
        this.keys = keys;
        connections = new ConnectionLimits(settings.connections(), settings.connectionsPerAddress());
        connectionsOfKeys = new ConnectionLimits(settings.connections(), settings.connectionsPerKey());
        disk = new Disk(settings.data(), settings.lowWaterBytes());
        keyRates = new RateLimits(settings.commandsPerSecondPerKey());
        addressRates = new RateLimits(settings.requestsPerSecondPerAddress());
    }

    public GatewaySettings settings() {
        return settings;
    }

    public ApiKeys keys() {
        return keys;
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

    public Disk disk() {
        return disk;
    }

    /** How far the replay has come. */
    public Replayed replayed() {
        return replayed;
    }

    /** The replay has come that far. */
    public void replayed(final long commands, final long sequence) {
        replayed = new Replayed(commands, sequence);
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
