package dev.tidegate.pipeline;

import dev.tidegate.engine.EventBuffer;

/** Takes the events of commands, one command after the other. */
@FunctionalInterface
public interface EventSink {

    /**
     * The events of one command, at least one.
     *
     * @param sequence of the command
     * @param timeMillis engine time of the command
     * @param events valid during the call only
     */
    void events(long sequence, long timeMillis, EventBuffer events);
}
