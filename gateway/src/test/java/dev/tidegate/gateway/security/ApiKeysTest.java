package dev.tidegate.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidegate.gateway.config.ConfigException;
import dev.tidegate.gateway.security.ApiKeys.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiKeysTest {
    private static final String SECRET = "7".repeat(64);
    private static final String KEY = "tg_a_" + SECRET;
    private static final SignedRequest.Content CONTENT =
            new SignedRequest.Content("GET", "/v1/counts", "", new byte[0], 0);
    private static final String NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    @TempDir
    private Path folder;

    private Path file(final String text) throws IOException {
        return Files.writeString(folder.resolve("keys.yaml"), text);
    }

    private static String entry(final String id, final String more) {
        return "  - {id: " + id + ", sha256: " + ApiKeys.hashHex(SECRET) + ", principal: 1, scopes: [read]" + more
                + "}\n";
    }

    private static SignedRequest signed(final long millis, final String nonce) throws Exception {
        final Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(ApiKeys.hash(SECRET), "HmacSHA256"));
        final String text =
                String.join("\n", SignedRequest.SCHEME, "" + millis, nonce, "GET", "/v1/counts", "", NOTHING);
        return SignedRequest.parse(SignedRequest.SCHEME + " id=a, time=" + millis + ", nonce=" + nonce + ", signature="
                + HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8))));
    }

    /** The last one counted: with two lists of channels, a key might do more than whoever read the file took it for. */
    @Test
    void shouldRefuseAFieldThatStandsTwice() throws IOException {
        final Path twice = file("keys:\n" + entry("a", ", channels: [1], channels: [1, 2]"));
        assertThatThrownBy(() -> ApiKeys.read(twice, 60, 100))
                .isInstanceOf(ConfigException.class)
                .hasMessageMatching("keys\\.yaml:2:\\d+: channels stands there twice");
    }

    /** It ended the thread that looks after the file: no key was taken back any more. */
    @Test
    void shouldComplainOfAFileThatIsNestedTooDeeplyAndKeepItsKeys() throws IOException {
        final ApiKeys keys = ApiKeys.read(file("keys:\n" + entry("a", "")), 60, 100);
        file("keys: " + "[".repeat(100_000));
        assertThatThrownBy(keys::reloadIfChanged).isInstanceOf(ConfigException.class);
        assertThat(keys.find(KEY)).isNotNull();
    }

    /** A file that is written twice within one tick of the clock, or put there with the time of another. */
    @Test
    void shouldSeeAChangeThatTheTimeOfTheFileDoesNotTell() throws IOException {
        final Path file = file("keys:\n" + entry("a", ""));
        final FileTime time = Files.getLastModifiedTime(file);
        final ApiKeys keys = ApiKeys.read(file, 60, 100);
        file("keys:\n" + entry("b", ""));
        Files.setLastModifiedTime(file, time);
        assertThat(keys.reloadIfChanged()).isTrue();
        assertThat(keys.find(KEY)).isNull();
        assertThat(keys.reloadIfChanged()).isFalse();
    }

    @Test
    void shouldNotTakeAnEmptyFile() throws IOException {
        final Path empty = file("");
        assertThatThrownBy(() -> ApiKeys.read(empty, 60, 100)).hasMessageContaining("a list keys is expected");
    }

    /** The nonces had gone with the key, and came back with none of them. */
    @Test
    void shouldNotTakeASignatureAgainAfterItsKeyWasAwayForAWhile() throws Exception {
        final String entry = "keys:\n" + entry("a", ", signed: true");
        final ApiKeys keys = ApiKeys.read(file(entry), 60, 100);
        final long now = System.currentTimeMillis();
        final SignedRequest request = signed(now, "nonce-0001");
        assertThat(keys.find(request, CONTENT, now).verdict()).isEqualTo(Verdict.GOOD);
        file("keys: []");
        assertThat(keys.reloadIfChanged()).isTrue();
        assertThat(keys.find(request, CONTENT, now).verdict()).isEqualTo(Verdict.WRONG);
        while (System.currentTimeMillis() == now) {
            Thread.onSpinWait();
        }
        file(entry);
        assertThat(keys.reloadIfChanged()).isTrue();
        assertThat(keys.find(request, CONTENT, now).verdict()).isEqualTo(Verdict.NOT_NOW);
        final long later = System.currentTimeMillis();
        assertThat(keys.find(signed(later, "nonce-0002"), CONTENT, later).verdict())
                .isEqualTo(Verdict.GOOD);
    }
}
