package dev.tidegate.simulation;

import dev.tidegate.Orders;
import dev.tidegate.Tidegate;
import dev.tidegate.TidegateOptions;
import dev.tidegate.engine.EngineSettings;
import dev.tidegate.journal.JournalFolder;
import dev.tidegate.journal.event.EventLogReader;
import dev.tidegate.message.Command;
import dev.tidegate.message.Command.Urgency;
import dev.tidegate.pipeline.EventLogSettings;
import dev.tidegate.pipeline.JournalSettings;
import dev.tidegate.pipeline.Replayer;
import dev.tidegate.pipeline.TimeSource;
import java.nio.file.Path;
import java.util.List;

/**
 * A shop that fills several segments and several files of its event log; then the segments are compressed and all of it is
 * read back. For bugs where the simulator has none of its own: it has neither an event log nor compression.
 */
public final class ReadBack {
    private static final long START = 1_800_000_000_000L;
    private static final int ORDERS = 6_000;
    private static final int EVENT_FILE_BYTES = 64 * 1024;
    private static final int JOURNAL_FILE_BYTES = 1 << 20;

    private ReadBack() {}

    /** What could not be read back; null when all of it could. Public and static, for it is called by reflection. */
    public static String broken(final Path folder) throws Exception {
        final String digest = trade(folder);
        final int compressed = JournalFolder.compressSealed(folder);
        if (compressed == 0) {
            throw new IllegalStateException("no segment was compressed");
        }
        try {
            final Replayer replayer = new Replayer(EngineSettings.small());
            JournalFolder.read(folder, replayer);
            if (!replayer.digest().equals(digest)) {
                return "the journal reads back as another state";
            }
            return eventsBroken(folder, replayer.engine().events().count());
        } catch (final RuntimeException unreadable) {
            return unreadable.toString();
        }
    }

    private static String trade(final Path folder) {
        final JournalSettings journal = new JournalSettings(
                        JournalSettings.Kind.FILE, JOURNAL_FILE_BYTES, JOURNAL_FILE_BYTES / 16)
                .withEvents(EventLogSettings.defaults().withSizes(EVENT_FILE_BYTES, 1 << 20));
        final TidegateOptions options =
                TidegateOptions.defaults().withJournal(journal).withTime(TimeSource.given(START));
        try (Tidegate tidegate = Tidegate.open(folder, options)) {
            final int house = tidegate.define(new Command.DefineWarehouse("house"));
            final int shop = tidegate.define(new Command.DefineChannel("shop", true, List.of(house)));
            final int tea = tidegate.define(new Command.DefineSku("tea", 0));
            tidegate.call(new Command.ReceiveStock(tea, house, 10 * ORDERS, 1, 0, 0, 0));
            for (int i = 0; i < ORDERS; i++) {
                tidegate.submit(Orders.place(shop, "N" + i, "test", Urgency.NORMAL)
                                .line(tea, 1, 100)
                                .document("x".repeat(400))
                                .build())
                        .join();
            }
            return String.format(
                    "%016x%016x", tidegate.digest().high(), tidegate.digest().low());
        }
    }

    private static String eventsBroken(final Path folder, final long made) throws Exception {
        final long[] last = {0};
        try (EventLogReader reader = EventLogReader.open(folder)) {
            boolean more = true;
            while (more) {
                more = reader.read((epoch, event, sequence, timeMillis, buffer, offset, length) -> last[0] = event);
            }
        }
        return last[0] == made ? null : "the event log ends with event " + last[0] + " of " + made;
    }
}
