package dev.tidegate.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/**
 * A small flash sale ({@code demo --buyers 400 --units 15 --skus 12 --seed 7}) as version 0.1 journaled it: every later
 * release replays it to the digest it recorded, or says how to get there.
 */
class GoldenSaleTest {
    @ParameterizedTest
    @ValueSource(strings = {"CHRONICLE", "FILE"})
    void shouldReplayTheSaleOfVersion1ToItsDigest(final String kind, @TempDir final Path folder) throws IOException {
        unzip("/golden/sale-version-1-" + kind + ".zip", folder);
        final StringWriter out = new StringWriter();
        final CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(out, true));

        assertThat(commandLine.execute("verify", folder.toString(), "--json")).isEqualTo(ExitCode.OK);
        assertThat(out.toString())
                .contains("\"digest\":\"f10392ae55fb66961d17f556e2383a15\"", "\"commands\":767", "\"orders_open\":105");
    }

    private static void unzip(final String resource, final Path folder) throws IOException {
        try (InputStream bytes = Objects.requireNonNull(GoldenSaleTest.class.getResourceAsStream(resource));
                ZipInputStream zip = new ZipInputStream(bytes)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                final Path file = folder.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                Files.copy(zip, file);
            }
        }
    }
}
