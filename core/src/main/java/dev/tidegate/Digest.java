package dev.tidegate;

import dev.tidegate.engine.Engine;

/**
 * What an engine's whole state comes to after a command: equal for equal journals, on every machine.
 *
 * @param sequence of the last command, ticks included
 */
public record Digest(long sequence, long high, long low) {

    /** That of an engine that stands still, or of one that is asked on its own thread. */
    public static Digest of(final Engine engine) {
        return new Digest(engine.sequence(), engine.digestHigh(), engine.digestLow());
    }

    /** The 32 hexadecimal digits. */
    public String hex() {
        return String.format("%016x%016x", high, low);
    }

    @Override
    public String toString() {
        return hex() + " after " + sequence;
    }
}
