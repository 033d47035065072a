package dev.tidegate.gateway;

import dev.tidegate.CommandIds;
import dev.tidegate.Orders;
import dev.tidegate.Tidegate;
import dev.tidegate.TidegateOptions;
import dev.tidegate.gateway.config.Config;
import dev.tidegate.message.Command;
import dev.tidegate.message.Command.Urgency;
import dev.tidegate.message.CommandHeader;
import dev.tidegate.pipeline.JournalSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.awaitility.Awaitility;

/** A gateway on ports of its own, in front of a small shop in memory: warehouse 1, channels 1 and 2, SKUs 1 and 2. */
public final class TestGateway implements AutoCloseable {
    public static final int HOUSE = 1;
    public static final int WEB = 1;
    public static final int MARKET = 2;
    public static final int DRESS = 1;
    public static final int SCARF = 2;
    public static final long PRICE = 100;

    private static final CommandIds IDS = new CommandIds(System::currentTimeMillis);

    public final Tidegate tidegate;
    public final Gateway gateway;

    private TestGateway(final Tidegate tidegate, final Config config) throws IOException {
        this.tidegate = tidegate;
        gateway = new Gateway(tidegate, config.gateway());
    }

    /** The defaults but for these: names and values in turns. */
    public static TestGateway open(final String... values) throws IOException {
        return open(stocked(Tidegate.inMemory(TidegateOptions.defaults().withRingSlots(4096))), values);
    }

    /** The same shop in a folder, with an event log; opened again when it is there. */
    public static TestGateway openFolder(final Path folder, final String... values) throws IOException {
        final Tidegate tidegate = Tidegate.open(
                folder, TidegateOptions.defaults().withRingSlots(4096).withJournal(JournalSettings.Kind.FILE));
        final TestGateway shop = open(tidegate.counts().skus() == 0 ? stocked(tidegate) : tidegate, values);
        shop.awaitEventLog();
        return shop;
    }

    /** Waits until every event made so far is in the event log, which is written behind the answers. */
    public void awaitEventLog() {
        Awaitility.await()
                .until(() -> tidegate.events().newest().sequence()
                        >= tidegate.pipeline().figures().events());
    }

    private static Tidegate stocked(final Tidegate tidegate) {
        tidegate.define(new Command.DefineWarehouse("HANGZHOU"));
        tidegate.define(new Command.DefineChannel("web", true, List.of(HOUSE)));
        tidegate.define(new Command.DefineChannel("market", true, List.of(HOUSE)));
        tidegate.define(new Command.DefineSku("DRESS-RED-M", 0));
        tidegate.define(new Command.DefineSku("SCARF-BLUE", 0));
        tidegate.call(new Command.ReceiveStock(DRESS, HOUSE, 1_000_000, 1, 0, 0, 0));
        return tidegate;
    }

    /** In front of that Tidegate. */
    public static TestGateway open(final Tidegate tidegate, final String... values) throws IOException {
        final Config config = new Config()
                .set("http.address", "127.0.0.1:0", "test")
                .set("binary.address", "127.0.0.1:0", "test")
                .set("threads.event-loops", "1", "test");
        for (int i = 0; i < values.length; i += 2) {
            config.set(values[i], values[i + 1], "test");
        }
        return new TestGateway(tidegate, config);
    }

    /** The same on a port that another one was on a moment ago: a caller who looks for that one may hold it up. */
    public static TestGateway openAgain(final Tidegate tidegate, final int binaryPort) {
        return Awaitility.await()
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> open(tidegate, "binary.address", "127.0.0.1:" + binaryPort), Objects::nonNull);
    }

    public int binaryPort() {
        return gateway.binaryPort();
    }

    public int httpPort() {
        return gateway.httpPort();
    }

    /** A new command id, of this moment. */
    public static CommandHeader newHeader() {
        return IDS.next();
    }

    /** An order of so many dresses. */
    public static Command.PlaceOrder place(final int channel, final String number, final long units) {
        return Orders.place(channel, number, "test", Urgency.NORMAL)
                .line(DRESS, units, units * PRICE)
                .build();
    }

    @Override
    public void close() {
        gateway.close();
        tidegate.close();
    }
}
