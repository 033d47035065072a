package dev.tidegate.gateway.binary;

import static dev.tidegate.gateway.TestGateway.DRESS;
import static dev.tidegate.gateway.TestGateway.HOUSE;
import static dev.tidegate.gateway.TestGateway.PRICE;
import static dev.tidegate.gateway.TestGateway.WEB;
import static dev.tidegate.gateway.TestGateway.place;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tidegate.Orders;
import dev.tidegate.Tidegate;
import dev.tidegate.TidegateOptions;
import dev.tidegate.gateway.TestGateway;
import dev.tidegate.gateway.http.HttpCaller;
import dev.tidegate.message.Command;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.pipeline.JournalSettings;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that cannot take new orders says so to whoever sends them and to whoever asks whether it is ready. */
@Timeout(300)
class ReadinessTest {
    private static final long MIB = 1 << 20;
    private static final int DISK_MIB = 160;

    @TempDir
    private Path folder;

    private int orders;

    private static String order(final String number) {
        return "{'channel': 1, 'externalNumber': '" + number
                + "', 'source': 'x', 'lines': [{'sku': 1, 'quantity': 1, 'netAmount': 100}]}";
    }

    /** One in the small shop, over the binary protocol. */
    private Outcome sent(final RawClient client, final Command command) throws IOException {
        final int number = ++orders;
        client.send(RawClient.commands(number, command));
        return client.reply(number);
    }

    private Outcome placed(final RawClient client) throws IOException {
        return sent(client, place(WEB, "B-" + orders, 1));
    }

    private HttpResponse<String> placed(final HttpCaller caller) throws IOException {
        return caller.post("/v1/orders", order("H-" + ++orders));
    }

    private static void assertNotReady(final HttpCaller caller, final String words) throws IOException {
        final HttpResponse<String> ready = caller.get("/readyz");
        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(HttpCaller.text(ready, "code")).isEqualTo("NOT_READY");
        assertThat(HttpCaller.text(ready, "detail")).contains(words);
        assertThat(caller.get("/livez").statusCode()).isEqualTo(200);
    }

    /** Runs a program to its end; false when it fails or there is none. */
    private static boolean run(final String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (final IOException noSuchProgram) {
            return false;
        }
    }

    @Test
    void shouldRefuseNewOrdersAloneWhileTheDiskIsLow() throws Exception {
        final Path disk = Files.createDirectory(folder.resolve("disk"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=" + DISK_MIB + "m", "tmpfs", disk.toString()),
                "no right to mount a small file system here");
        try {
            useUp(disk);
        } finally {
            assertThat(run("umount", "-l", disk.toString())).isTrue();
        }
    }

    private void useUp(final Path disk) throws IOException {
        final Path data = disk.resolve("data");
        final Tidegate opened = Tidegate.open(
                data,
                TidegateOptions.defaults()
                        .withRingSlots(4096)
                        .withJournal(new JournalSettings(JournalSettings.Kind.FILE, MIB, MIB / 16)));
        opened.define(new Command.DefineWarehouse("HANGZHOU"));
        opened.define(new Command.DefineChannel("web", true, List.of(HOUSE)));
        opened.define(new Command.DefineSku("DRESS-RED-M", 0));
        opened.call(new Command.ReceiveStock(DRESS, HOUSE, 1_000_000, 1, 0, 0, 0));
        try (TestGateway shop = TestGateway.open(opened, "data", data.toString());
                RawClient client = RawClient.open(shop.binaryPort())) {
            final HttpCaller caller = new HttpCaller(shop.httpPort());
            final long paidLater = placed(client).entityId();
            final long cancelledLater = placed(client).entityId();
            assertThat(placed(caller).statusCode()).isEqualTo(200);
            assertThat(caller.get("/readyz").statusCode()).isEqualTo(200);

            final long low = shop.gateway.front().settings().lowWaterBytes();
            assertThat(low).isBetween(8 * MIB, (DISK_MIB - 32) * MIB);
            final Path ballast = disk.resolve("ballast");
            Files.write(ballast, new byte[(int) (Files.getFileStore(disk).getUsableSpace() - low + 8 * MIB)]);
            Awaitility.await().until(() -> placed(client).code() == OutcomeCode.DISK_LOW);

            final HttpResponse<String> refused = placed(caller);
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(HttpCaller.text(refused, "code")).isEqualTo("DISK_LOW");
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            assertNotReady(caller, "disk");
            assertThat(sent(client, new Command.ConfirmPayment(paidLater, PRICE))
                            .code())
                    .isEqualTo(OutcomeCode.ACCEPTED);
            assertThat(sent(client, Orders.ship(paidLater)).code()).isEqualTo(OutcomeCode.ACCEPTED);
            assertThat(caller.post("/v1/orders/" + cancelledLater + "/cancel", "{'reason': 1}")
                            .statusCode())
                    .isEqualTo(200);

            Files.delete(ballast);
            Awaitility.await().until(() -> placed(client).accepted());
            assertThat(placed(caller).statusCode()).isEqualTo(200);
            assertThat(caller.get("/readyz").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void shouldSayThatTheEngineHasStopped() throws IOException {
        try (TestGateway shop = TestGateway.open();
                RawClient client = RawClient.open(shop.binaryPort())) {
            final HttpCaller caller = new HttpCaller(shop.httpPort());
            assertThat(caller.get("/readyz").statusCode()).isEqualTo(200);
            shop.tidegate.close();

            assertNotReady(caller, "the engine has stopped");
            assertThat(placed(client).code()).isEqualTo(OutcomeCode.NOT_RUNNING);
            final HttpResponse<String> refused = placed(caller);
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(HttpCaller.text(refused, "code")).isEqualTo("NOT_RUNNING");
            assertThat(caller.get("/v1/counts").statusCode()).isEqualTo(503);
        }
    }
}
