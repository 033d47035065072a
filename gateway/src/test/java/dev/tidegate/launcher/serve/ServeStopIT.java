package dev.tidegate.launcher.serve;

import static dev.tidegate.gateway.TestGateway.place;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.Tidegate;
import dev.tidegate.TidegateOptions;
import dev.tidegate.launcher.ExitCode;
import dev.tidegate.message.Command;
import dev.tidegate.pipeline.JournalSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM while a sidecar is still reading its journal: it ends at once, with 0, and the folder is as it was. */
@Timeout(300)
class ServeStopIT {
    private static final Logger LOG = Logger.getLogger(ServeStopIT.class.getName());
    private static final int ORDERS = 300_000;
    private static final int ROUNDS = 5;
    private static final long PROMPT_SECONDS = 60;
    private static final List<String> FLAGS = List.of("-Xmx700m");
    private static final Pattern PORT = Pattern.compile("listening: http (\\d+)");

    @TempDir
    private Path temp;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Path folder() {
        return temp.resolve("data");
    }

    private String fill() {
        final TidegateOptions options = TidegateOptions.defaults().withJournal(JournalSettings.Kind.FILE);
        try (Tidegate tidegate = Tidegate.open(folder(), options)) {
            tidegate.define(new Command.DefineWarehouse("east"));
            tidegate.define(new Command.DefineChannel("web", true, List.of(1)));
            tidegate.define(new Command.DefineSku("dress", 0));
            tidegate.call(new Command.ReceiveStock(1, 1, 100_000_000, 1, 0, 0, 0));
            final List<CompletableFuture<?>> answers = new ArrayList<>();
            for (int i = 0; i < ORDERS; i++) {
                answers.add(tidegate.submit(place(1, "R-" + i, 1)));
                if (answers.size() == 1000) {
                    answers.forEach(CompletableFuture::join);
                    answers.clear();
                }
            }
            return tidegate.digest().hex();
        }
    }

    @Test
    void shouldEndAtOnceWhileItReadsItsJournal() throws Exception {
        final String digest = fill();
        final SplittableRandom random = new SplittableRandom(20261122);
        int whileReading = 0;
        for (int round = 0; round < ROUNDS; round++) {
            try (ServeProcess serve = ServeProcess.startReading(folder(), FLAGS, "--set", "journal=file")) {
                awaitReplaying(serve);
                TimeUnit.MILLISECONDS.sleep(random.nextInt(150));
                final long told = System.nanoTime();
                final int code = serve.stop();
                final long nanos = System.nanoTime() - told;
                final String log = serve.log();
                LOG.info(() -> "ended " + nanos / 1_000_000 + " ms after SIGTERM: "
                        + log.lines().reduce("", (before, line) -> line));

                assertThat(code).as(log).isEqualTo(ExitCode.OK);
                assertThat(nanos).as(log).isLessThan(TimeUnit.SECONDS.toNanos(PROMPT_SECONDS));
                whileReading += log.contains("told to end while the journal was being read") ? 1 : 0;
                assertThat(log).doesNotContain("Exception", "damaged");
            }
        }
        assertThat(whileReading)
                .as("rounds that ended while the journal was read")
                .isGreaterThan(ROUNDS / 2);
        try (ServeProcess serve = ServeProcess.start(folder(), FLAGS, "--set", "journal=file")) {
            assertThat(serve.log()).contains(digest).doesNotContain("cut ");
            assertThat(serve.stop()).isEqualTo(ExitCode.OK);
        }
    }

    /** Returns once part of the journal has been replayed. */
    private void awaitReplaying(final ServeProcess serve) throws IOException, InterruptedException {
        final long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        int port = 0;
        while (serve.isAlive() && System.nanoTime() < until) {
            if (port == 0) {
                final Matcher said = PORT.matcher(serve.log());
                port = said.find() ? Integer.parseInt(said.group(1)) : 0;
                TimeUnit.MILLISECONDS.sleep(2);
            } else if (!ready(port).matches("(?s).*\"commandsReplayed\":0\\D.*")) {
                return;
            }
        }
        throw new IllegalStateException("it did not begin: " + serve.log());
    }

    private String ready(final int port) throws IOException, InterruptedException {
        return client.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/readyz"))
                                .timeout(Duration.ofSeconds(120))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
