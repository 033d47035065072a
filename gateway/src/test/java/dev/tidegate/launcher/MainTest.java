package dev.tidegate.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
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

    private int run(final String... args) {
        final CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        return commandLine.execute(args);
    }
}
