package dev.tidegate.launcher;

import dev.tidegate.launcher.backup.BackupCommand;
import dev.tidegate.launcher.backup.RestoreCommand;
import dev.tidegate.launcher.demo.DemoCommand;
import dev.tidegate.launcher.doctor.DoctorCommand;
import dev.tidegate.launcher.events.EventsCommand;
import dev.tidegate.launcher.export.ExportCommand;
import dev.tidegate.launcher.inspect.InspectCommand;
import dev.tidegate.launcher.prove.ExportJournalCommand;
import dev.tidegate.launcher.prove.ProveCommand;
import dev.tidegate.launcher.record.RecordCommand;
import dev.tidegate.launcher.repair.RepairCommand;
import dev.tidegate.launcher.replay.ReplayCommand;
import dev.tidegate.launcher.serve.ConfigCommand;
import dev.tidegate.launcher.serve.KeyCommand;
import dev.tidegate.launcher.serve.ServeCommand;
import dev.tidegate.launcher.simulate.SimulateCommand;
import dev.tidegate.launcher.why.WhyCommand;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
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
            ProveCommand.class,
            ExportJournalCommand.class,
            WhyCommand.class,
            RecordCommand.class,
            InspectCommand.class,
            ExportCommand.class,
            DoctorCommand.class,
            EventsCommand.class,
            ShadowCommand.class,
            RepairCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            ServeCommand.class,
            ConfigCommand.class,
            KeyCommand.class,
            SimulateCommand.class,
            HelpCommand.class
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
        System.exit(run(args, new FileOutputStream(FileDescriptor.out)));
    }

    /** The {@link ExitCode} of one command whose answer goes to {@code bytes}. */
    static int run(final String[] args, final OutputStream bytes) {
        final StandardOutput out = new StandardOutput(bytes);
        final CommandLine line = commandLine();
        line.setOut(out.writer());
        final int code = line.execute(args);
        line.getOut().flush();
        final IOException failure = out.failure();
        if (failure == null || code != ExitCode.OK) {
            return code;
        }
        line.getErr().println("tidegate: standard output cannot be written: " + failure.getMessage());
        line.getErr().flush();
        return ExitCode.UNAVAILABLE;
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
