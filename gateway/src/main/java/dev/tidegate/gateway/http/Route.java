package dev.tidegate.gateway.http;

import dev.tidegate.wire.Scope;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A path that is served.
 *
 * @param template with names in braces where a segment may be anything
 * @param scope what the caller's key must allow; null for what is open to all
 */
record Route(String method, String template, @Nullable Scope scope, Action action, String[] segments) {

    /** Does what a request to the route asks for. */
    @FunctionalInterface
    interface Action {
        void handle(Exchange exchange, Map<String, String> path) throws Problem;
    }

    Route(final String method, final String template, final @Nullable Scope scope, final Action action) {
        this(method, template, scope, action, template.split("/"));
    }

    /** Whether a path is of this template. */
    boolean matches(final String[] path) {
        if (path.length != segments.length) {
            return false;
        }
        for (int i = 0; i < path.length; i++) {
            if (!segments[i].startsWith("{") && !segments[i].equals(path[i]) || path[i].isEmpty() && i > 0) {
                return false;
            }
        }
        return true;
    }
}
