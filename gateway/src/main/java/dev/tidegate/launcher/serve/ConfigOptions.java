package dev.tidegate.launcher.serve;

import dev.tidegate.gateway.config.Config;
import dev.tidegate.gateway.config.ConfigException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that make up a configuration: the file, over it the environment, over that the words given here. */
final class ConfigOptions {
    @Option(names = "--config", paramLabel = "FILE", description = "YAML file; docs/configuration.md has every name.")
    private @Nullable Path file;

    @Option(names = "--data", paramLabel = "DIR", description = "Folder of the journal; sets data.")
    private @Nullable String data;

    @Option(
            names = "--http",
            paramLabel = "HOST:PORT",
            description = "Where HTTP is served, or off; sets http.address.")
    private @Nullable String http;

    @Option(
            names = "--tcp",
            paramLabel = "HOST:PORT",
            description = "Where the binary protocol is served, or off; sets binary.address.")
    private @Nullable String tcp;

    @Option(names = "--set", paramLabel = "NAME=VALUE", description = "Sets one value; may be given many times.")
    private List<String> values = List.of();

    ConfigOptions() {}

    Config read() throws IOException {
        final Config config = new Config();
        if (file != null) {
            config.file(file);
        }
        config.environment(System.getenv());
        set(config, "data", data, "--data");
        set(config, "http.address", http, "--http");
        set(config, "binary.address", tcp, "--tcp");
        for (final String value : values) {
            final int equals = value.indexOf('=');
            if (equals < 0) {
                throw new ConfigException("--set " + value + " is not NAME=VALUE");
            }
            config.set(value.substring(0, equals), value.substring(equals + 1), "--set");
        }
        return config;
    }

    private static void set(final Config config, final String name, final @Nullable String value, final String where)
            throws ConfigException {
        if (value != null) {
            config.set(name, value, where);
        }
    }
}
