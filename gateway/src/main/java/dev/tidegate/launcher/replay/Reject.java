package dev.tidegate.launcher.replay;

/**
 * A record that is not a stock line.
 *
 * @param record number of the record in the file, the first one after the header being 1
 * @param cause the first cause that applies
 */
public record Reject(long record, RejectCause cause) {}
