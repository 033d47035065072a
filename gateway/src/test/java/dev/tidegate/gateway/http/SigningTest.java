package dev.tidegate.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tidegate.gateway.TestGateway;
import dev.tidegate.gateway.security.ApiKeys;
import java.io.File;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Requests that are signed instead of carrying their key; docs/signing.md is run as it stands there. */
@Timeout(300)
class SigningTest {
    private static final Path PAGE = Path.of("../docs/signing.md");
    private static final String SECRET = "5".repeat(64);
    private static final String KEY = "tg_shop-1_" + SECRET;
    private static final String TARGET = "/v1/skus";

    @TempDir
    private Path folder;

    private TestGateway open(final String... values) throws IOException {
        final Path file = folder.resolve("keys.yaml");
        Files.writeString(
                file,
                "keys:\n  - {id: shop-1, sha256: " + ApiKeys.hashHex(SECRET)
                        + ", principal: 5, scopes: [catalogue, read], signed: true}\n");
        final String[] all = Stream.concat(Stream.of("security.keys-file", file.toString()), Stream.of(values))
                .toArray(String[]::new);
        return TestGateway.open(all);
    }

    private static String header(
            final long millis,
            final String nonce,
            final String method,
            final String target,
            final String id,
            final String body)
            throws Exception {
        final MessageDigest sha = MessageDigest.getInstance("SHA-256");
        final byte[] key = sha.digest(SECRET.getBytes(StandardCharsets.US_ASCII));
        final String hash = HexFormat.of().formatHex(sha.digest(body.getBytes(StandardCharsets.UTF_8)));
        final Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        final String text = String.join("\n", "TG-HMAC-SHA256", "" + millis, nonce, method, target, id, hash);
        return "TG-HMAC-SHA256 id=shop-1, time=" + millis + ", nonce=" + nonce + ", signature="
                + HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static HttpResponse<String> post(final TestGateway shop, final String signed, final String body)
            throws IOException {
        return new HttpCaller(shop.httpPort()).post(TARGET, body, "Authorization", signed);
    }

    @Test
    void shouldTakeASignatureOnceAndOnlyForWhatItCovers() throws Exception {
        try (TestGateway shop = open()) {
            final long now = System.currentTimeMillis();
            final String body = "{\"code\": \"COAT\"}";
            final String good = header(now, "nonce-0001", "POST", TARGET, "", body);

            assertThat(post(shop, good, "{\"code\": \"HAT\"}").statusCode())
                    .as("another body")
                    .isEqualTo(401);
            assertThat(new HttpCaller(shop.httpPort())
                            .get("/v1/counts", "Authorization", good)
                            .statusCode())
                    .as("another target")
                    .isEqualTo(401);
            assertThat(post(shop, good.replace("nonce-0001", "nonce-0002"), body)
                            .statusCode())
                    .as("another nonce")
                    .isEqualTo(401);
            assertThat(post(shop, good.replace("shop-1", "shop-2"), body).statusCode())
                    .as("another key")
                    .isEqualTo(401);
            assertThat(post(shop, good.substring(0, good.length() - 1), body).statusCode())
                    .as("not whole")
                    .isEqualTo(401);

            final HttpResponse<String> first = post(shop, good, body);
            assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
            final HttpResponse<String> again = post(shop, good, body);
            assertThat(again.statusCode()).isEqualTo(401);
            assertThat(HttpCaller.text(again, "code")).isEqualTo("REPLAYED");
            assertThat(shop.tidegate.sku("HAT")).isZero();
        }
    }

    @Test
    void shouldCoverTheIdempotencyKey() throws Exception {
        try (TestGateway shop = open()) {
            final String id = "2026-11-22T08:00:00Z/one";
            final String body = "{\"code\": \"COAT\"}";
            final String signed = header(System.currentTimeMillis(), "nonce-0001", "POST", TARGET, id, body);
            final HttpCaller caller = new HttpCaller(shop.httpPort());

            assertThat(caller.post(TARGET, body, "Authorization", signed, "Idempotency-Key", id + "x")
                            .statusCode())
                    .isEqualTo(401);
            assertThat(HttpCaller.text(
                            caller.post(TARGET, body, "Authorization", signed, "Idempotency-Key", id), "code"))
                    .isNotEqualTo("CREDENTIALS");
        }
    }

    @Test
    void shouldRefuseWhatWasSignedAtAnotherTime() throws Exception {
        try (TestGateway shop = open("security.signature-seconds", "5")) {
            final long now = System.currentTimeMillis();
            final String body = "{\"code\": \"COAT\"}";
            for (final long millis : new long[] {now - 6_000, now + 60_000, 0}) {
                final HttpResponse<String> answer =
                        post(shop, header(millis, "nonce-at-" + millis, "POST", TARGET, "", body), body);
                assertThat(HttpCaller.text(answer, "code")).as("" + millis).isEqualTo("SIGNATURE_TIME");
            }
        }
    }

    @Test
    void shouldTakeNoMoreThanItCanRemember() throws Exception {
        try (TestGateway shop = open("security.nonces-per-key", "100")) {
            final HttpCaller caller = new HttpCaller(shop.httpPort());
            HttpResponse<String> last = null;
            for (int i = 0; i <= 100; i++) {
                final String signed =
                        header(System.currentTimeMillis(), "nonce-" + (1000 + i), "GET", "/v1/counts", "", "");
                last = caller.get("/v1/counts", "Authorization", signed);
                assertThat(last.statusCode()).isEqualTo(i < 100 ? 200 : 429);
            }
            assertThat(last.headers().firstValue("Retry-After")).isPresent();
        }
    }

    @Test
    void shouldNotTakeTheKeyItselfOfAKeyThatSigns() throws Exception {
        try (TestGateway shop = open()) {
            assertThat(new HttpCaller(shop.httpPort())
                            .get("/v1/counts", "Authorization", "Bearer " + KEY)
                            .statusCode())
                    .isEqualTo(401);
        }
    }

    private String block(final String language) throws IOException {
        final String page = Files.readString(PAGE);
        final int from = page.indexOf("```" + language + "\n") + language.length() + 4;
        return page.substring(from, page.indexOf("```", from));
    }

    private static boolean onPath(final String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(path -> Files.isExecutable(Path.of(path, program)));
    }

    private String run(final TestGateway shop, final String... command) throws Exception {
        final Path out = folder.resolve("out");
        final ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
        builder.environment().put("SECRET", KEY);
        builder.environment().put("ADDRESS", "http://127.0.0.1:" + shop.httpPort());
        final Process process = builder.start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        final String said = Files.readString(out);
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }

    @Test
    void shouldBeSignedInPythonAsThePageShows() throws Exception {
        assumeTrue(onPath("python3"), "no python3 on the PATH");
        try (TestGateway shop = open()) {
            final Path script = folder.resolve("signed.py");
            Files.writeString(script, block("python"));

            assertThat(run(shop, "python3", script.toString(), "http://127.0.0.1:" + shop.httpPort(), KEY))
                    .isEqualTo("ACCEPTED\n2\n");
        }
    }

    @Test
    void shouldBeSignedWithOpensslAsThePageShows() throws Exception {
        assumeTrue(onPath("openssl") && onPath("curl"), "no openssl or no curl on the PATH");
        try (TestGateway shop = open()) {
            assertThat(run(shop, "sh", "-c", block("sh"))).contains("\"warehouses\":1");
        }
    }
}
