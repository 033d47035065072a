package dev.tidegate.gateway.binary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.Orders;
import dev.tidegate.client.ClientOptions;
import dev.tidegate.client.TidegateClient;
import dev.tidegate.gateway.TestGateway;
import dev.tidegate.gateway.security.ApiKeys;
import dev.tidegate.launcher.serve.ServeProcess;
import dev.tidegate.message.Command;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.logging.Logger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Honest callers beside everything that callers should not do, all at once: each request gets a definite answer or a closed
 * connection, the memory stays what it was given, and the honest ones are served.
 */
@Timeout(900)
class AbuseIT {
    private static final Logger LOG = Logger.getLogger(AbuseIT.class.getName());
    private static final String HONEST = "1".repeat(64);
    private static final String HEDGED = "2".repeat(64);
    private static final String SIGNER = "3".repeat(64);
    private static final int IDLE = 5_000;
    private static final int MEASURED_SECONDS = 6;
    private static final int ANSWER_MILLIS = 120_000;
    private static final int HEAP_MIB = 400;
    /** Heap, ring, tables, code, threads and the buffers of the sockets together. */
    private static final int RESIDENT_MIB = 1_100;

    @TempDir
    private Path folder;

    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final Map<String, LongAdder> seen = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();
    private final List<Socket> idle = new ArrayList<>();
    private ServeProcess serve;
    private volatile boolean stopping;

    private static String key(final String id, final String secret) {
        return "tg_" + id + "_" + secret;
    }

