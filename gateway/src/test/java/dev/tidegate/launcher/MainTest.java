package dev.tidegate.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldPrintTheVersionOfTheBuild() {
        assertThat(run("--version")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).matches("(?s)tidegate \\d+\\.\\d+\\.\\d+( \\([0-9a-f]+(-dirty)?\\))?\\R.*");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void shouldPrintUsageOnStandardOutputWhenAskedForHelp() {
        assertThat(run("--help")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("Usage: tidegate");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void shouldEndWithUsageOnAnUnknownOption() {
        assertThat(run("--no-such-option")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("--no-such-option");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void shouldEndWithUsageWhenNoCommandIsGiven() {
        assertThat(run()).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("Missing command");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void shouldAnswerWithOneJsonObjectWhenTheArgumentsAreWrong() {
        assertThat(run("replay", "orders.csv", "--durability", "paper", "--json"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(out.toString())
                .hasLineCount(1)
                .startsWith("{\"ok\":false,\"error\":\"")
                .contains("paper");
        assertThat(err.toString()).contains("paper");
    }

    @Test
    void shouldWriteUtf8WhateverTheLocale() {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        final PrintWriter writer = new StandardOutput(bytes).writer();
        writer.println("k\u00e4se \u5f20");
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("k\u00e4se \u5f20" + System.lineSeparator());
    }

    /** An answer that did not arrive whole is no success; one that nobody wanted whole is. */
    @ParameterizedTest
    @CsvSource({"No space left on device,5", "Broken pipe,0"})
    void shouldNotEndWellWhenStandardOutputCannotBeWritten(final String failure, final int code) {
        final OutputStream full = new OutputStream() {
            @Override
            public void write(final int one) throws IOException {
                throw new IOException(failure);
            }
        };
        assertThat(Main.run(new String[] {"--version"}, full)).isEqualTo(code);
        assertThat(Main.run(new String[] {"--version"}, OutputStream.nullOutputStream()))
                .isEqualTo(ExitCode.OK);
        assertThat(Main.run(new String[] {"verify", "no such folder", "--json"}, full))
                .isEqualTo(ExitCode.UNAVAILABLE);
    }

    private int run(final String... args) {
        final CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        return commandLine.execute(args);
    }
}
