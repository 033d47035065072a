package dev.tidegate.gateway.http;

import dev.tidegate.gateway.feed.FeedEnd;
import dev.tidegate.pipeline.EventCursor;

/** Why a stream ends, as an object among those of the events: its kind is the reason's name. */
final class EndJson {
    private EndJson() {}

    static byte[] of(final FeedEnd end) {
        final EventCursor resumeFrom = end.resumeFrom();
        return new Json()
                .begin()
                .field("kind", end.code().name())
                .field("resumeFrom", resumeFrom == null ? "" : resumeFrom.toString())
                .field("sequence", end.sequence())
                .field("snapshotSequence", end.snapshotSequence())
                .field("reason", end.reason())
                .end()
                .bytes();
    }
}
