package dev.tidegate.wire;

import dev.tidegate.message.CommandKind;
import java.util.EnumSet;
import java.util.Set;

/** What a key may allow. */
public enum Scope {
    /** Place, pay, cancel, ship, return and readmit orders. */
    ORDERS,
    /** Receive, adjust and return stock. */
    STOCK,
    /** SKUs, warehouses, channels, campaigns and their policies; to put off all holds at once. */
    CATALOGUE,
    /** The logical limits of the engine. */
    LIMITS,
    /** Every read. */
    READ,
    /** Counters of the gateway. */
    METRICS;

    /** The scope that a command needs. */
    public static Scope of(final CommandKind kind) {
        return switch (kind) {
            case PLACE_ORDER,
                    START_PAYMENT,
                    CONFIRM_PAYMENT,
                    FAIL_PAYMENT,
                    CANCEL_ORDER,
                    SHIP_ORDER,
                    RETURN_LINES,
                    READMIT_ORDER -> ORDERS;
            case RECEIVE_STOCK, ADJUST_STOCK, RETURN_TO_STOCK -> STOCK;
            case SET_LIMITS, TICK -> LIMITS;
            default -> CATALOGUE;
        };
    }

    /** The bit of this scope on the wire. */
    public int bit() {
        return 1 << ordinal();
    }

    /** The scopes in a bit set. */
    public static Set<Scope> ofBits(final int bits) {
        final EnumSet<Scope> scopes = EnumSet.noneOf(Scope.class);
        for (final Scope scope : values()) {
            if ((bits & scope.bit()) != 0) {
                scopes.add(scope);
            }
        }
        return scopes;
    }
}
