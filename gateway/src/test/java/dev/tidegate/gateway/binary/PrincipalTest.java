package dev.tidegate.gateway.binary;

import static dev.tidegate.gateway.TestGateway.WEB;
import static dev.tidegate.gateway.TestGateway.place;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.gateway.TestGateway;
import dev.tidegate.gateway.security.ApiKeys;
import dev.tidegate.launcher.ExitCode;
import dev.tidegate.launcher.inspect.InspectCommand;
import dev.tidegate.message.CommandHeader;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.message.sbe.WelcomeDecoder;
import dev.tidegate.wire.ByeCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Who sends a command is said by the key alone, and stays the same when the key is replaced. */
@Timeout(300)
class PrincipalTest {
    private static final String OLD = "1".repeat(64);
    private static final String NEW = "2".repeat(64);

    @TempDir
    private Path folder;

    private Path keys(final String... entries) throws IOException {
        final Path file = folder.resolve("keys.yaml");
        Files.writeString(file, "keys:\n" + String.join("", entries));
        return file;
    }

    private static String entry(final String id, final String secret, final String more) {
        return "  - {id: " + id + ", sha256: " + ApiKeys.hashHex(secret) + ", scopes: [orders], " + more + "}\n";
    }

    private static String key(final String id, final String secret) {
        return "tg_" + id + "_" + secret;
    }

    /** What the journal keeps of a command. */
    private static String kept(final Path data, final CommandHeader header) {
        final StringWriter out = new StringWriter();
        final CommandLine inspect = new CommandLine(InspectCommand.class).setOut(new PrintWriter(out, true));
        final UUID id = new UUID(header.idHigh(), header.idLow());
        assertThat(inspect.execute(data.toString(), "command", id.toString(), "--json"))
                .isEqualTo(ExitCode.OK);
        return out.toString();
    }

    @Test
    void shouldWriteTheActorOfTheKeyOverAForgedOne() throws IOException {
        final Path data = folder.resolve("data");
        final Path file = keys(entry("a", OLD, "principal: 7, actor: 70, actor-type: device"));
        final CommandHeader made = TestGateway.newHeader();
        final CommandHeader forged = new CommandHeader(
                made.idHigh(), made.idLow(), 8, CommandHeader.ActorType.HUMAN, 4711, made.reference());
        final CommandHeader overHttp = TestGateway.newHeader();
        try (TestGateway shop = TestGateway.openFolder(data, "security.keys-file", file.toString())) {
            try (RawClient client = RawClient.open(shop.binaryPort(), key("a", OLD), 0)) {
                client.send(RawClient.frame(1, RawClient.message(forged, place(WEB, "F-1", 1))));
                assertThat(client.reply(1).code()).isEqualTo(OutcomeCode.ACCEPTED);
            }
            assertThat(placeOverHttp(shop, key("a", OLD), overHttp, "F-2").statusCode())
                    .isEqualTo(200);
        }

        for (final CommandHeader sent : new CommandHeader[] {forged, overHttp}) {
            assertThat(kept(data, sent))
                    .contains("\"principal\":7,", "\"actorType\":\"DEVICE\"", "\"actor\":70,")
                    .doesNotContain("4711");
        }
    }

