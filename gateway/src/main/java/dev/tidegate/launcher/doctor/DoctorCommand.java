package dev.tidegate.launcher.doctor;

import dev.tidegate.launcher.Answer;
import dev.tidegate.launcher.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tidegate doctor}: whether this machine, this JVM and a folder are fit to run on. */
@Command(
        name = "doctor",
        description = "Checks the machine, the JVM and a folder. Writes one scratch file there, which it removes.",
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = ExitCode.USAGE,
        exitCodeOnExecutionException = ExitCode.FAILED)
public final class DoctorCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets this before call()
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "DIR", description = "Folder that holds or shall hold a journal.")
    private @Nullable Path folder;

    @Option(names = "--json", description = "Answer with one JSON object.")
    private boolean json;

    DoctorCommand() {}

    @Override
    public Integer call() {
        final List<Finding> findings;
        try {
            findings = find();
        } catch (final IOException | RuntimeException | Error failure) {
            return Answer.failed(spec, json, failure);
        }
        final boolean ok = findings.stream().noneMatch(each -> each.status() == Finding.Status.fail);
        final PrintWriter out = spec.commandLine().getOut();
        if (json) {
            final Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("ok", ok);
            findings.stream()
                    .filter(each -> each.status() == Finding.Status.fail)
                    .findFirst()
                    .ifPresent(worst -> figures.put("error", worst.check() + ": " + worst.found()));
            figures.put("checks", findings.stream().map(Finding::figures).toList());
            out.println(Answer.json(figures));
        } else {
            for (final Finding each : findings) {
                out.printf("%-5s %-12s %s%n", each.status(), each.check(), each.found());
                if (!each.advice().isEmpty()) {
                    out.printf("%18s -> %s%n", "", each.advice());
                }
            }
        }
        out.flush();
        return ok ? ExitCode.OK : ExitCode.FAILED;
    }

    private List<Finding> find() throws IOException {
        final List<Finding> findings = new ArrayList<>(MachineChecks.all());
        if (folder != null) {
            findings.addAll(new FolderChecks(folder).all());
        }
        return findings;
    }
}
