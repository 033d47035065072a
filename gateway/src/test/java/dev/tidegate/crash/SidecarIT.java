package dev.tidegate.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.Orders;
import dev.tidegate.client.ClientOptions;
import dev.tidegate.client.TidegateClient;
import dev.tidegate.crash.FaultyDisk.Deed;
import dev.tidegate.crash.FaultyDisk.Fault;
import dev.tidegate.launcher.ExitCode;
import dev.tidegate.launcher.serve.FreePorts;
import dev.tidegate.launcher.serve.ServeProcess;
import dev.tidegate.message.Command;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.pipeline.JournalSettings.Kind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The sidecar under callers of the binary protocol, when its disk fails and when it stands still. */
@Timeout(1200)
class SidecarIT {
    private static final Logger LOG = Logger.getLogger(SidecarIT.class.getName());
    private static final List<String> FLAGS = List.of("-Xmx256m", "-XX:TieredStopAtLevel=1");
    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    private static final int FROZEN_SECONDS = 3;

    @TempDir
    private Path temp;

    @ParameterizedTest
    @EnumSource
    void shouldEndWithItsCodeAndAnswerNobodyYesAfterAForceHasFailed(final Kind kind) throws Exception {
        final FaultyDisk disk = FaultyDisk.compile(temp);
        final Path folder = temp.toRealPath().resolve("data");
        final Map<String, String> environment =
                Laboratory.environment(disk, folder, new Fault(Deed.EIO, "force", "/segment-", 60, 0, false));
        final int http = FreePorts.one();
        final int tcp = FreePorts.one();
        final String[] words = {
            "--set", "durability=disk", "--set", "journal=" + kind.name().toLowerCase(Locale.ROOT)
        };
        try (ServeProcess failing = ServeProcess.startIn(environment, http, tcp, folder, FLAGS, words);
                RemoteSale sale = new RemoteSale(tcp, TIMEOUT)) {
            assertThat(ready(http)).isIn(200, 503, -1);
            assertThat(failing.awaitEnd()).as(failing.log()).isEqualTo(ExitCode.UNAVAILABLE);
            assertThat(failing.log()).contains("Input/output error");
            assertThat(ready(http)).isEqualTo(-1);
            final long ended = System.nanoTime();
            try (ServeProcess serve = ServeProcess.startAt(http, tcp, folder, FLAGS, words)) {
                final int before = sale.answered();
                awaitMore(sale, before + 200);
                final Answers answers = sale.end();
                // Who was told UNKNOWN and who found the connection gone is a race; all of them have to ask again.
                assertThat(sale.waitingAt(ended)).isPositive();
                assertThat(serve.stop()).as(serve.log()).isZero();
                Judge.judge(folder, answers, sale.epochMillis);
            }
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldLoseNothingAndJudgeHoldsByJournalTimeWhenItStandsStill() throws Exception {
        final Path folder = temp.toRealPath().resolve("data");
        try (ServeProcess serve = ServeProcess.startAt(0, 0, folder, FLAGS, "--set", "durability=disk");
                RemoteSale sale = new RemoteSale(serve.tcpPort(), TIMEOUT);
                TidegateClient patient = TidegateClient.connect(
                        ClientOptions.of("127.0.0.1", serve.tcpPort()).withTimeout(Duration.ofSeconds(120)))) {
            awaitMore(sale, 500);
            final long before = sale.medianNanos();
            final Outcome brief = hold(patient, "brief", 1_000);
            final Outcome lasting = hold(patient, "lasting", 600_000);
            signal("STOP", serve.pid());
            awaitStopped(serve.pid());
            // Asked while it stands still: they wait in its socket.
            final CompletableFuture<Outcome> late = patient.submit(new Command.ConfirmPayment(brief.entityId(), 100));
            final CompletableFuture<Outcome> inTime =
                    patient.submit(new Command.ConfirmPayment(lasting.entityId(), 100));
            TimeUnit.SECONDS.sleep(FROZEN_SECONDS);
            sale.medianNanos();
            signal("CONT", serve.pid());
            final Outcome paidLate = late.get(120, TimeUnit.SECONDS);
            assertThat(paidLate.timeMillis()).isGreaterThanOrEqualTo(brief.deadlineMillis());
            assertThat(paidLate.code()).isEqualTo(OutcomeCode.PAID_LATE);
            final Outcome paid = inTime.get(120, TimeUnit.SECONDS);
            assertThat(paid.timeMillis()).isLessThan(lasting.deadlineMillis());
            assertThat(paid.code()).isNotEqualTo(OutcomeCode.PAID_LATE);
            assertThat(paid.accepted()).isTrue();
            TimeUnit.MILLISECONDS.sleep(500);
            sale.medianNanos();
            awaitMore(sale, 500);
            final long after = sale.medianNanos();
            LOG.info(() -> "median " + before / 1_000 + " us before, " + after / 1_000 + " us after; " + sale.unknown()
                    + " asked again");
            assertThat(sale.unknown()).as("callers that did not wait").isPositive();
            final Answers answers = sale.end();
            assertThat(serve.stop()).as(serve.log()).isZero();
            // Four more commands than those of the sale: the holds and their payments.
            Judge.judgeWith(folder, answers, sale.epochMillis, 4);
        }
    }

    private static Outcome hold(final TidegateClient client, final String number, final long millis) throws Exception {
        final Outcome outcome = client.submit(Orders.place(1, number, "frozen", Command.Urgency.NORMAL)
                        .line(1, 1, 100)
                        .holdMillis(millis)
                        .build())
                .get(120, TimeUnit.SECONDS);
        assertThat(outcome.accepted()).as(outcome.toString()).isTrue();
        return outcome;
    }

    private static void awaitMore(final RemoteSale sale, final int answers) throws InterruptedException {
        final long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (sale.answered() < answers) {
            assertThat(System.nanoTime()).as("answers").isLessThan(until);
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    private static void awaitStopped(final long pid) throws IOException, InterruptedException {
        final long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (!CrashNode.isStopped(pid)) {
            assertThat(System.nanoTime()).as("stops").isLessThan(until);
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    private static void signal(final String name, final long process) throws IOException, InterruptedException {
        final Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process)).start();
        assertThat(kill.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(kill.exitValue()).isZero();
    }

    /** What {@code /readyz} answers, -1 for nothing. */
    private static int ready(final int port) throws InterruptedException {
        final HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/readyz"))
                .timeout(Duration.ofSeconds(2))
                .build();
        try {
            return HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (final IOException gone) {
            return -1;
        }
    }
}
