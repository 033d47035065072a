package dev.tidegate.launcher.why;

import dev.tidegate.launcher.reading.MessageText;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A command that was refused because its id had been another's.
 *
 * @param chapter what is told of it
 * @param fields of the refused command
 * @param firstSequence of the command that the id belongs to
 */
record Conflict(Map<String, Object> chapter, Map<String, Object> fields, long firstSequence) {
    /** Who sends a command, and under which id, is not its content. */
    private static final Set<String> NOT_CONTENT =
            Set.of(MessageText.NAME, MessageText.COMMAND_ID, "actor", "reference", "principal", "actorType");

    private static final int MOST_TOLD = 5;
    private static final int MOST_CHARS = 64;

    /** Says in the chapter what differs from the first command; null when that is not kept any more. */
    void tell(final @Nullable Map<String, Object> first) {
        if (first == null) {
            chapter.merge("because", ", which is not kept any more", (because, more) -> String.valueOf(because) + more);
            return;
        }
        final List<String> differences = differences(first);
        chapter.put("differs", differences);
        final int told = Math.min(differences.size(), MOST_TOLD);
        chapter.merge(
                "because",
                ": " + String.join(", ", differences.subList(0, told))
                        + (told == differences.size() ? "" : ", and " + (differences.size() - told) + " more"),
                (because, more) -> String.valueOf(because) + more);
    }

    private List<String> differences(final Map<String, Object> first) {
        final List<String> differences = new ArrayList<>();
        if (!String.valueOf(fields.get(MessageText.NAME)).equals(String.valueOf(first.get(MessageText.NAME)))) {
            differences.add("it is " + fields.get(MessageText.NAME) + " and was " + first.get(MessageText.NAME));
            return differences;
        }
        compare("", fields, first, differences);
        return differences;
    }

    private static void compare(
            final String path, final Map<?, ?> now, final Map<?, ?> first, final List<String> differences) {
        final Set<Object> names = new LinkedHashSet<>(now.keySet());
        names.addAll(first.keySet());
        for (final Object name : names) {
            if (!(path.isEmpty() && NOT_CONTENT.contains(String.valueOf(name)))) {
                compare(path + name, now.get(name), first.get(name), differences);
            }
        }
    }

    private static void compare(
            final String path,
            final @Nullable Object now,
            final @Nullable Object first,
            final List<String> differences) {
        if (now instanceof List<?> entries && first instanceof List<?> before) {
            compare(path, entries, before, differences);
        } else if (!String.valueOf(now).equals(String.valueOf(first))) {
            differences.add(path + " is " + told(now) + " and was " + told(first));
        }
    }

    private static void compare(
            final String path, final List<?> now, final List<?> first, final List<String> differences) {
        if (now.size() != first.size()) {
            differences.add(path + " has " + now.size() + " entries and had " + first.size());
            return;
        }
        for (int i = 0; i < now.size(); i++) {
            if (now.get(i) instanceof Map<?, ?> entry && first.get(i) instanceof Map<?, ?> before) {
                compare(path + " " + (i + 1) + ": ", entry, before, differences);
            }
        }
    }

    private static String told(final @Nullable Object value) {
        if (value == null) {
            return "left out";
        }
        final String text = value.toString();
        return text.length() <= MOST_CHARS
                ? text
                : text.substring(0, MOST_CHARS) + "... (" + text.length() + " characters)";
    }
}
