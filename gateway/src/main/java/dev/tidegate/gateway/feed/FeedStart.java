package dev.tidegate.gateway.feed;

import dev.tidegate.pipeline.EventCursor;
import dev.tidegate.pipeline.EventLog;
import org.jspecify.annotations.Nullable;

/** Where a subscription begins: behind a cursor, with the oldest event that is kept, or behind the newest. */
public final class FeedStart {
    /** With the oldest event that is kept. */
    public static final FeedStart OLDEST = new FeedStart(null);

    /** Behind the newest event. */
    public static final FeedStart NEWEST = new FeedStart(null);

    private final @Nullable EventCursor cursor;

    private FeedStart(final @Nullable EventCursor cursor) {
        this.cursor = cursor;
    }

    /** Behind that cursor. */
    public static FeedStart at(final EventCursor cursor) {
        return new FeedStart(cursor);
    }

    /**
     * Reads {@code start}, {@code end} or a cursor.
     *
     * @throws IllegalArgumentException when it is none of them
     */
    public static FeedStart parse(final String text) {
        return switch (text) {
            case "start" -> OLDEST;
            case "end" -> NEWEST;
            default -> at(EventCursor.parse(text));
        };
    }

    EventCursor in(final EventLog log) {
        if (cursor != null) {
            return cursor;
        }
        return this == OLDEST ? log.oldest() : log.newest();
    }
}
