package dev.tidegate.pipeline;

/** How the engine's thread waits when there is nothing to do. It wakes for the next deadline in every mode. */
public enum Waiting {
    /** Sleeps until a command or a deadline comes. Costs nothing while idle. */
    BLOCKING,
    /** Yields, then sleeps a few microseconds at a time; producers never pay for a wake-up. */
    SLEEPING,
    /** Takes a whole core. For machines with cores to spare. */
    BUSY_SPIN
}
