package dev.tidegate.client;

import dev.tidegate.pipeline.EventCursor;
import org.jspecify.annotations.Nullable;

/** A subscription to events, over whatever connections it takes. */
public interface EventStream extends AutoCloseable {

    /** Behind the last event whose call returned; null while it is not known where the stream begins. */
    @Nullable
    EventCursor cursor();

    /** Ends it; the call in progress, if any, is the last. */
    @Override
    void close();
}
