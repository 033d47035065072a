package dev.tidegate.launcher.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.gateway.security.ApiKeys;
import dev.tidegate.gateway.security.Caller;
import dev.tidegate.launcher.ExitCode;
import dev.tidegate.launcher.Launched;
import dev.tidegate.message.CommandHeader.ActorType;
import dev.tidegate.wire.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyCommandTest {
    @TempDir
    private Path folder;

    /** What the command made of the words, as a gateway reads it from its file. */
    private ApiKeys read(final Launched made) throws IOException {
        assertThat(made.code()).as(made.err()).isEqualTo(ExitCode.OK);
        final Path file = Files.writeString(folder.resolve("keys.yaml"), "keys:\n" + made.out());
        return ApiKeys.read(file, 60, 1000);
    }

    private static String key(final Launched made) {
        return made.out().lines().findFirst().orElseThrow().replaceFirst(".*: ", "");
    }

    @Test
    void shouldWriteAnEntryThatAGatewayReads() throws IOException {
        final Launched made = Launched.with("key", "--id", "shop-1", "--principal", "3", "--scopes", "STOCK");
        final Caller caller = Objects.requireNonNull(read(made).find(key(made)));

        assertThat(caller.scopes()).containsExactly(Scope.STOCK);
        assertThat(caller.actor()).isEqualTo(3);
        assertThat(caller.actorType()).isEqualTo(ActorType.SYSTEM);
        assertThat(caller.restricted()).isFalse();
    }

    @Test
    void shouldWriteChannelsAndActor() throws IOException {
        final Launched made = Launched.with(
                "key",
                "--id",
                "a",
                "--principal",
                "3",
                "--channels",
                "1,65535",
                "--actor",
                "17",
                "--actor-type",
                "HUMAN");
        final Caller caller = Objects.requireNonNull(read(made).find(key(made)));

        assertThat(caller.allowsChannel(1)).isTrue();
        assertThat(caller.allowsChannel(65_535)).isTrue();
        assertThat(caller.allowsChannel(2)).isFalse();
        assertThat(caller.actor()).isEqualTo(17);
        assertThat(caller.actorType()).isEqualTo(ActorType.HUMAN);
    }

    @Test
    void shouldWriteThatRequestsAreSigned() throws IOException {
        final Launched made = Launched.with("key", "--id", "a", "--principal", "3", "--signed");

        assertThat(made.out()).contains("    signed: true");
        assertThat(read(made).find(key(made)))
                .as("a key that signs is not sent")
                .isNull();
    }

    @Test
    void shouldRefuseAChannelThatCannotBe() {
        for (final String channels : new String[] {"0", "1,65536", "web"}) {
            final Launched made = Launched.with("key", "--id", "a", "--principal", "3", "--channels", channels);
            assertThat(made.code()).as(channels).isEqualTo(ExitCode.USAGE);
            assertThat(made.out()).as(channels).isEmpty();
        }
    }
}
