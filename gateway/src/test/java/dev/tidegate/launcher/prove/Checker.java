package dev.tidegate.launcher.prove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs docs/checker/check_journal.py; the test is skipped where there is no Python 3. */
final class Checker {
    private static final Path SCRIPT = Path.of("../docs/checker/check_journal.py");

    private Checker() {}

    /** What it printed on standard output. */
    static String check(final int code, final Object... words) throws IOException {
        final List<String> command = new ArrayList<>(List.of("python3", SCRIPT.toString(), "--json"));
        for (final Object word : words) {
            command.add(word.toString());
        }
        final Process process = start(command);
        final String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.onExit().join().exitValue()).as(out).isEqualTo(code);
        return out;
    }

    private static Process start(final List<String> command) throws IOException {
        assertThat(Files.exists(SCRIPT)).isTrue();
        try {
            return new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (final IOException missing) {
            assumeTrue(false, "no python3 here: " + missing.getMessage());
            throw missing;
        }
    }
}
