package dev.tidegate.gateway.http;

import dev.tidegate.wire.Scope;
import java.util.HashMap;
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

    /** What stands at the template's names in a target that it matches. */
    Map<String, String> names(final String target) throws Problem {
        if (template.indexOf('{') < 0) {
            return Map.of();
        }
        final Map<String, String> names = new HashMap<>();
        final int end = RouteTable.pathEnd(target);
        int from = 1;
        for (int i = 1; i < segments.length; i++) {
            final int to = RouteTable.segmentEnd(target, from, end);
            if (segments[i].startsWith("{")) {
                names.put(segments[i].substring(1, segments[i].length() - 1), decoded(target.substring(from, to)));
            }
            from = to + 1;
        }
        return names;
    }

    private static String decoded(final String segment) throws Problem {
        try {
            return Texts.decoded(segment);
        } catch (final IllegalArgumentException wrong) {
            throw Problem.badRequest("the path is not UTF-8 in percent encoding");
        }
    }
}
