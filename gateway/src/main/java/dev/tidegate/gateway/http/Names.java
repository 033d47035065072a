package dev.tidegate.gateway.http;

import dev.tidegate.engine.EngineReads;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Numbers of codes that were asked for before. A code names its SKU, warehouse, channel or campaign for ever, so what is
 * here stays true; the engine's own limits bound how many there can be.
 */
final class Names {

    /** What a code may name. */
    enum Kind {
        SKU,
        WAREHOUSE,
        CHANNEL,
        CAMPAIGN
    }

    /** A code whose number is not known here yet. */
    record Code(Kind kind, String code) {}

    private final Map<Code, Integer> numbers = new ConcurrentHashMap<>();

    /** Number of a code, 0 when it is not known here. */
    int number(final Kind kind, final String code) {
        return numbers.getOrDefault(new Code(kind, code), 0);
    }

    /** Asks the engine, on its own thread; 0 when there is none. */
    int resolve(final EngineReads reads, final Code code) {
        final int number = switch (code.kind) {
            case SKU -> reads.sku(code.code);
            case WAREHOUSE -> reads.warehouse(code.code);
            case CHANNEL -> reads.channel(code.code);
            case CAMPAIGN -> reads.campaign(code.code);
        };
        if (number != 0) {
            numbers.put(code, number);
        }
        return number;
    }
}
