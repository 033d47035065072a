package dev.tidegate.pipeline;

/** A listener's place. */
public interface EventSubscription extends AutoCloseable {

    /** Ends it; the call in progress, if any, is the last. */
    @Override
    void close();
}
