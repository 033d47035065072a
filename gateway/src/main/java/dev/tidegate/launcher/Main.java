package dev.tidegate.launcher;

import dev.tidegate.launcher.demo.DemoCommand;
import dev.tidegate.launcher.replay.ReplayCommand;
import dev.tidegate.launcher.serve.ConfigCommand;
import dev.tidegate.launcher.serve.KeyCommand;
import dev.tidegate.launcher.serve.ServeCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Entry point of the {@code tidegate} command; the subcommands do the work. */
@Command(
        name = "tidegate",
        description = "One deterministic, journaled core for orders and stock.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            DemoCommand.class,
            ReplayCommand.class,
            VerifyCommand.class,
            ServeCommand.class,
            ConfigCommand.class,
            KeyCommand.class
        },
        exitCodeOnInvalidInput = ExitCode.USAGE,
        exitCodeOnExecutionException = ExitCode.FAILED)
public final class Main implements Runnable {
    @Spec
    private CommandSpec spec;

    Main() {}

    /**
     * Runs one command and ends the JVM with its {@link ExitCode}.
     *
     * @param args the words after {@code tidegate}
     */
    public static void main(final String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        final CommandLine line = new CommandLine(new Main());
        return line.setParameterExceptionHandler(new UsageAnswer(line.getParameterExceptionHandler()));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command");
    }
}
