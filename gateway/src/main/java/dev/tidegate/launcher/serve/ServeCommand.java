package dev.tidegate.launcher.serve;

import dev.tidegate.Tidegate;
import dev.tidegate.TidegateOptions;
import dev.tidegate.engine.EngineReads.TablesView;
import dev.tidegate.gateway.Gateway;
import dev.tidegate.gateway.config.Config;
import dev.tidegate.gateway.config.ConfigException;
import dev.tidegate.gateway.config.ConfigKey;
import dev.tidegate.gateway.config.GatewaySettings;
import dev.tidegate.gateway.net.Disk;
import dev.tidegate.launcher.Answer;
import dev.tidegate.launcher.ExitCode;
import dev.tidegate.launcher.Version;
import dev.tidegate.pipeline.Durability;
import dev.tidegate.pipeline.PipelineState;
import dev.tidegate.pipeline.RecoveryReport;
import dev.tidegate.pipeline.ReplayProgress;
import dev.tidegate.pipeline.TimeSource;
import dev.tidegate.pipeline.WallClock;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * {@code tidegate serve}: the sidecar. Runs until it is told to end (SIGTERM, Ctrl-C), then takes nothing more, answers
 * what it has, closes the journal and ends with 0; or until the engine or its journal fails.
 */
@Command(
        name = "serve",
        description = "Runs the gateway: HTTP and the binary protocol in front of one folder.",
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = ExitCode.USAGE,
        exitCodeOnExecutionException = ExitCode.FAILED)
public final class ServeCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);
    private static final long LOOK_MILLIS = 250;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets these before call()
    private CommandSpec spec;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ConfigOptions options;

    ServeCommand() {}

    @Override
    public Integer call() {
        try {
            final Config config = options.read();
            serve(config, config.gateway());
            return ExitCode.OK;
        } catch (final IOException | RuntimeException failure) {
            return Answer.failed(spec, false, failure);
        }
    }

    private void serve(final Config config, final GatewaySettings settings) throws IOException {
        LogSetup.apply(config);
        try (StopRequest stop = new StopRequest(config.endMillis())) {
            try (Gateway gateway = new Gateway(settings)) {
                LOG.info(
                        "tidegate {} ({}), listening: http {}, tcp {}; reading the journal",
                        Version.text(),
                        Version.commit(),
                        port(gateway.httpPort()),
                        port(gateway.binaryPort()));
                serve(config, gateway, stop);
            }
            LOG.info("everything answered, the journal is closed");
            stop.endedWell();
        }
    }

    private void serve(final Config config, final Gateway gateway, final StopRequest stop) throws IOException {
        try (Tidegate tidegate = open(config, new ReplayLog(gateway.front()))) {
            stop.started();
            gateway.serve(tidegate);
            banner(config, tidegate, gateway);
            final DiskWatch watch = new DiskWatch();
            final ClockWatch clockWatch = new ClockWatch();
            while (!stop.awaitAsked(LOOK_MILLIS)) {
                requireRunning(tidegate.state());
                look(gateway.front().disk(), watch);
                look(tidegate.pipeline().time(), clockWatch);
            }
            LOG.info("told to end; taking nothing more");
            gateway.close();
            requireRunning(tidegate.state());
        }
    }

    private static void look(final Disk disk, final DiskWatch watch) {
        final String news = watch.look(disk.low(), disk.freeBytes());
        if (!news.isEmpty()) {
            LOG.warn(news);
        }
    }

    private static void look(final TimeSource time, final ClockWatch watch) {
        if (time instanceof WallClock clock) {
            final String news = watch.look(clock.steps(), clock.differenceMillis());
            if (!news.isEmpty()) {
                LOG.warn(news);
            }
        }
    }

    private static Tidegate open(final Config config, final ReplayProgress progress) throws ConfigException {
        final TidegateOptions options = config.options().withShadowListener(new ShadowLog());
        return config.durability() == Durability.MEMORY
                ? Tidegate.inMemory(options)
                : Tidegate.open(config.data(), options, progress);
    }

    private static void requireRunning(final PipelineState state) {
        if (!state.running()) {
            throw state.cause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException(state.reason(), state.cause());
        }
    }

    /** One line for whoever waits for it on standard output; the rest goes to the log. */
    private void banner(final Config config, final Tidegate tidegate, final Gateway gateway) throws IOException {
        final RecoveryReport found = tidegate.recovery();
        LOG.info(
                "durability {}, journal {}, folder {}",
                config.durability(),
                config.text(ConfigKey.JOURNAL),
                config.data());
        LOG.info("{}{}", found.text(), found.digest().isEmpty() ? ", digest " + tidegate.digest() : "");
        if (found.tailBytesCut() > 0) {
            LOG.warn("cut {} bytes of a torn tail, kept in {}", found.tailBytesCut(), found.tailCutTo());
        }
        if (!gateway.front().keys().required()) {
            LOG.warn("no file of keys: whoever reaches the loopback may do everything");
        }
        final GatewaySettings limits = gateway.front().settings();
        LOG.info(
                "limits: ring {} slots, {} connections, {} from one address, window {}, body {} bytes, frame {} bytes",
                tidegate.pipeline().ringSlots(),
                limits.connections(),
                limits.connectionsPerAddress(),
                limits.window(),
                limits.maxBodyBytes(),
                limits.maxFrameBytes());
        LOG.info(
                "memory: {} MiB heap at most, {} MiB in use",
                mib(Runtime.getRuntime().maxMemory()),
                mib(inUse()));
        final TablesView tables = tidegate.tables();
        LOG.info(
                "tables: {} MiB, {}; the limits let them become {} MiB",
                mib(tables.bytes()),
                tables.atLimits() ? "as large as the limits" : "growing as they need",
                mib(tables.bytesAtLimits()));
        if (config.text(ConfigKey.TABLES).equals("limits") && !tables.atLimits()) {
            LOG.warn("the heap does not hold tables as large as the limits: lower these by SetLimits, or raise -Xmx");
        }
        final PrintWriter out = spec.commandLine().getOut();
        out.printf(Locale.ROOT, "ready http=%s tcp=%s%n", port(gateway.httpPort()), port(gateway.binaryPort()));
        out.flush();
    }

    private static long inUse() {
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static long mib(final long bytes) {
        return bytes >> 20;
    }

    private static String port(final int port) {
        return port == 0 ? "off" : String.valueOf(port);
    }
}
