package dev.tidegate.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tidegate.Tidegate;
import dev.tidegate.TidegateOptions;
import dev.tidegate.gateway.TestGateway;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The lines of docs/http.md, run by curl as they stand there. */
@Timeout(60)
final class HttpPageTest {
    private static final Path PAGE = Path.of("../docs/http.md");

    @Test
    void shouldRunASaleByHand(@TempDir final Path folder) throws Exception {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(path -> Files.isExecutable(Path.of(path, "curl"))),
                "no curl on the PATH");
        final String page = Files.readString(PAGE);
        final int from = page.indexOf("```sh\n") + 6;
        final List<String> lines =
                page.substring(from, page.indexOf("```", from)).lines().toList();
        assertThat(lines).hasSize(7);
        try (TestGateway gateway = TestGateway.open(Tidegate.inMemory(TidegateOptions.defaults()))) {
            String last = "";
            for (final String line : lines) {
                final Path out = folder.resolve("out");
                final Process curl = new ProcessBuilder(
                                "sh",
                                "-c",
                                line.replace("localhost:8080", "127.0.0.1:" + gateway.httpPort())
                                        + " -sS --fail-with-body")
                        .redirectOutput(out.toFile())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
                assertThat(curl.waitFor(20, TimeUnit.SECONDS)).isTrue();
                last = Files.readString(out);
                assertThat(curl.exitValue()).as(line + ": " + last).isZero();
            }
            assertThat(last).contains("\"sellable\":8", "\"held\":2");
        }
    }
}
