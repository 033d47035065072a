package dev.tidegate;

/**
 * What an engine's whole state comes to after a command: equal for equal journals, on every machine.
 *
 * @param sequence of the last command, ticks included
 */
public record Digest(long sequence, long high, long low) {

    /** The 32 hexadecimal digits. */
    public String hex() {
        return String.format("%016x%016x", high, low);
    }

    @Override
    public String toString() {
        return hex() + " after " + sequence;
    }
}
