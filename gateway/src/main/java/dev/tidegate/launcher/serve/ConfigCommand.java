package dev.tidegate.launcher.serve;

import dev.tidegate.gateway.Gateway;
import dev.tidegate.gateway.config.Config;
import dev.tidegate.gateway.config.ConfigKey;
import dev.tidegate.launcher.Answer;
import dev.tidegate.launcher.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tidegate config}: checks a configuration as serve would, and prints what it comes to. */
@Command(
        name = "config",
        description = "Checks a configuration and prints what it comes to; starts nothing.",
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = ExitCode.USAGE,
        exitCodeOnExecutionException = ExitCode.FAILED)
public final class ConfigCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets these before call()
    private CommandSpec spec;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ConfigOptions options;

    ConfigCommand() {}

    @Override
    public Integer call() {
        try {
            final Config config = options.read();
            Gateway.check(config.gateway());
            final PrintWriter out = spec.commandLine().getOut();
            for (final ConfigKey key : ConfigKey.values()) {
                out.println(key.key() + ": \"" + config.text(key) + '"');
            }
            out.flush();
            return ExitCode.OK;
        } catch (final IOException | RuntimeException failure) {
            return Answer.failed(spec, false, failure);
        }
    }
}