    private static HttpResponse<String> placeOverHttp(
            final TestGateway shop, final String key, final CommandHeader id, final String number) throws IOException {
        final String body = "{\"channel\": 1, \"externalNumber\": \"" + number
                + "\", \"source\": \"test\", \"lines\": [{\"sku\": 1, \"quantity\": 1, \"netAmount\": 100}]}";
        final HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + shop.httpPort() + "/v1/orders"))
                .timeout(Duration.ofSeconds(120))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", new UUID(id.idHigh(), id.idLow()).toString())
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        } catch (final InterruptedException interrupted) {
            throw new IOException(interrupted);
        }
    }

    @Test
    void shouldGiveTheFirstAnswerAgainUnderTheKeyThatReplacedTheFirst() throws IOException {
        final Path file = keys(entry("a", OLD, "principal: 7"));
        final CommandHeader id = TestGateway.newHeader();
        try (TestGateway shop = TestGateway.open("security.keys-file", file.toString())) {
            final Outcome first;
            try (RawClient client = RawClient.open(shop.binaryPort(), key("a", OLD), 0)) {
                client.send(RawClient.frame(1, RawClient.message(id, place(WEB, "R-1", 1))));
                first = client.reply(1);
                assertThat(first.code()).isEqualTo(OutcomeCode.ACCEPTED);
            }
            keys(entry("b", NEW, "principal: 7"));
            Files.setLastModifiedTime(file, FileTime.fromMillis(System.currentTimeMillis() + 5_000));
            Awaitility.await().until(() -> welcomes(shop, key("b", NEW)) && !welcomes(shop, key("a", OLD)));

            try (RawClient client = RawClient.open(shop.binaryPort(), key("b", NEW), 0)) {
                client.send(RawClient.frame(1, RawClient.message(id, place(WEB, "R-1", 1))));
                final Outcome again = client.reply(1);
                assertThat(again.duplicate()).isTrue();
                assertThat(again.code()).isEqualTo(OutcomeCode.ACCEPTED);
                assertThat(again.entityId()).isEqualTo(first.entityId());
            }
            assertThat(placeOverHttp(shop, key("b", NEW), id, "R-1").body())
                    .contains("\"duplicate\":true", "\"entityId\":" + first.entityId());
            assertThat(shop.tidegate.counts().orders()).isEqualTo(1);
        }
    }

    private static boolean welcomes(final TestGateway shop, final String key) throws IOException {
        try (RawClient client = new RawClient(shop.binaryPort())) {
            client.send(RawClient.hello(key, 0, 1));
            return RawClient.template(client.next()) == WelcomeDecoder.TEMPLATE_ID;
        }
    }

    // ---- signed greetings

    private static String signedHello(final long millis, final String nonce, final String target) throws Exception {
        final MessageDigest sha = MessageDigest.getInstance("SHA-256");
        final Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(sha.digest(OLD.getBytes(StandardCharsets.US_ASCII)), "HmacSHA256"));
        final String noBody = HexFormat.of().formatHex(sha.digest(new byte[0]));
        final String text = String.join("\n", "TG-HMAC-SHA256", "" + millis, nonce, "HELLO", target, "", noBody);
        return "TG-HMAC-SHA256 id=a, time=" + millis + ", nonce=" + nonce + ", signature="
                + HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static ByeCode refusal(final TestGateway shop, final String credentials) throws IOException {
        try (RawClient client = new RawClient(shop.binaryPort())) {
            client.send(RawClient.hello(credentials, 0, 1));
            return client.awaitBye();
        }
    }

    @Test
    void shouldTakeASignedGreetingOnceAndNotTheKeyItself() throws Exception {
        final Path file = keys(entry("a", OLD, "principal: 7, signed: true"));
        try (TestGateway shop = TestGateway.open("security.keys-file", file.toString())) {
            final long now = System.currentTimeMillis();
            final String good = signedHello(now, "greeting-0001", "binary");
            try (RawClient client = new RawClient(shop.binaryPort())) {
                client.send(RawClient.hello(good, 0, 1));
                assertThat(client.welcome().principal()).isEqualTo(7);
                client.send(RawClient.commands(1, place(WEB, "S-1", 1)));
                assertThat(client.reply(1).code()).isEqualTo(OutcomeCode.ACCEPTED);
            }

            assertThat(refusal(shop, good)).as("a second time").isEqualTo(ByeCode.CREDENTIALS);
            assertThat(refusal(shop, good.replace("greeting-0001", "greeting-0002")))
                    .as("another nonce")
                    .isEqualTo(ByeCode.CREDENTIALS);
            assertThat(refusal(shop, signedHello(now, "greeting-0003", "/v1/orders")))
                    .as("signed for something else")
                    .isEqualTo(ByeCode.CREDENTIALS);
            assertThat(refusal(shop, signedHello(now - 3_600_000, "greeting-0004", "binary")))
                    .as("an hour ago")
                    .isEqualTo(ByeCode.CREDENTIALS);
            assertThat(refusal(shop, key("a", OLD))).as("the key itself").isEqualTo(ByeCode.CREDENTIALS);
        }
    }
}
