package dev.tidegate.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidegate.gateway.TestGateway;
import dev.tidegate.gateway.security.ApiKeys;
import dev.tidegate.message.OutcomeCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class SignedGreetingTest {
    private static final String SECRET = "1".repeat(64);
    private static final String KEY = "tg_shop-1_" + SECRET;

    @TempDir
    private Path folder;

    /** The signature was computed by Python's hmac, after docs/signing.md. */
    @Test
    void shouldSignAsThePageSays() {
        assertThat(SignedGreeting.credentials(KEY, 1_795_334_400_123L, "5f0c9a77e1d24b3c"))
                .isEqualTo("TG-HMAC-SHA256 id=shop-1, time=1795334400123, nonce=5f0c9a77e1d24b3c, signature="
                        + "3582cd4ba239c7f66fbedf03c4a346ee0e8edb3286cfe399c55515db8d115ed8");
    }

    @Test
    void shouldSignEachGreetingWithAnotherNonce() {
        assertThat(SignedGreeting.credentials(KEY, 1)).isNotEqualTo(SignedGreeting.credentials(KEY, 1));
    }

    @Test
    void shouldTellAKeyThatCannotSign() {
        final ClientOptions options = ClientOptions.of("127.0.0.1", 1);
        assertThatThrownBy(() -> options.withSignedKey("shop-1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a key that signs has the form tg_ID_SECRET");
        assertThat(options.withSignedKey(KEY).withKey("other").signed()).isFalse();
    }

    @Test
    void shouldTradeWithAKeyThatIsNeverSent() throws IOException {
        final Path keys = folder.resolve("keys.yaml");
        Files.writeString(
                keys,
                "keys:\n  - {id: shop-1, sha256: " + ApiKeys.hashHex(SECRET)
                        + ", scopes: [orders], principal: 7, signed: true}\n");
        try (TestGateway shop = TestGateway.open("security.keys-file", keys.toString())) {
            final ClientOptions options =
                    ClientOptions.of("127.0.0.1", shop.binaryPort()).withTimeout(Duration.ofSeconds(120));
            for (int connection = 1; connection <= 2; connection++) {
                try (TidegateClient client = TidegateClient.connect(options.withSignedKey(KEY))) {
                    assertThat(client.call(TestGateway.place(TestGateway.WEB, "S-" + connection, 1))
                                    .code())
                            .isEqualTo(OutcomeCode.ACCEPTED);
                }
            }
            final String other = "tg_shop-1_" + "2".repeat(64);
            assertThatThrownBy(() -> TidegateClient.connect(options.withSignedKey(other)))
                    .hasMessageContaining("CREDENTIALS");
        }
    }
}
