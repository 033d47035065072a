package dev.tidegate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.Tidegate;
import dev.tidegate.TidegateOptions;
import dev.tidegate.client.ClientOptions;
import dev.tidegate.client.TidegateClient;
import dev.tidegate.gateway.config.Config;
import dev.tidegate.message.Command;
import dev.tidegate.wire.ByeCode;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The ports are open while the journal is being read, and whoever comes is told so. */
@Timeout(300)
class StartingTest {
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static Gateway starting() throws IOException {
        return new Gateway(new Config()
                .set("http.address", "127.0.0.1:0", "test")
                .set("binary.address", "127.0.0.1:0", "test")
                .gateway());
    }

    private HttpResponse<String> get(final Gateway gateway, final String path) throws Exception {
        final URI uri = URI.create("http://127.0.0.1:" + gateway.httpPort() + path);
        return client.send(
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(120)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void shouldLiveAndSayHowFarTheReplayHasCome() throws Exception {
        try (Gateway gateway = starting();
                Tidegate tidegate = Tidegate.inMemory(TidegateOptions.defaults())) {
            gateway.front().replayed(4711, 4800);

            assertThat(get(gateway, "/livez").statusCode()).isEqualTo(200);
            final HttpResponse<String> ready = get(gateway, "/readyz");
            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(ready.body())
                    .contains("\"state\":\"replaying\"", "\"commandsReplayed\":4711", "\"sequence\":4800");

            gateway.serve(tidegate);

            assertThat(get(gateway, "/readyz").statusCode()).isEqualTo(200);
            assertThat(get(gateway, "/v1/counts").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void shouldTellEveryOtherRequestToComeAgain() throws Exception {
        try (Gateway gateway = starting()) {
            for (final String path : List.of("/v1/orders/1", "/metrics", "/nothing")) {
                final HttpResponse<String> response = get(gateway, path);

                assertThat(response.statusCode()).as(path).isEqualTo(503);
                assertThat(response.headers().firstValue("Retry-After")).hasValue("1");
                assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
            }
            try (Socket binary = new Socket("127.0.0.1", gateway.binaryPort())) {
                binary.setSoTimeout(120_000);
                final byte[] bye = binary.getInputStream().readNBytes(14);
                assertThat(bye[12]).isEqualTo((byte) ByeCode.STARTING.number());
            }
        }
    }

    @Test
    void shouldLetAClientWaitUntilItIsServed() throws Exception {
        try (Gateway gateway = starting();
                Tidegate tidegate = Tidegate.inMemory(TidegateOptions.defaults())) {
            final FutureTask<TidegateClient> connecting = new FutureTask<>(() -> TidegateClient.connect(
                    ClientOptions.of("127.0.0.1", gateway.binaryPort()).withTimeout(Duration.ofSeconds(120))));
            new Thread(connecting).start();
            while (gateway.front().connections().count() == 0 && !connecting.isDone()) {
                Thread.onSpinWait();
            }

            gateway.serve(tidegate);

            try (TidegateClient shop = connecting.get()) {
                assertThat(shop.call(new Command.DefineWarehouse("east")).accepted())
                        .isTrue();
            }
        }
    }

    @Test
    void shouldEndRequestsThatDoNotEndWhileItStarts() throws Exception {
        try (Gateway gateway = new Gateway(new Config()
                .set("http.address", "127.0.0.1:0", "test")
                .set("binary.address", "off", "test")
                .set("timeouts.request-millis", "200", "test")
                .gateway())) {
            final List<Socket> slow = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                final Socket socket = new Socket("127.0.0.1", gateway.httpPort());
                socket.setSoTimeout(120_000);
                socket.getOutputStream().write("GET /livez HTTP/1.1\r\nHo".getBytes());
                slow.add(socket);
            }
            for (final Socket socket : slow) {
                try (socket) {
                    final InputStream in = socket.getInputStream();
                    assertThat(in.read()).as("end of stream").isEqualTo(-1);
                }
            }
        }
    }

    @Test
    void shouldTellHowFarAFolderWasReplayed(@TempDir final Path folder) {
        final TidegateOptions options = TidegateOptions.defaults();
        try (Tidegate tidegate = Tidegate.open(folder.resolve("data"), options)) {
            for (int i = 0; i < 20; i++) {
                tidegate.define(new Command.DefineSku("SKU-" + i, 0));
            }
        }
        final List<Long> told = new ArrayList<>();
        Tidegate.open(folder.resolve("data"), options, (commands, sequence) -> {
                    assertThat(commands).isEqualTo(sequence);
                    told.add(sequence);
                })
                .close();

        assertThat(told).isSorted().endsWith(20L);
    }
}
