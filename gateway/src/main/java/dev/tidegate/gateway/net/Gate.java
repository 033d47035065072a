package dev.tidegate.gateway.net;

import dev.tidegate.Tidegate;
import dev.tidegate.gateway.config.GatewaySettings;
import dev.tidegate.gateway.security.ApiKeys;
import dev.tidegate.gateway.security.RateLimits;
import dev.tidegate.message.HeapBuffer;

/** What all connections of a gateway share. */
public final class Gate {
    private final Tidegate tidegate;
    private final Front front;
    private final AnswerBursts bursts = new AnswerBursts();

    /** A gate in front of a Tidegate, which it does not close. */
    public Gate(final Tidegate tidegate, final Front front) {
        this.tidegate = tidegate;
        this.front = front;
        tidegate.pipeline().afterBurst(bursts::end);
    }

    public Tidegate tidegate() {
        return tidegate;
    }

    /** What was there before the engine. */
    public Front front() {
        return front;
    }

    public GatewaySettings settings() {
        return front.settings();
    }

    public ApiKeys keys() {
        return front.keys();
    }

    /**
     * Whether an order is to be answered SOLD_OUT_NOW, here at the edge. Not to be asked for the repetition of a command
     * that has had no answer.
     *
     * @param length of the message; what is not a whole order is not sold out
     */
    public boolean soldOutNow(final HeapBuffer message, final int offset, final int length) {
        return front.settings().shield() && tidegate.pipeline().soldOutNow(message, offset, length);
    }

    public AnswerBursts bursts() {
        return bursts;
    }

    /** Connections by address. */
    public ConnectionLimits connections() {
        return front.connections();
    }

    /** Connections by key. */
    public ConnectionLimits connectionsOfKeys() {
        return front.connectionsOfKeys();
    }

    public RateLimits keyRates() {
        return front.keyRates();
    }

    public RateLimits addressRates() {
        return front.addressRates();
    }

    public Counters counters() {
        return front.counters();
    }

    /** Whether the gateway is going down and takes nothing more. */
    public boolean closing() {
        return front.closing();
    }
}
