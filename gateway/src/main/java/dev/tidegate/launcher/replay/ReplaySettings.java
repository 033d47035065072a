package dev.tidegate.launcher.replay;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of a replay that its outcome or its folder depends on. They are kept in the folder, and a run resumed
 * with others is refused. The file counts by content: it may be moved or renamed.
 *
 * <p>Two formats of the text are read. The first did not record the durability, and so none is compared with it.
 *
 * @param openingPercent 0 to {@value ReplayPlan#MOST_OPENING_PERCENT}
 * @param journal kind of journal, one lower-case word
 * @param durability what an answer survives, one lower-case word; null when read from a text of the first format
 * @param fileBytes size of the file on disk
 * @param fileSha256 SHA-256 of the file on disk, 64 hexadecimal digits in lower case
 */
public record ReplaySettings(
        int openingPercent, String journal, @Nullable String durability, long fileBytes, String fileSha256) {
    private static final String FORMAT_1 = "tidegate-replay 1";
    private static final String FORMAT_2 = "tidegate-replay 2";
    private static final String OPENING_PERCENT = "opening_percent";
    private static final String JOURNAL = "journal";
    private static final String DURABILITY = "durability";
    private static final String FILE_BYTES = "file_bytes";
    private static final String FILE_SHA256 = "file_sha256";

    private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9_-]*");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    public ReplaySettings {
        ReplayPlan.checkOpeningPercent(openingPercent);
        require(WORD.matcher(journal).matches(), JOURNAL, journal);
        require(durability == null || WORD.matcher(durability).matches(), DURABILITY, durability);
        require(fileBytes > 0, FILE_BYTES, fileBytes);
        require(SHA256.matcher(fileSha256).matches(), FILE_SHA256, fileSha256);
    }

    /** The settings of a replay of this file. */
    public static ReplaySettings of(OrdersFile file, int openingPercent, String journal, String durability) {
        return new ReplaySettings(openingPercent, journal, durability, file.bytes(), file.sha256());
    }

    /** The text to keep: a first line that names the format, then one {@code name=value} on each line, LF line ends. */
    public String text() {
        StringBuilder text = new StringBuilder(durability == null ? FORMAT_1 : FORMAT_2).append('\n');
        values().forEach((name, value) ->
                text.append(name).append('=').append(value).append('\n'));
        return text.toString();
    }

    /**
     * Reads what {@link #text()} made.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    public static ReplaySettings parse(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        String[] lines = text.split("\n");
        for (int i = 1; i < lines.length; i++) {
            int equals = lines[i].indexOf('=');
            values.put(lines[i].substring(0, Math.max(equals, 0)), lines[i].substring(equals + 1));
        }
        ReplaySettings read = new ReplaySettings(
                (int) number(values, OPENING_PERCENT),
                values.getOrDefault(JOURNAL, ""),
                values.get(DURABILITY),
                number(values, FILE_BYTES),
                values.getOrDefault(FILE_SHA256, ""));
        // Catches whatever the lenient reading above let pass: another format, lines too many, twice or out of place.
        if (!read.text().equals(text)) {
            throw new IllegalArgumentException("not the settings of a replay: " + text);
        }
        return read;
    }

    /**
     * Names the first argument in which this run differs from the one that began the folder. What that one did not
     * record is no difference.
     *
     * @return a sentence with both values; empty if they are the same
     */
    public Optional<String> differenceFrom(ReplaySettings begun) {
        Map<String, String> before = begun.values();
        return values().entrySet().stream()
                .filter(now ->
                        before.containsKey(now.getKey()) && !now.getValue().equals(before.get(now.getKey())))
                .map(now -> now.getKey() + " is " + now.getValue() + " but was " + before.get(now.getKey())
                        + " when this replay began")
                .findFirst();
    }

    private Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put(OPENING_PERCENT, Integer.toString(openingPercent));
        values.put(JOURNAL, journal);
        if (durability != null) {
            values.put(DURABILITY, durability);
        }
        values.put(FILE_BYTES, Long.toString(fileBytes));
        values.put(FILE_SHA256, fileSha256);
        return values;
    }

    private static long number(Map<String, String> values, String name) {
        String value = values.getOrDefault(name, "");
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException("not the settings of a replay: " + name + " is \"" + value + '"');
        }
    }

    private static void require(boolean met, String name, @Nullable Object value) {
        if (!met) {
            throw new IllegalArgumentException("not a value for " + name + ": " + value);
        }
    }
}
