package dev.tidegate.gateway.http;

import static dev.tidegate.gateway.TestGateway.PRICE;
import static dev.tidegate.gateway.TestGateway.WEB;
import static dev.tidegate.gateway.TestGateway.place;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.tidegate.gateway.TestGateway;
import dev.tidegate.message.Command;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Programs that others wrote read the contract and follow events: the usual Server-Sent Events and WebSocket clients of
 * Node.js and a validator with the OpenAPI specification's own schema. Their versions and checksums are pinned in
 * resources/clients; npm puts them below target. Left out, and said so, where there is no npm or it reaches no registry.
 */
@Timeout(600)
class ThirdPartyClientsIT {
    private static final Path INSTALLED = Path.of("target", "clients");
    private static final List<String> FILES =
            List.of("package.json", "package-lock.json", "contract.js", "events.js", "socket.js");

    @TempDir
    private Path folder;

    @BeforeAll
    static void install(@TempDir final Path temporary) throws Exception {
        Files.createDirectories(INSTALLED);
        for (final String file : FILES) {
            final URL found = Objects.requireNonNull(ThirdPartyClientsIT.class.getResource("/clients/" + file));
            Files.copy(path(found), INSTALLED.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        final Path out = temporary.resolve("npm.txt");
        try {
            final Process npm = begin(out, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
            if (!npm.waitFor(180, TimeUnit.SECONDS) || npm.exitValue() != 0) {
                npm.destroyForcibly();
                abort("npm could not install the clients of others: " + Files.readString(out));
            }
        } catch (final IOException noSuchProgram) {
            abort("no npm on the PATH, so the clients of others are left out");
        }
    }

    private static Path path(final URL url) throws URISyntaxException {
        return Path.of(url.toURI());
    }

    private static Process begin(final Path out, final String... command) throws IOException {
        return new ProcessBuilder(command)
                .directory(INSTALLED.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
    }

    /** What a script printed, which must have ended well. */
    private String run(final String... words) throws Exception {
        final Path out = folder.resolve("out.txt");
        final String[] command =
                Stream.concat(Stream.of("node"), Arrays.stream(words)).toArray(String[]::new);
        final Process node = begin(out, command);
        final boolean ended = node.waitFor(120, TimeUnit.SECONDS);
        node.destroyForcibly();
        final String said = Files.readString(out);
        assertThat(ended).as("ended by itself, having said " + said).isTrue();
        assertThat(node.exitValue()).as(said).isZero();
        return said;
    }

    /** A shop with four events behind the first six: an order that was paid, and another. */
    private TestGateway shop() throws IOException {
        final TestGateway shop = TestGateway.openFolder(folder.resolve("data"));
        final long order = shop.tidegate.call(place(WEB, "王-1", 2)).entityId();
        shop.tidegate.call(new Command.ConfirmPayment(order, 2 * PRICE));
        shop.tidegate.call(place(WEB, "X-2", 1));
        shop.awaitEventLog();
        return shop;
    }

    @Test
    void shouldBeAnOpenApiDocumentOfThatVersion() throws Exception {
        final Path contract = folder.resolve("openapi.yaml");
        Files.writeString(contract, SystemRequests.contract());
        assertThat(run("contract.js", contract.toString())).isEqualTo("valid 3.1\n");

        // The validator does find what is wrong.
        Files.writeString(contract, SystemRequests.contract().replaceFirst("\npaths:", "\nroads:"));
        final Process node = begin(folder.resolve("wrong.txt"), "node", "contract.js", contract.toString());
        assertThat(node.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(node.exitValue()).isEqualTo(1);
    }

    @Test
    void shouldBeFollowedByAnEventSource() throws Exception {
        try (TestGateway shop = shop()) {
            assertThat(run(
                            "events.js",
                            "http://127.0.0.1:" + shop.httpPort()
                                    + "/v1/events?from=1:6&kinds=OrderPlaced,OrderChanged",
                            "3"))
                    .isEqualTo("1:7 OrderPlaced 王-1\n1:10 OrderChanged PAID\n1:11 OrderPlaced X-2\n");
        }
    }

    @Test
    void shouldBeFollowedByAWebSocketClient() throws Exception {
        try (TestGateway shop = shop()) {
            assertThat(run(
                            "socket.js",
                            "ws://127.0.0.1:" + shop.httpPort()
                                    + "/v1/events/socket?from=1:6&kinds=OrderPlaced,OrderChanged",
                            "3"))
                    .isEqualTo("1:7 OrderPlaced 王-1\n1:10 OrderChanged PAID\n1:11 OrderPlaced X-2\n"
                            + "pong still there\nclosed 1000\n");
        }
    }
}
