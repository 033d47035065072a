package dev.tidegate.pipeline;

import dev.tidegate.engine.EventBuffer;
import org.jspecify.annotations.Nullable;

/** Takes the events of commands, one command after the other. */
@FunctionalInterface
public interface EventSink {

    /**
     * Says that what follows comes behind that many events; before everything else, and again when it was refused.
     *
     * @return null when it may go on behind them, else a sentence that says why not
     */
    default @Nullable String begin(final long eventsBefore) {
        return null;
    }

    /**
     * The events of one command, at least one.
     *
     * @param sequence of the command
     * @param timeMillis engine time of the command
     * @param events valid during the call only
     */
    void events(long sequence, long timeMillis, EventBuffer events);
}
