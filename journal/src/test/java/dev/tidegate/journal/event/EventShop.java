package dev.tidegate.journal.event;

import static org.awaitility.Awaitility.await;

import dev.tidegate.Orders;
import dev.tidegate.Tidegate;
import dev.tidegate.TidegateOptions;
import dev.tidegate.engine.Engine;
import dev.tidegate.engine.EngineSettings;
import dev.tidegate.engine.EventBuffer;
import dev.tidegate.journal.AsOf;
import dev.tidegate.journal.JournalFolder;
import dev.tidegate.message.Command;
import dev.tidegate.message.Command.AdjustMode;
import dev.tidegate.message.Command.Grade;
import dev.tidegate.message.Command.Urgency;
import dev.tidegate.message.CommandEncoder;
import dev.tidegate.message.CommandHeader;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.Outcome;
import dev.tidegate.pipeline.CursorListener;
import dev.tidegate.pipeline.EventCursor;
import dev.tidegate.pipeline.EventLogSettings;
import dev.tidegate.pipeline.GivenTime;
import dev.tidegate.pipeline.JournalReplay;
import dev.tidegate.pipeline.JournalSettings;
import dev.tidegate.pipeline.TimeSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.zip.CRC32C;

/** A shop that does what comes to mind, and what its event log should hold. */
final class EventShop {
    static final int SKUS = 8;

    private static final long START = 1_800_000_000_000L;
    private static final int LENGTH_BYTES = 4;

    private EventShop() {}

    /** Small files, so that there are several. */
    static EventLogSettings small() {
        return EventLogSettings.defaults().withSizes(64 * 1024, 1 << 20);
    }

    static Tidegate open(final Path folder, final EventLogSettings events) {
        return Tidegate.open(folder, options(events));
    }

    static TidegateOptions options(final EventLogSettings events) {
        return options(events, JournalSettings.Kind.FILE);
    }

    static TidegateOptions options(final EventLogSettings events, final JournalSettings.Kind kind) {
        return TidegateOptions.defaults()
                .withJournal(new JournalSettings(kind, 1 << 20, 1 << 16).withEvents(events))
                .withExpectedOrders(1_000)
                .withTime(TimeSource.given(START));
    }

    /** Makes what is needed, then gives that many commands at random and waits for all of them. */
    static void trade(final Tidegate tidegate, final long seed, final int commands) {
        final Random random = new Random(seed);
        final int house = tidegate.define(new Command.DefineWarehouse("W"));
        final int channel = tidegate.define(new Command.DefineChannel("C", true, List.of(house)));
        for (int i = 0; i < SKUS; i++) {
            final int sku = tidegate.define(new Command.DefineSku("S" + i, 0));
            tidegate.call(new Command.ReceiveStock(sku, house, 20 + random.nextInt(500), 1, 0, 0, 0));
        }
        final List<Asked> answers = new ArrayList<>();
        final List<Long> orders = new ArrayList<>();
        for (int i = 0; i < commands; i++) {
            if (i % 64 == 0) {
                collect(answers, orders);
                if (tidegate.pipeline().time() instanceof GivenTime given) {
                    tidegate.advanceTo(given.nowMillis() + random.nextInt(120_000));
                }
            }
            final Command command = command(random, channel, house, seed + "-" + i, orders);
            answers.add(new Asked(command, tidegate.submit(command)));
        }
        collect(answers, orders);
    }

    private record Asked(Command command, CompletableFuture<Outcome> answer) {}

    private static void collect(final List<Asked> answers, final List<Long> orders) {
        for (final Asked asked : answers) {
            final Outcome outcome = asked.answer().join();
            if (outcome.accepted() && asked.command() instanceof Command.PlaceOrder) {
                orders.add(outcome.entityId());
            }
        }
        answers.clear();
    }

    private static Command command(
            final Random random, final int channel, final int house, final String number, final List<Long> orders) {
        final int sku = 1 + random.nextInt(SKUS);
        if (orders.isEmpty() || random.nextInt(3) == 0) {
            return Orders.place(channel, number, "test", Urgency.NORMAL)
                    .line(sku, 1 + random.nextInt(3), 100)
                    .line(1 + sku % SKUS, 1, 100)
                    .build();
        }
        final long order = orders.get(random.nextInt(orders.size()));
        return switch (random.nextInt(7)) {
            case 0 -> new Command.CancelOrder(order, 1, List.of());
            case 1 -> Orders.ship(order);
            case 2 -> new Command.ReturnLines(order, 1, List.of(new Command.ReturnedLine(1, 1, Grade.SELLABLE)));
            case 3 -> new Command.ReceiveStock(sku, house, 1 + random.nextInt(9), 1, 0, 0, 0);
            case 4 -> new Command.AdjustStock(sku, house, AdjustMode.BY, random.nextInt(9) - 5, 1, 0);
            default -> new Command.ConfirmPayment(order, 200);
        };
    }

