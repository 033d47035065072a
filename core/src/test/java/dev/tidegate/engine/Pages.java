package dev.tidegate.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The pages under docs, which are held against the code. */
public final class Pages {
    private Pages() {}

    /** The cells of every table row of a page that has that many columns, heads and rules left out. */
    public static List<List<String>> rows(final String page, final String heading, final int columns) {
        return lines(page, heading).stream()
                .filter(line -> line.startsWith("|") && !line.startsWith("|---"))
                .map(Pages::cells)
                .filter(cells -> cells.size() == columns)
                .toList();
    }

    private static List<String> cells(final String line) {
        return Arrays.stream(line.substring(1).split("\\|", -1))
                .map(String::strip)
                .limit(line.chars().filter(letter -> letter == '|').count() - 1)
                .toList();
    }

    /** The lines from one heading, or the top when it is empty, to the next of the same rank, or to the end. */
    public static List<String> lines(final String page, final String heading) {
        final List<String> lines = read(page);
        if (heading.isEmpty()) {
            return lines;
        }
        final int from = lines.indexOf(heading);
        if (from < 0) {
            throw new AssertionError(page + " has no heading " + heading);
        }
        final String rank = heading.substring(0, heading.indexOf(' ') + 1);
        int to = from + 1;
        while (to < lines.size() && !lines.get(to).startsWith(rank)) {
            to++;
        }
        return lines.subList(from, to);
    }

    private static List<String> read(final String page) {
        try {
            return Files.readAllLines(docs().resolve(page));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path docs() {
        final Path here = Path.of("docs");
        return Files.isDirectory(here) ? here : Path.of("..", "docs");
    }
}
