package dev.tidegate.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.pipeline.JournalSettings.Kind;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A shadow that is told to end says what it has followed before it goes. */
@Timeout(300)
class ShadowStopIT extends ToolTest {
    private static final long PROMPT_SECONDS = 120;

    @Test
    void shouldSayHowFarItCameWhenItIsToldToEnd() throws Exception {
        final Path folder = temp.resolve("shop");
        Scene.of(folder, Kind.FILE, 5).close();
        final Path answer = temp.resolve("out");
        final Process shadow = new ProcessBuilder(command(folder))
                .redirectOutput(answer.toFile())
                .start();
        try (var said = shadow.errorReader()) {
            // The first snapshot shows that it follows.
            String line = said.readLine();
            while (line != null && !line.contains("snapshot behind sequence 4")) {
                line = said.readLine();
            }
            assertThat(line).isNotNull();
            shadow.destroy();
            assertThat(shadow.waitFor(PROMPT_SECONDS, TimeUnit.SECONDS)).isTrue();
        } finally {
            shadow.destroyForcibly();
        }
        assertThat(parse(Files.readString(answer).strip()))
                .containsEntry("ok", true)
                .containsEntry("sequence", 4L)
                .containsEntry("snapshot_sequence", 4L);
    }

    private static List<String> command(final Path folder) {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> flag.startsWith("--") || flag.startsWith("-Dchronicle"))
                .toList());
        command.addAll(List.of(
                "-Xmx400m",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "shadow",
                folder.toString(),
                "--snapshot-every",
                "4",
                "--json"));
        return command;
    }
}
