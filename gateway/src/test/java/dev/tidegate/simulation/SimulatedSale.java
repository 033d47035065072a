package dev.tidegate.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.engine.Engine;
import dev.tidegate.message.Command;
import dev.tidegate.message.CommandEncoder;
import dev.tidegate.message.CommandHeader;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.Outcome;
import dev.tidegate.pipeline.Durability;
import dev.tidegate.pipeline.EventLogSettings;
import dev.tidegate.pipeline.Intake;
import dev.tidegate.pipeline.JournalException;
import dev.tidegate.pipeline.JournalSettings;
import dev.tidegate.pipeline.Upkeep;
import dev.tidegate.simulation.disk.Chance;
import dev.tidegate.simulation.disk.Crashed;
import dev.tidegate.simulation.disk.DiskFaults;
import dev.tidegate.simulation.disk.PowerCut;
import dev.tidegate.simulation.disk.SimDisk;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A sale on a simulated machine of its own, command by command, with all that is to be done behind each: segments that are
 * full, sealed, compressed and retired, and snapshots in between.
 */
final class SimulatedSale {
    private static final int DOCUMENT_BYTES = 60_000;
    private static final int ORDERS_PER_MONTH = 8;
    private static final long MONTH_MILLIS = 31L * 86_400_000;
    private static final long MIB = 1L << 20;

    private static final JournalSettings JOURNAL = new JournalSettings(
            JournalSettings.Kind.FILE,
            MIB,
            MIB / 16,
            EventLogSettings.none(),
            Upkeep.NONE
                    .withSnapshotEvery(9)
                    .withKeepSnapshots(2)
                    .withRetentionDays(Upkeep.LEAST_DAYS)
                    .withCompress(true)
                    .withLowWaterBytes(0));

    private final int orders;
    private final SimClock clock = new SimClock();
    final SimDisk disk = new SimDisk(() -> {});
    private final CommandEncoder encoder = new CommandEncoder();
    private final HeapBuffer buffer = HeapBuffer.ofSize(2 * DOCUMENT_BYTES);
    /** The digest behind each batch, by its last sequence. */
    final Map<Long, String> ends = new TreeMap<>();

    private @Nullable Node node;
    private long commands;
    /** The newest sequence that somebody was told of. */
    long acknowledged;

    SimulatedSale(final int orders) {
        this.orders = orders;
        disk.addFolder(Node.FOLDER);
    }

    /**
     * Sells everything.
     *
     * @return false when the process has ended before, or its pipeline has stopped
     * @throws JournalException when it did not start
     */
    boolean run() {
        try {
            start();
            submit(new Command.DefineSku("sku", 1));
            submit(new Command.DefineWarehouse("house"));
            submit(new Command.DefineChannel("shop", false, List.of(1)));
            submit(new Command.ReceiveStock(1, 1, 10L * orders, 1, 0, 0, 0));
            for (int order = 1; order <= orders; order++) {
                submit(order(order));
                if (order % ORDERS_PER_MONTH == 0) {
                    clock.pass(MONTH_MILLIS);
                }
            }
            if (isWell()) {
                note();
                open().close();
            }
            return isWell();
        } catch (final Crashed ended) {
            return false;
        } finally {
            if (node != null && !isWell()) {
                open().reap();
            }
        }
    }

    void comesBack(final Map<Long, String> all, final String what) {
        disk.faults(DiskFaults.NONE, new Chance(1));
        disk.restart();
        try {
            start();
        } catch (final JournalException refused) {
            throw new AssertionError(what + ": " + refused.getMessage(), refused);
        }
        final long sequence = open().engine().sequence();
        assertThat(sequence).as(what).isGreaterThanOrEqualTo(acknowledged);
        if (sequence > 0) {
            assertThat(digest(open().engine())).as(what).isEqualTo(all.get(sequence));
        }
        commands = orders + 10;
        submit(new Command.DefineWarehouse("second"));
        assertThat(acknowledged).as(what).isGreaterThan(sequence);
        open().close();
        assertThat(digest(Node.read(disk))).as(what).isEqualTo(digest(open().engine()));
    }

    /** The power goes once more behind a clean end: what was closed is there. */
    void stillThereAfterAPowerCut(final String what) {
        final String closed = digest(open().engine());
        disk.cutPower(PowerCut.ALL_OLD, new Chance(1));
        disk.restart();
        start();
        assertThat(digest(open().engine())).as(what).isEqualTo(closed);
        open().close();
    }

    private boolean isWell() {
        return disk.isRunning() && !open().hasFailed();
    }

    private Node open() {
        assertThat(node).isNotNull();
        return node;
    }

    private void start() {
        node = Node.start(
                setup(),
                disk,
                clock,
                journal -> new NotedJournal(journal, (batch, header, first, count, time) -> note()));
    }

    private static Setup setup() {
        final Setup any = Setup.of(1);
        return new Setup(
                Durability.DISK,
                JOURNAL,
                1024,
                64,
                5,
                any.documentBytes(),
                any.openCalls(),
                any.askAgainAfter(),
                any.stepOneIn(),
                any.workMost(),
                any.delayMost(),
                any.millisMost(),
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                any.campaignStretch());
    }

    private static Command order(final int number) {
        return new Command.PlaceOrder(
                1,
                "no-" + number,
                "test",
                Command.Urgency.NORMAL,
                Command.Placing.ALL_OR_NONE,
                "EUR",
                100,
                0,
                0,
                0,
                List.of(new Command.OrderLine(1, 0, 0, 1, 100, 0, 0)),
                List.of(),
                new byte[DOCUMENT_BYTES]);
    }

    /** Has the node do a command and all that is to be done behind it; nothing once it has ended. */
    private void submit(final Command command) {
        if (!isWell()) {
            return;
        }
        clock.pass(1);
        commands++;
        final long high = clock.wallMillis() << 16 | 0x7000;
        final long low = 0x8000_0000_0000_0000L | commands;
        final int length = encoder.encode(
                new CommandHeader(high, low, 0, CommandHeader.ActorType.SYSTEM, 0, 0), command, buffer, 0);
        final Intake intake =
                open().pipeline().submitMessage(buffer, 0, length, 0, (correlation, outcome) -> answered(outcome));
        assertThat(intake).as(String.valueOf(open().pipeline().state())).isEqualTo(Intake.TAKEN);
        open().pipeline().step();
        while (isWell() && open().workOnJournal()) {
            continue;
        }
        if (isWell()) {
            open().workOnShadow();
        }
    }

    private void answered(final Outcome outcome) {
        // What a process says that has died is heard by nobody.
        if (disk.isRunning()) {
            acknowledged = Math.max(acknowledged, outcome.sequence());
        }
    }

    private static String digest(final Engine engine) {
        return engine.sequence() + ": " + engine.digestHigh() + " " + engine.digestLow();
    }

    private void note() {
        if (node != null) {
            final Engine engine = node.engine();
            ends.put(engine.sequence(), digest(engine));
        }
    }
}