    @Test
    void shouldServeHonestCallersBesideEverythingElse() throws Exception {
        final Path keys = folder.resolve("keys.yaml");
        Files.writeString(
                keys,
                "keys:\n" + entry("honest", HONEST, 1, "[orders, stock, catalogue, read, metrics]", "")
                        + entry("hedged", HEDGED, 2, "[orders, read]", "")
                        + entry("signer", SIGNER, 3, "[read]", ", signed: true"));
        serve = ServeProcess.start(
                folder.resolve("data"),
                List.of("-Xmx" + HEAP_MIB + "m", "-XX:MaxDirectMemorySize=256m"),
                "--set",
                "security.keys-file=" + keys,
                "--set",
                "engine.ring-slots=4096",
                "--set",
                "timeouts.request-millis=4000",
                "--set",
                "binary.hello-millis=4000",
                "--set",
                "timeouts.idle-millis=600000");
        try (TidegateClient client = TidegateClient.connect(ClientOptions.of("127.0.0.1", serve.tcpPort())
                .withTimeout(Duration.ofMillis(ANSWER_MILLIS))
                .withKey(key("honest", HONEST)))) {
            client.call(new Command.DefineWarehouse("east"));
            client.call(new Command.DefineChannel("web", true, List.of(1)));
            client.call(new Command.DefineSku("dress", 0));
            client.call(new Command.ReceiveStock(1, 1, 100_000_000, 1, 0, 0, 0));
        }
        measured("warm-up");
        final String without = measured("without abuse");
        openIdle();
        final List<Thread> abusers = abusers();
        abusers.forEach(Thread::start);
        final String with = measured("with abuse");
        stopping = true;
        for (final Thread abuser : abusers) {
            abuser.join(120_000);
            assertThat(abuser.isAlive()).as(abuser.getName()).isFalse();
        }
        final String resident = Files.readAllLines(Path.of("/proc/" + serve.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS"))
                .findFirst()
                .orElse("VmRSS: 0 kB");
        LOG.info(() -> without + "\n" + with + "\n" + resident + "\nanswers to abuse: " + seen);

        assertThat(failures).isEmpty();
        assertThat(seen.keySet())
                .contains("http 401", "http 413", "http 400", "http 408", "REPLAYED", "BUSY", "bye CREDENTIALS")
                .doesNotContain("no answer");
        assertThat(Long.parseLong(resident.replaceAll("\\D", "")) / 1024).isLessThan(RESIDENT_MIB);
        assertIdleStillThere();
        for (final Socket socket : idle) {
            socket.close();
        }
        assertThat(serve.stop()).as(serve.log()).isZero();
        assertThat(serve.log()).doesNotContain(HONEST).doesNotContain("Exception");
    }

    private static String entry(
            final String id, final String secret, final int principal, final String scopes, final String more) {
        return "  - {id: " + id + ", sha256: " + ApiKeys.hashHex(secret) + ", principal: " + principal + ", scopes: "
                + scopes + more + "}\n";
    }

    // ---- the honest

    private static Command order(final String number) {
        return Orders.place(1, number, "x", Command.Urgency.NORMAL)
                .line(1, 1, TestGateway.PRICE)
                .build();
    }

    /** Four callers, one order after the other each with a short rest; every order must be taken in the end. */
    private String measured(final String name) throws Exception {
        final Queue<long[]> samples = new ConcurrentLinkedQueue<>();
        final long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(MEASURED_SECONDS);
        final List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            final boolean http = i % 2 == 0;
            callers.add(new Thread(() -> honest(http, until, samples)));
        }
        callers.forEach(Thread::start);
        for (final Thread caller : callers) {
            caller.join();
        }
        assertThat(failures).isEmpty();
        final StringBuilder text = new StringBuilder("honest callers " + name + ":");
        for (final int protocol : new int[] {0, 1}) {
            final long[] nanos = samples.stream()
                    .filter(sample -> sample[0] == protocol)
                    .mapToLong(sample -> sample[1])
                    .sorted()
                    .toArray();
            assertThat(nanos).isNotEmpty();
            text.append(String.format(
                    " %s %d orders, p50 %.2f ms, p99 %.2f ms, most %.2f ms;",
                    protocol == 0 ? "http" : "binary",
                    nanos.length,
                    nanos[nanos.length / 2] / 1e6,
                    nanos[nanos.length * 99 / 100] / 1e6,
                    nanos[nanos.length - 1] / 1e6));
        }
        return text.toString();
    }

    private void honest(final boolean http, final long untilNanos, final Queue<long[]> samples) {
        final HttpClient web =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        try (TidegateClient client = TidegateClient.connect(ClientOptions.of("127.0.0.1", serve.tcpPort())
                .withTimeout(Duration.ofMillis(ANSWER_MILLIS))
                .withKey(key("honest", HONEST)))) {
            while (System.nanoTime() < untilNanos) {
                final long began = System.nanoTime();
                final String number = "H-" + numbers.incrementAndGet();
                boolean taken = false;
                // BUSY is definite, and an honest caller comes again.
                while (!taken) {
                    taken = http ? placed(web, number) : placed(client, number);
                }
                samples.add(new long[] {http ? 0 : 1, System.nanoTime() - began});
                TimeUnit.MILLISECONDS.sleep(2);
            }
        } catch (final Throwable failure) {
            failures.add(failure);
        }
    }

    private boolean placed(final HttpClient web, final String number) throws Exception {
        final HttpResponse<String> answer = web.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + serve.httpPort() + "/v1/orders"))
                        .header("Authorization", "Bearer " + key("honest", HONEST))
                        .header("Content-Type", "application/json")
                        .timeout(Duration.ofMillis(ANSWER_MILLIS))
                        .POST(HttpRequest.BodyPublishers.ofString("{\"channel\":1,\"externalNumber\":\"" + number
                                + "\",\"source\":\"x\",\"lines\":[{\"sku\":1,\"quantity\":1,\"netAmount\":100}]}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() == 503 && answer.body().contains("\"BUSY\"")) {
            TimeUnit.MILLISECONDS.sleep(1);
            return false;
        }
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return true;
    }

    private static boolean placed(final TidegateClient client, final String number) {
        final Outcome outcome = client.call(order(number));
        if (outcome.code() == OutcomeCode.BUSY) {
            return false;
        }
        assertThat(outcome.code()).isEqualTo(OutcomeCode.ACCEPTED);
        return true;
    }

    // ---- the others

    private void openIdle() throws IOException {
        for (int i = 0; i < IDLE; i++) {
            if (i % 5 == 0) {
                idle.add(RawClient.open(serve.tcpPort(), key("hedged", HEDGED), 16).socket);
            } else {
                idle.add(new Socket(InetAddress.getLoopbackAddress(), serve.httpPort()));
            }
        }
    }

    /** They were silent for less than they may be, so they are still served. */
    private void assertIdleStillThere() throws IOException {
        for (int i = 1; i < IDLE; i += 997) {
            if (i % 5 != 0) {
                assertThat(http(idle.get(i), "GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                        .startsWith("HTTP/1.1 200 ");
            }
        }
    }

    /** One thing that a caller should not do, over and over. */
    private interface Abuse {
        String once() throws Exception;
    }

    private Thread abuser(final String name, final int pauseMillis, final Abuse abuse) {
        return new Thread(
                () -> {
                    try {
                        while (!stopping) {
                            for (final String answer : abuse.once().split(",")) {
                                seen.computeIfAbsent(answer, word -> new LongAdder())
                                        .increment();
                            }
                            TimeUnit.MILLISECONDS.sleep(pauseMillis);
                        }
                    } catch (final SocketTimeoutException nothing) {
                        failures.add(new AssertionError(name + " got neither an answer nor an end"));
                    } catch (final Throwable failure) {
                        failures.add(failure);
                    }
                },
                name);
    }

    private List<Thread> abusers() throws Exception {
        final List<Thread> abusers = new ArrayList<>();
        final String post =
                "POST /v1/orders HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAuthorization: Bearer "
                        + key("hedged", HEDGED);
        final String deep = "[".repeat(50_000);
        abusers.add(
                abuser("large body", 20, () -> once(post + "\r\nContent-Length: 99999999\r\n\r\n" + "x".repeat(9000))));
        abusers.add(abuser(
                "endless body",
                20,
                () -> once(post + "\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + ("8000\r\n" + "y".repeat(0x8000) + "\r\n").repeat(20))));
        abusers.add(abuser(
                "deep body",
                20,
                () -> once(post + "\r\nConnection: close\r\nContent-Length: " + deep.length() + "\r\n\r\n" + deep)));
        abusers.add(abuser("large header", 20, () -> once("GET / HTTP/1.1\r\nA: " + "b".repeat(60_000) + "\r\n\r\n")));
        abusers.add(abuser("large target", 20, () -> once("GET /" + "c".repeat(60_000) + " HTTP/1.1\r\n\r\n")));
        abusers.add(abuser("half a header", 5, () -> once("GET /livez HTTP/1.1\r\nX: ")));
        abusers.add(abuser("half a body", 5, () -> once(post + "\r\nContent-Length: 500\r\n\r\n{")));
        abusers.add(abuser(
                "wrong key",
                5,
                () -> once("GET /v1/counts HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                        + "Authorization: Bearer tg_honest_" + "0".repeat(64) + "\r\n\r\n")));
        final String signed =
                "GET /v1/counts HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: " + signature() + "\r\n\r\n";
        abusers.add(abuser("replayed signature", 5, () -> once(signed)));
        abusers.add(abuser("wrong greeting", 5, () -> bye(RawClient.hello(key("honest", HEDGED), 0, 1))));
        abusers.add(abuser("large frame", 5, () -> bye(new byte[] {-1, -1, -1, 127, 0, 0, 0, 0, 0, 0, 0, 0})));
        abusers.add(abuser("half a greeting", 5, () -> bye(Arrays.copyOf(RawClient.hello("", 0, 1), 9))));
        for (int i = 0; i < 3; i++) {
            final RawClient[] flooders = new RawClient[8];
            for (int j = 0; j < flooders.length; j++) {
                flooders[j] = RawClient.open(serve.tcpPort(), key("hedged", HEDGED), 256);
            }
            abusers.add(abuser("flood " + i, 30, () -> flood(flooders)));
        }
        return abusers;
    }

    private static String signature() throws Exception {
        final MessageDigest sha = MessageDigest.getInstance("SHA-256");
        final byte[] key = sha.digest(SIGNER.getBytes(StandardCharsets.US_ASCII));
        final Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        final String millis = "" + System.currentTimeMillis();
        final String text = String.join(
                "\n",
                "TG-HMAC-SHA256",
                millis,
                "nonce-of-the-abuse",
                "GET",
                "/v1/counts",
                "",
                HexFormat.of().formatHex(sha.digest(new byte[0])));
        return "TG-HMAC-SHA256 id=signer, time=" + millis + ", nonce=nonce-of-the-abuse, signature="
                + HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }

    private String once(final String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), serve.httpPort())) {
            final String answer = http(socket, request);
            if (answer.contains("\"REPLAYED\"")) {
                return "REPLAYED";
            }
            return answer.startsWith("HTTP/1.1 ") ? "http " + answer.substring(9, 12) : "closed";
        }
    }

    private static String http(final Socket socket, final String request) throws IOException {
        socket.setSoTimeout(ANSWER_MILLIS);
        try {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (final SocketTimeoutException nothing) {
            throw nothing;
        } catch (final IOException cut) {
            return "";
        }
    }

    private String bye(final byte[] bytes) throws IOException {
        try (RawClient client = new RawClient(serve.tcpPort())) {
            client.send(bytes);
            return "bye " + client.awaitBye();
        } catch (final SocketTimeoutException nothing) {
            throw nothing;
        } catch (final IOException cut) {
            return "closed";
        }
    }

    /** More commands than the ring holds, at once, twice the window of each connection; all must be answered. */
    private String flood(final RawClient[] flooders) throws IOException {
        for (final RawClient flooder : flooders) {
            for (int half = 0; half < 2; half++) {
                final Command[] orders = new Command[200];
                for (int i = 0; i < orders.length; i++) {
                    orders[i] = order("F-" + numbers.incrementAndGet());
                }
                flooder.send(RawClient.commands(half * 1_000L, orders));
            }
        }
        final StringBuilder answers = new StringBuilder("flood");
        for (final RawClient flooder : flooders) {
            for (int half = 0; half < 2; half++) {
                for (final Outcome outcome : flooder.replies(half * 1_000L, 200)) {
                    if (outcome.code() != OutcomeCode.ACCEPTED) {
                        answers.append(',').append(outcome.code());
                    }
                }
            }
        }
        return answers.toString();
    }
}
