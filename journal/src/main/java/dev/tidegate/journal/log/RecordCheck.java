package dev.tidegate.journal.log;

/** Tells a whole record from other bytes. */
@FunctionalInterface
public interface RecordCheck {

    /**
     * Whether a whole, intact record starts at {@code offset}.
     *
     * @param available bytes that may be looked at
     */
    boolean startsAt(byte[] bytes, int offset, int available);
}
