package dev.tidegate.launcher;

import dev.tidegate.Tidegate;
import dev.tidegate.TidegateOptions;
import dev.tidegate.message.Command;
import dev.tidegate.message.Command.DefineChannel;
import dev.tidegate.message.Command.DefineSku;
import dev.tidegate.message.Command.DefineWarehouse;
import dev.tidegate.message.Command.OrderLine;
import dev.tidegate.message.Command.PlaceOrder;
import dev.tidegate.message.Command.Placing;
import dev.tidegate.message.Command.ReceiveStock;
import dev.tidegate.message.Command.Urgency;
import dev.tidegate.message.CommandHeader;
import dev.tidegate.message.Outcome;
import dev.tidegate.pipeline.GivenTime;
import dev.tidegate.pipeline.JournalSettings;
import dev.tidegate.pipeline.TimeSource;
import java.nio.file.Path;
import java.util.List;

/** A small shop with one SKU, one warehouse and one channel, each with the number 1, in a folder. */
public final class Scene implements AutoCloseable {
    public static final long BIRTH = 1_700_000_000_000L;
    public static final long HALF_HOUR = 1_800_000;

    public final Tidegate tidegate;
    private final GivenTime time = TimeSource.given(BIRTH);

    public Scene(final Path folder, final JournalSettings.Kind kind) {
        tidegate = Tidegate.open(
                folder, TidegateOptions.defaults().withJournal(kind).withTime(time));
    }

    /** With so many units for sale. */
    public static Scene of(final Path folder, final JournalSettings.Kind kind, final long units) {
        final Scene scene = new Scene(folder, kind);
        scene.tidegate.define(new DefineSku("SHIRT", 1));
        scene.tidegate.define(new DefineWarehouse("MAIN"));
        scene.tidegate.define(new DefineChannel("WEB", false, List.of(1)));
        scene.call(new ReceiveStock(1, 1, units, 1, 0, 0, 0));
        return scene;
    }

    public Outcome call(final Command command) {
        return tidegate.call(command);
    }

    /** Under the caller's id. */
    public Outcome call(final CommandHeader header, final Command command) {
        return tidegate.submit(header, command).join();
    }

    public Outcome order(final String number, final long quantity) {
        return call(new PlaceOrder(
                1,
                number,
                "test",
                Urgency.NORMAL,
                Placing.ALL_OR_NONE,
                "CNY",
                100,
                0,
                7,
                0,
                List.of(new OrderLine(1, 0, 0, quantity, 100, 0, 0)),
                List.of(),
                new byte[0]));
    }

    public void pass(final long millis) {
        tidegate.advanceTo(BIRTH + millis);
    }

    @Override
    public void close() {
        tidegate.close();
    }
}
