package dev.tidegate.gateway.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidegate.Tidegate;
import dev.tidegate.TidegateOptions;
import dev.tidegate.client.ClientOptions;
import dev.tidegate.client.Event;
import dev.tidegate.client.EventSelection;
import dev.tidegate.client.EventsListener;
import dev.tidegate.client.TidegateClient;
import dev.tidegate.gateway.TestGateway;
import dev.tidegate.message.Command;
import dev.tidegate.pipeline.EventCursor;
import dev.tidegate.pipeline.JournalSettings;
import dev.tidegate.pipeline.Upkeep;
import dev.tidegate.wire.EndCode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whoever must take the state anew is told of a snapshot to begin from, whatever it is connected by. */
@Timeout(300)
class ResyncTest {
    private static final String NO_SUCH_EPOCH = "7:1";

    @TempDir
    private Path folder;

    private Tidegate open(final boolean snapshots) {
        return Tidegate.open(
                folder,
                TidegateOptions.defaults()
                        .withRingSlots(4096)
                        .withJournal(JournalSettings.of(JournalSettings.Kind.FILE)
                                .withUpkeep(Upkeep.NONE.withSnapshotAtEnds(snapshots))));
    }

    private static void assertNames(final String end, final long snapshot) throws Exception {
        final JsonNode json = new ObjectMapper().readTree(end);
        assertThat(json.at("/kind").asText()).isEqualTo("RESYNC");
        assertThat(json.at("/sequence").asLong()).isPositive();
        assertThat(json.at("/snapshotSequence").asLong(-1)).isEqualTo(snapshot);
    }

    private static void assertToldOf(final TestGateway shop, final long snapshot) throws Exception {
        final HttpClient http = HttpClient.newHttpClient();
        final String at = "://127.0.0.1:" + shop.httpPort() + "/v1/events";
        final String stream = http.send(
                        HttpRequest.newBuilder(URI.create("http" + at + "?from=" + NO_SUCH_EPOCH))
                                .timeout(Duration.ofSeconds(120))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
        assertNames(stream.substring(stream.indexOf("data: ") + "data: ".length()), snapshot);

        final CompletableFuture<String> message = new CompletableFuture<>();
        http.newWebSocketBuilder()
                .buildAsync(URI.create("ws" + at + "/socket?from=" + NO_SUCH_EPOCH), new WebSocket.Listener() {
                    private final StringBuilder text = new StringBuilder();

                    @Override
                    public CompletionStage<?> onText(
                            final WebSocket socket, final CharSequence data, final boolean last) {
                        text.append(data);
                        if (last) {
                            message.complete(text.toString());
                        }
                        socket.request(1);
                        return null;
                    }
                })
                .get(120, TimeUnit.SECONDS);
        assertNames(message.get(120, TimeUnit.SECONDS), snapshot);

        final CompletableFuture<EventsListener.Ended> ended = new CompletableFuture<>();
        try (TidegateClient client = TidegateClient.connect(
                ClientOptions.of("127.0.0.1", shop.binaryPort()).withTimeout(Duration.ofSeconds(120)))) {
            client.events(EventCursor.parse(NO_SUCH_EPOCH), EventSelection.ALL, new EventsListener() {
                @Override
                public void event(
                        final EventCursor behind, final long sequence, final long timeMillis, final Event event) {
                    // None is asked for that there could be.
                }

                @Override
                public void ended(final Ended end) {
                    ended.complete(end);
                }
            });
            final EventsListener.Ended end = ended.get(120, TimeUnit.SECONDS);
            assertThat(end.code()).isEqualTo(EndCode.RESYNC);
            assertThat(end.sequence()).isPositive();
            assertThat(end.snapshotSequence()).isEqualTo(snapshot);
            assertThat(end.reason()).contains("not kept any more");
        }
    }

    @Test
    void shouldNameTheSnapshotToBeginFrom() throws Exception {
        try (TestGateway shop = TestGateway.open(open(false))) {
            shop.tidegate.define(new Command.DefineWarehouse("HANGZHOU"));
            shop.awaitEventLog();
            assertToldOf(shop, 0);
        }
        try (Tidegate tidegate = open(true)) {
            tidegate.define(new Command.DefineSku("HAT", 0));
        }
        try (TestGateway shop = TestGateway.open(open(false))) {
            shop.awaitEventLog();
            final long snapshot = shop.tidegate.recovery().snapshotSequence();
            assertThat(snapshot).isPositive();
            assertToldOf(shop, snapshot);
        }
    }
}
