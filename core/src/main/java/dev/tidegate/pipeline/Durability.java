package dev.tidegate.pipeline;

/** What an answer promises. Say the mode next to every figure. */
public enum Durability {
    /** Nothing is kept. */
    MEMORY,
    /** What was answered survives the death of this process ({@code kill -9}), not the loss of power. */
    PROCESS,
    /** What was answered, read or shown as an event survives the loss of power: one force per batch. */
    DISK
}
