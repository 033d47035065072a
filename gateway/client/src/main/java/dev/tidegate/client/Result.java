package dev.tidegate.client;

import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;

/** What an answer comes to. */
public enum Result {
    /** Done, wholly, partly or late. */
    YES,
    /** Not done; the code says why. */
    NO,
    /** Nobody knows yet: ask again with the same header and command. */
    UNKNOWN;

    /** The result of an outcome. */
    public static Result of(final Outcome outcome) {
        return outcome.accepted() ? YES : outcome.code() == OutcomeCode.UNKNOWN ? UNKNOWN : NO;
    }
}