    /** Places orders of 1,500 lines each, far more events at once than a small queue takes, and lets all of them expire. */
    static void tradeInBulk(final Tidegate tidegate, final String name, final int orders) {
        final int house = tidegate.define(new Command.DefineWarehouse("W"));
        final int channel = tidegate.define(new Command.DefineChannel("C", true, List.of(house)));
        final int sku = tidegate.define(new Command.DefineSku("BULK", 0));
        tidegate.call(new Command.ReceiveStock(sku, house, 10_000_000, 1, 0, 0, 0));
        for (int i = 0; i < orders; i++) {
            final Orders.Place order = Orders.place(channel, name + i, "test", Urgency.NORMAL);
            for (int line = 0; line < 1_500; line++) {
                order.line(sku, 1, 1);
            }
            final Outcome placed = tidegate.call(order.build());
            if (!placed.accepted()) {
                throw new AssertionError(placed);
            }
        }
        tidegate.advanceTo(((GivenTime) tidegate.pipeline().time()).nowMillis() + 86_400_000);
    }

    /** Waits until the log's thread has written every event that the journal comes to by now. */
    static void awaitLogged(final Tidegate tidegate, final Path folder) {
        final long events = AsOf.sequence(folder, EngineSettings.small(), Long.MAX_VALUE)
                .events()
                .count();
        await().until(() -> tidegate.events().newest().sequence() >= events);
    }

    /** The events of an engine's first command. */
    static EventBuffer firstEvents() {
        final Engine engine = new Engine(EngineSettings.small());
        final HeapBuffer buffer = HeapBuffer.ofSize(1024);
        final long high = START << 16 | 0x7000;
        final CommandHeader header = CommandHeader.of(high, 1L << 63);
        final int length = new CommandEncoder().encode(header, new Command.DefineWarehouse("W"), buffer, 0);
        engine.apply(1, START, buffer, 0, length, new Outcome());
        return engine.events();
    }

    /** An event: its number, its command, its time and a checksum of its bytes. */
    record Event(long number, long sequence, long timeMillis, int length, long crc) {
        static Event of(
                final long number,
                final long sequence,
                final long timeMillis,
                final HeapBuffer buffer,
                final int offset,
                final int length) {
            final CRC32C crc = new CRC32C();
            crc.update(buffer.byteArray(), offset, length);
            return new Event(number, sequence, timeMillis, length, crc.getValue());
        }
    }

    /** What an engine makes of the journal, with nothing of the log's code. */
    static List<Event> replayed(final Path folder) {
        final List<Event> all = new ArrayList<>();
        final Engine engine = new Engine(EngineSettings.small());
        final Outcome outcome = new Outcome();
        JournalFolder.read(folder, new JournalReplay() {
            @Override
            public void batch(
                    final byte[] bytes,
                    final int framesOffset,
                    final int framesLength,
                    final long firstSequence,
                    final int commandCount,
                    final long timeMillis) {
                final HeapBuffer buffer = new HeapBuffer(Arrays.copyOf(bytes, bytes.length));
                int at = framesOffset;
                for (int i = 0; i < commandCount; i++) {
                    final int length = buffer.getInt(at);
                    engine.apply(firstSequence + i, timeMillis, buffer, at + LENGTH_BYTES, length, outcome);
                    take(engine.events(), firstSequence + i, engine.timeMillis(), all);
                    at += LENGTH_BYTES + length;
                }
            }

            @Override
            public String mark(final long sequence, final long digestHigh, final long digestLow) {
                return null;
            }
        });
        return all;
    }

    private static void take(
            final EventBuffer events, final long sequence, final long timeMillis, final List<Event> all) {
        for (int at = 0; at < events.length(); ) {
            final int length = events.buffer().getInt(at);
            all.add(Event.of(all.size() + 1L, sequence, timeMillis, events.buffer(), at + LENGTH_BYTES, length));
            at += LENGTH_BYTES + length;
        }
        events.clear();
    }

    /** What a reader of the files finds from the oldest event on. */
    static List<Event> logged(final Path folder) throws Exception {
        final Collector all = new Collector();
        try (EventLogReader reader = EventLogReader.open(folder)) {
            final EventCursor oldest = reader.oldest();
            if (reader.moveTo(oldest) != null) {
                throw new AssertionError("the oldest event cannot be read");
            }
            while (reader.read(all)) {
                continue;
            }
        }
        return all.events();
    }

    /** Keeps what it is given. */
    static final class Collector implements CursorListener {
        private final List<Event> all = new ArrayList<>();
        private final CompletableFuture<End> end = new CompletableFuture<>();
        private volatile EventCursor resumeFrom;

        @Override
        public synchronized void event(
                final long epoch,
                final long event,
                final long sequence,
                final long timeMillis,
                final HeapBuffer buffer,
                final int offset,
                final int length) {
            all.add(Event.of(event, sequence, timeMillis, buffer, offset, length));
        }

        @Override
        public void ended(final EventCursor resumeFrom, final End why) {
            this.resumeFrom = resumeFrom;
            end.complete(why);
        }

        synchronized List<Event> events() {
            return List.copyOf(all);
        }

        synchronized int count() {
            return all.size();
        }

        CompletableFuture<End> end() {
            return end;
        }

        EventCursor resumeFrom() {
            return resumeFrom;
        }
    }
}
