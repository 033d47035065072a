package dev.tidegate.launcher.serve;

import static dev.tidegate.gateway.TestGateway.place;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidegate.client.ClientOptions;
import dev.tidegate.client.TidegateClient;
import dev.tidegate.launcher.ExitCode;
import dev.tidegate.launcher.Main;
import dev.tidegate.message.Command;
import dev.tidegate.message.Outcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class ServeCommandTest {
    /** Of a process that ended by SIGTERM, in good order. */
    private static final int TERMINATED = 128 + 15;

    @TempDir
    private Path folder;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void endAll() {
        started.forEach(Process::destroyForcibly);
    }

    private Process start(final Map<String, String> environment, final String... words) throws IOException {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(ServeCommandTest::isOfChronicle)
                .toList());
        command.addAll(List.of("-Xmx256m", "-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of(words));
        final ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors().toFile());
        builder.environment().putAll(environment);
        final Process process = builder.start();
        started.add(process);
        return process;
    }

    /** The flags that the launcher sets, too: a JVM that lacks one may write warnings among the log's lines. */
    private static boolean isOfChronicle(final String flag) {
        return flag.startsWith("--add-opens")
                || flag.startsWith("--enable-native-access")
                || flag.startsWith("--sun-misc-unsafe-memory-access")
                || flag.startsWith("-Dchronicle");
    }

    private Path errors() {
        return folder.resolve("errors.txt");
    }

    /** What a process writes there is awaited; the whole test has a limit. */
    private void awaitError(final String text) throws IOException, InterruptedException {
        while (!Files.readString(errors()).contains(text)) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private static List<Path> snapshots(final Path data) throws IOException {
        try (Stream<Path> files = Files.list(data)) {
            return files.filter(each -> each.getFileName().toString().startsWith("snapshot-"))
                    .toList();
        }
    }

    private static int port(final Process process, final String name) throws IOException {
        final BufferedReader out = process.inputReader();
        final String line = String.valueOf(out.readLine());
        assertThat(line).startsWith("ready ");
        return Integer.parseInt(line.replaceAll(".*" + name + "=(\\d+).*", "$1"));
    }

    private static ClientOptions at(final int port) {
        return ClientOptions.of("127.0.0.1", port).withTimeout(Duration.ofSeconds(120));
    }

    private static int endOf(final Process process) throws InterruptedException {
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    @Test
    void shouldServeEndInGoodOrderAndGoOnWhereItWas() throws Exception {
        final String[] words = {
            "serve",
            "--data",
            folder.resolve("data").toString(),
            "--http",
            "127.0.0.1:0",
            "--tcp",
            "127.0.0.1:0",
            "--set",
            "journal=file"
        };
        final Process first = start(Map.of(), words);
        final long order;
        try (TidegateClient client = TidegateClient.connect(at(port(first, "tcp")))) {
            client.call(new Command.DefineWarehouse("east"));
            client.call(new Command.DefineChannel("web", true, List.of(1)));
            client.call(new Command.DefineSku("dress", 0));
            client.call(new Command.ReceiveStock(1, 1, 5, 1, 0, 0, 0));
            final Outcome placed = client.call(place(1, "X-1", 1));
            order = placed.entityId();
            assertThat(placed.accepted()).isTrue();
            first.destroy();
            assertThat(endOf(first)).as(Files.readString(errors())).isZero();
        }
        assertThat(Files.readString(errors())).contains("the journal is closed");

        final Process second = start(Map.of(), words);
        try (TidegateClient client = TidegateClient.connect(at(port(second, "tcp")))) {
            assertThat(client.order(1, "X-1").orElseThrow().orderId()).isEqualTo(order);
        }
        assertThat(Files.readString(errors()))
                .containsPattern("replayed 0 commands .*behind the snapshot of sequence 5");
        final Process third = start(Map.of(), words);
        assertThat(endOf(third)).as("while the folder is in use").isEqualTo(ExitCode.UNAVAILABLE);
        second.destroy();
        assertThat(endOf(second)).isZero();
    }

    @Test
    void shouldMakeSnapshotsByAShadowInTheProcessAndByOneBesideIt() throws Exception {
        final Path data = folder.resolve("data");
        final Process server = start(
                Map.of("TIDEGATE_SNAPSHOTS_EVERY", "4"),
                "serve",
                "--data",
                data.toString(),
                "--http",
                "off",
                "--tcp",
                "127.0.0.1:0",
                "--set",
                "snapshots.at-ends=false");
        try (TidegateClient client = TidegateClient.connect(at(port(server, "tcp")))) {
            for (int i = 0; i < 5; i++) {
                client.call(new Command.DefineWarehouse("house" + i));
            }
            awaitError("snapshot behind sequence ");
            server.destroy();
        }
        assertThat(endOf(server)).as(Files.readString(errors())).isZero();

        for (final Path snapshot : snapshots(data)) {
            Files.delete(snapshot);
        }
        final Process shadow = start(Map.of(), "shadow", data.toString(), "--percent", "100", "--json");
        awaitError("following");
        shadow.destroy();
        assertThat(endOf(shadow)).as(Files.readString(errors())).isEqualTo(TERMINATED);
        assertThat(Files.readString(errors())).contains("snapshot behind sequence 5");
        assertThat(snapshots(data)).hasSize(1);
    }

    @Test
    void shouldWriteItsBannerAsJsonWhenAsked() throws Exception {
        final Process process = start(
                Map.of(),
                "serve",
                "--http",
                "127.0.0.1:0",
                "--tcp",
                "off",
                "--set",
                "durability=memory",
                "--set",
                "log.format=json");
        port(process, "http");
        process.destroy();
        assertThat(endOf(process)).isZero();

        final List<String> lines = Files.readAllLines(errors());
        final StringBuilder messages = new StringBuilder();
        for (final String line : lines) {
            messages.append(new ObjectMapper()
                            .readTree(line)
                            .path("formattedMessage")
                            .asText())
                    .append('\n');
        }
        assertThat(messages.toString())
                .contains(
                        "tidegate ",
                        "listening: http",
                        "replayed 0 commands",
                        "digest ",
                        "limits: ring ",
                        "memory: ",
                        "tables: ");
    }

    @Test
    void shouldRefuseAConfigurationThatMakesNoSense() throws Exception {
        final Path file = folder.resolve("tidegate.yaml");
        Files.writeString(file, "data: x\nbinary:\n  window: 256\n  colour: red\n");
        assertThat(endOf(start(Map.of(), "serve", "--config", file.toString()))).isEqualTo(ExitCode.USAGE);
        assertThat(Files.readString(errors())).contains("tidegate.yaml:4:3: unknown name binary.colour");

        final Process config =
                start(Map.of("TIDEGATE_BINARY_WINDOW", "512"), "config", "--set", "durability=disk", "--tcp", "off");
        assertThat(endOf(config)).isZero();
        assertThat(config.inputReader().lines())
                .contains("binary.window: \"512\"", "durability: \"disk\"", "binary.address: \"off\"");
    }
}
