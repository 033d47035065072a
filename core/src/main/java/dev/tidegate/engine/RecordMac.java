package dev.tidegate.engine;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.table.SipHash;

/**
 * The authentication code of an order's record: what is kept of a record that has gone, so that a forged one can be told
 * from it. Nobody computes it but an engine in this state, for the {@link RecordKey} is nobody else's.
 */
final class RecordMac {
    private final RecordKey key;
    private final SipHash hash = new SipHash();

    RecordMac(final RecordKey key) {
        this.key = key;
    }

    /** Computes it for these bytes; allocates nothing. */
    RecordMac of(final HeapBuffer buffer, final int offset, final int length) {
        hash.of(key.high(), key.low(), buffer, offset, length);
        return this;
    }

    long high() {
        return hash.high();
    }

    long low() {
        return hash.low();
    }
}
