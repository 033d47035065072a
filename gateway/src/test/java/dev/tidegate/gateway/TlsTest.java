package dev.tidegate.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidegate.client.ClientOptions;
import dev.tidegate.client.TidegateClient;
import dev.tidegate.gateway.security.ApiKeys;
import dev.tidegate.message.Command;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Both protocols under a certificate that keytool made. */
@Timeout(300)
class TlsTest {
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final String SECRET = "7".repeat(64);

    @TempDir
    private static Path folder;

    private static SSLContext trusting;

    @BeforeAll
    static void makeCertificate() throws Exception {
        final Path store = folder.resolve("store.p12");
        final Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "gate",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost,ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.txt").toFile())
                .start();
        assertThat(keytool.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(keytool.exitValue())
                .as(Files.readString(folder.resolve("keytool.txt")))
                .isZero();
        final KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(new ByteArrayInputStream(Files.readAllBytes(store)), PASSWORD);
        final Certificate certificate = keys.getCertificate("gate");
        final Key key = keys.getKey("gate", PASSWORD);
        pem("certificate.pem", "CERTIFICATE", certificate.getEncoded());
        pem("key.pem", "PRIVATE KEY", key.getEncoded());
        Files.writeString(
                folder.resolve("keys.yaml"),
                "keys:\n  - {id: shop, sha256: " + ApiKeys.hashHex(SECRET)
                        + ", principal: 5, scopes: [orders, stock, catalogue, read]}\n");
        final KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("gate", certificate);
        final TrustManagerFactory managers = TrustManagerFactory.getInstance("PKIX");
        managers.init(trusted);
        trusting = SSLContext.getInstance("TLS");
        trusting.init(null, managers.getTrustManagers(), null);
    }

    private static void pem(final String name, final String what, final byte[] bytes) throws IOException {
        Files.writeString(
                folder.resolve(name),
                "-----BEGIN " + what + "-----\n"
                        + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                                .encodeToString(bytes)
                        + "\n-----END " + what + "-----\n");
    }

    /** On every address of the machine, which is allowed because both are there. */
    private static TestGateway open(final String... more) throws IOException {
        final List<String> values = new ArrayList<>(List.of(
                "http.address",
                "0.0.0.0:0",
                "binary.address",
                "0.0.0.0:0",
                "tls.certificate",
                folder.resolve("certificate.pem").toString(),
                "tls.key",
                folder.resolve("key.pem").toString(),
                "security.keys-file",
                folder.resolve("keys.yaml").toString()));
        values.addAll(List.of(more));
        return TestGateway.open(values.toArray(String[]::new));
    }

    private static HttpResponse<String> get(final HttpClient client, final TestGateway shop) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("https://localhost:" + shop.httpPort() + "/v1/counts"))
                        .header("Authorization", "Bearer tg_shop_" + SECRET)
                        .timeout(Duration.ofSeconds(120))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void shouldServeHttpUnderItsCertificate() throws Exception {
        try (TestGateway shop = open()) {
            final HttpResponse<String> answer =
                    get(HttpClient.newBuilder().sslContext(trusting).build(), shop);

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
            assertThatThrownBy(() -> get(HttpClient.newHttpClient(), shop))
                    .as("nobody has vouched for the certificate")
                    .isInstanceOf(SSLHandshakeException.class);
        }
    }

    @Test
    void shouldServeTheBinaryProtocolUnderItsCertificate() throws Exception {
        try (TestGateway shop = open();
                TidegateClient client = TidegateClient.connect(ClientOptions.of("localhost", shop.binaryPort())
                        .withTimeout(Duration.ofSeconds(120))
                        .withKey("tg_shop_" + SECRET)
                        .withTls(trusting.getSocketFactory()))) {
            assertThat(client.call(new Command.DefineSku("COAT", 0)).accepted()).isTrue();
        }
    }

    @Test
    void shouldTakeTls12TooAndCloseWhatIsNotTls() throws Exception {
        try (TestGateway shop = open()) {
            for (final int port : new int[] {shop.httpPort(), shop.binaryPort()}) {
                try (SSLSocket old = (SSLSocket) trusting.getSocketFactory().createSocket("localhost", port)) {
                    old.setEnabledProtocols(new String[] {"TLSv1.2"});
                    old.startHandshake();
                    assertThat(old.getSession().getProtocol()).isEqualTo("TLSv1.2");
                }
                assertThat(bytesBack(port, "GET /livez HTTP/1.1\r\nHost: x\r\n\r\n"))
                        .doesNotContain("HTTP/1.1");
            }
        }
    }

    @Test
    void shouldNotWaitForAHandshakeThatDoesNotEnd() throws Exception {
        try (TestGateway shop = open("binary.hello-millis", "500")) {
            for (final int port : new int[] {shop.httpPort(), shop.binaryPort()}) {
                // The beginning of a ClientHello, and nothing more.
                bytesBack(port, "\u0016\u0003\u0001\u0002\u0000\u0001");
            }
            Awaitility.await()
                    .untilAsserted(
                            () -> assertThat(shop.gateway.front().connections().count())
                                    .isZero());
        }
    }

    /** Everything that comes until the other side closes, which it must within the test's time. */
    private static String bytesBack(final int port, final String bytes) throws IOException {
        try (Socket socket = new Socket("localhost", port)) {
            socket.setSoTimeout(120_000);
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            final InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
