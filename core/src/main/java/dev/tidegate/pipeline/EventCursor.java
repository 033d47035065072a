package dev.tidegate.pipeline;

/**
 * A place in the event log: behind the event of that sequence. Sequences count the events of a folder from 1 without a
 * gap; 0 is the place before the first. A recovery that may have lost commands whose events had been seen begins a new
 * epoch, so that a cursor always says whether what was read before it still holds.
 *
 * @param epoch from 1
 * @param sequence of the last event that was read, from 0
 */
public record EventCursor(long epoch, long sequence) {

    public EventCursor {
        if (epoch < 1 || sequence < 0) {
            throw new IllegalArgumentException(
                    "a cursor is EPOCH:SEQUENCE with an epoch from 1 and a sequence from 0, not " + epoch + ":"
                            + sequence);
        }
    }

    /**
     * Reads {@link #toString()} back.
     *
     * @throws IllegalArgumentException when it is not a cursor
     */
    public static EventCursor parse(final String text) {
        final int colon = text.indexOf(':');
        try {
            return new EventCursor(
                    Long.parseLong(text, 0, colon, 10), Long.parseLong(text, colon + 1, text.length(), 10));
        } catch (final NumberFormatException | IndexOutOfBoundsException notNumbers) {
            throw new IllegalArgumentException("a cursor is EPOCH:SEQUENCE, such as 1:4711, not " + text, notNumbers);
        }
    }

    @Override
    public String toString() {
        return epoch + ":" + sequence;
    }
}
