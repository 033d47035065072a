package dev.tidegate.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tidegate.launcher.serve.ServeProcess;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The README's sale by hand, run by curl as it stands there, against a sidecar of its own. */
@Timeout(300)
final class ReadmeSaleTest {
    private static final Path README = Path.of("../README.md");

    @Test
    void shouldRunASaleByHand(@TempDir final Path folder) throws Exception {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(path -> Files.isExecutable(Path.of(path, "curl"))),
                "no curl on the PATH");
        final String page = Files.readString(README);
        final int section = page.indexOf("## A sale by hand");
        final int from = page.indexOf("```sh\n", section) + 6;
        final List<String> lines =
                page.substring(from, page.indexOf("```", from)).lines().toList();
        assertThat(lines.get(0)).startsWith("./tidegate serve");
        final List<String> calls =
                lines.stream().filter(line -> line.startsWith("curl ")).toList();
        assertThat(calls).hasSize(lines.size() - 1).hasSizeGreaterThan(8);

        try (ServeProcess serve = ServeProcess.start(folder.resolve("data"), List.of("-Xmx256m"))) {
            String last = "";
            for (final String line : calls) {
                last = curl(line.replace("localhost:8080", "127.0.0.1:" + serve.httpPort()), folder.resolve("out"));
            }
            assertThat(last).contains("\"sellable\":8", "\"held\":0", "\"sold\":0", "\"shipped\":2");
            assertThat(serve.stop()).as(serve.log()).isZero();
        }
    }

    private static String curl(final String line, final Path out) throws Exception {
        // What the shell would run, and besides that a failure when the answer is one.
        final Process curl = new ProcessBuilder("sh", "-c", line + " -sS --fail-with-body")
                .redirectOutput(out.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(curl.waitFor(120, TimeUnit.SECONDS)).isTrue();
        final String said = Files.readString(out);
        assertThat(curl.exitValue()).as(line + ": " + said).isZero();
        return said;
    }
}
