package dev.tidegate.gateway.config;

/**
 * What bounds the event feed; docs/configuration.md has every name, range and default.
 *
 * @param subscriptions and streams at once, in all
 * @param subscriptionsPerKey the same with one key
 * @param subscriptionsPerConnection the same on one binary connection
 * @param readers subscriptions that read old events at once
 * @param tailBytes of the newest events that are kept in memory
 * @param bytesInFlight that a subscription may have unsent
 * @param heartbeatMillis silence after which a heartbeat is sent
 * @param unitsMillis pause between two looks of a stream of units left
 * @param gatherMillis in which new events are gathered before they are sent together
 * @param giveWayMillis that a slow reader of old events may hold others up in all
 */
public record FeedSettings(
        int subscriptions,
        int subscriptionsPerKey,
        int subscriptionsPerConnection,
        int readers,
        int tailBytes,
        int bytesInFlight,
        int heartbeatMillis,
        int unitsMillis,
        int gatherMillis,
        int giveWayMillis) {}
