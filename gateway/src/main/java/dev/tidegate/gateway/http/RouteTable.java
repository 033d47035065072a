package dev.tidegate.gateway.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the route of a request: a tree of the templates' segments, made once, that is walked along the target's text
 * without taking it apart. Where several routes match, the first of the list counts. Immutable.
 */
final class RouteTable {
    private static final int NONE = Integer.MAX_VALUE;

    private final List<Route> routes;
    private final Node root = new Node();

    /** What may follow the segments so far. Words lie in an open table, by the hash that {@link String} has. */
    private static final class Node {
        int[] ends = {};

        @Nullable
        Node any;

        private String[] words = new String[4];
        private @Nullable Node[] next = new Node[4];
        private int count;

        Node add(final String segment) {
            if (segment.startsWith("{")) {
                if (any == null) {
                    any = new Node();
                }
                return any;
            }
            final Node known = word(segment.hashCode(), segment, 0, segment.length());
            return known == null ? put(segment, new Node()) : known;
        }

        private Node put(final String word, final Node node) {
            if (2 * ++count > words.length) {
                grow();
            }
            int at = word.hashCode() & words.length - 1;
            while (words[at] != null) {
                at = at + 1 & words.length - 1;
            }
            words[at] = word;
            next[at] = node;
            return node;
        }

        private void grow() {
            final String[] oldWords = words;
            final @Nullable Node[] oldNext = next;
            words = new String[2 * oldWords.length];
            next = new Node[words.length];
            count = 1;
            for (int i = 0; i < oldWords.length; i++) {
                final Node node = oldNext[i];
                if (node != null) {
                    put(oldWords[i], node);
                }
            }
        }

        @Nullable
        Node word(final int hash, final String target, final int from, final int to) {
            for (int at = hash & words.length - 1; words[at] != null; at = at + 1 & words.length - 1) {
                if (words[at].length() == to - from && target.startsWith(words[at], from)) {
                    return next[at];
                }
            }
            return null;
        }
    }

    RouteTable(final List<Route> routes) {
        this.routes = List.copyOf(routes);
        for (int i = 0; i < routes.size(); i++) {
            Node node = root;
            final String[] segments = routes.get(i).segments();
            for (int s = 1; s < segments.length; s++) {
                node = node.add(segments[s]);
            }
            node.ends = Arrays.copyOf(node.ends, node.ends.length + 1);
            node.ends[node.ends.length - 1] = i;
        }
    }

    /** The route that a method and a target, with its query, go to; null when there is none. */
    @Nullable
    Route find(final String method, final String target) {
        final int end = pathEnd(target);
        final int found = target.startsWith("/") ? find(root, method, target, 0, end, NONE) : NONE;
        return found == NONE ? null : routes.get(found);
    }

    /** The methods of every route that the target's path matches, in their order. */
    List<String> methods(final String target) {
        final List<Integer> found = new ArrayList<>();
        if (target.startsWith("/")) {
            collect(root, target, 0, pathEnd(target), found);
        }
        return found.stream().sorted().map(index -> routes.get(index).method()).toList();
    }

    /** Where the path ends, its query, fragment and last slashes left out. */
    static int pathEnd(final String target) {
        int end = 0;
        while (end < target.length() && target.charAt(end) != '?' && target.charAt(end) != '#') {
            end++;
        }
        while (end > 0 && target.charAt(end - 1) == '/') {
            end--;
        }
        return end;
    }

    /** Where the segment ends that begins there. */
    static int segmentEnd(final String target, final int from, final int end) {
        int to = from;
        while (to < end && target.charAt(to) != '/') {
            to++;
        }
        return to;
    }

    private int find(
            final Node node, final String method, final String target, final int slash, final int end, final int best) {
        if (slash >= end) {
            return first(node, method, best);
        }
        int hash = 0;
        int to = slash + 1;
        while (to < end && target.charAt(to) != '/') {
            hash = 31 * hash + target.charAt(to++);
        }
        if (to == slash + 1) {
            return best;
        }
        final Node word = node.word(hash, target, slash + 1, to);
        final int found = word == null ? best : find(word, method, target, to, end, best);
        return node.any == null ? found : find(node.any, method, target, to, end, found);
    }

    private int first(final Node node, final String method, final int best) {
        for (final int index : node.ends) {
            if (index < best && routes.get(index).method().equals(method)) {
                return index;
            }
        }
        return best;
    }

    private static void collect(
            final Node node, final String target, final int slash, final int end, final List<Integer> found) {
        if (slash >= end) {
            for (final int index : node.ends) {
                found.add(index);
            }
            return;
        }
        final int to = segmentEnd(target, slash + 1, end);
        if (to == slash + 1) {
            return;
        }
        final String segment = target.substring(slash + 1, to);
        final Node word = node.word(segment.hashCode(), segment, 0, segment.length());
        if (word != null) {
            collect(word, target, to, end, found);
        }
        if (node.any != null) {
            collect(node.any, target, to, end, found);
        }
    }
}
