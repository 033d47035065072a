package dev.tidegate.launcher.prove;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.launcher.ExitCode;
import dev.tidegate.launcher.ToolTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Compares {@code prove} with the checker that shares no code with it. */
public abstract class TwoProofs extends ToolTest {
    private static final List<String> OURS_ALONE = List.of("digest", "digests_compared", "repairs");

    /** Both ways of adding up, over the same folder; nothing was written to it. */
    protected final Map<String, Object> assertSame(final Path folder, final Path outcomes) throws IOException {
        final Map<String, String> before = contents(folder);
        final Map<String, Object> proved = json(ExitCode.OK, "prove", folder);
        assertThat(json(ExitCode.OK, "export-journal", folder, "--out", outcomes))
                .containsEntry("chain_head", proved.get("chain_head"));
        final Map<String, Object> checked = parse(Checker.check(0, folder, outcomes));
        assertThat(checked.keySet()).doesNotContainAnyElementsOf(OURS_ALONE);
        proved.entrySet().stream()
                .filter(figure -> !OURS_ALONE.contains(figure.getKey()))
                .forEach(figure ->
                        assertThat(checked).as(figure.getKey()).containsEntry(figure.getKey(), figure.getValue()));
        assertThat(contents(folder)).isEqualTo(before);
        return proved;
    }

    /** The checker finds out that the first line with {@code text} was changed; {@code other} empty takes it away. */
    protected final void assertCaught(
            final Path folder, final List<String> lines, final String text, final String other, final String reason)
            throws IOException {
        final int at = lines.indexOf(
                lines.stream().filter(line -> line.contains(text)).findFirst().orElseThrow());
        final List<String> changed = new ArrayList<>(lines);
        if (other.isEmpty()) {
            changed.remove(at);
        } else {
            changed.set(at, lines.get(at).replace(text, other));
        }
        final Path file = temp.resolve("changed.ndjson");
        Files.write(file, changed);
        final Map<String, Object> answer = parse(Checker.check(3, folder, file));
        assertThat(answer).containsEntry("ok", false);
        assertThat(answer.get("error").toString()).contains(reason);
    }
}
