package dev.tidegate.launcher.replay;

import dev.tidegate.Tidegate;
import dev.tidegate.TidegateOptions;
import dev.tidegate.message.Command;
import dev.tidegate.message.Command.DefineChannel;
import dev.tidegate.message.Command.DefineSku;
import dev.tidegate.message.Command.DefineWarehouse;
import dev.tidegate.message.Command.Placing;
import dev.tidegate.message.Command.ReceiveStock;
import dev.tidegate.message.Command.Urgency;
import dev.tidegate.message.CommandHeader;
import dev.tidegate.message.Outcome;
import dev.tidegate.pipeline.Durability;
import dev.tidegate.pipeline.Intake;
import dev.tidegate.pipeline.JournalSettings;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Orders and receipts for ever, from two threads that never wait for an answer; each answer is printed as soon as it
 * comes: {@code idHigh idLow sequence code entityId .}, unbuffered.
 */
final class AcknowledgingChild {
    private static final OutputStream OUT = new FileOutputStream(FileDescriptor.out);
    private static final int THREADS = 2;

    private final Map<Long, CommandHeader> open = new ConcurrentHashMap<>();
    private final Tidegate tidegate;
    private final int channel;
    private final int warehouse;
    private final int sku;

    private AcknowledgingChild(Tidegate tidegate) {
        this.tidegate = tidegate;
        warehouse = tidegate.define(new DefineWarehouse("W"));
        channel = tidegate.define(new DefineChannel("C", false, List.of(warehouse)));
        sku = tidegate.define(new DefineSku("S", 0));
    }

    /** {@code FOLDER DURABILITY KIND ROUND}. */
    public static void main(String[] arguments) {
        TidegateOptions options = TidegateOptions.defaults()
                .withDurability(Durability.valueOf(arguments[1].toUpperCase(Locale.ROOT)))
                .withJournal(JournalSettings.Kind.valueOf(arguments[2].toUpperCase(Locale.ROOT)));
        AcknowledgingChild child = new AcknowledgingChild(Tidegate.open(Path.of(arguments[0]), options));
        for (int thread = 0; thread < THREADS; thread++) {
            int number = thread;
            new Thread(() -> child.submitForEver(arguments[3] + "-" + number, number)).start();
        }
    }

    private void submitForEver(String name, int thread) {
        Random random = new Random(name.hashCode());
        for (long i = 0; tidegate.state().running(); i++) {
            Command command = random.nextInt(4) == 0 ? receipt(random) : order(name + "-" + i, random);
            CommandHeader header = tidegate.newHeader();
            long correlation = i * THREADS + thread;
            open.put(correlation, header);
            while (tidegate.submit(header, command, correlation, this::print) == Intake.BUSY) {
                Thread.onSpinWait();
            }
        }
    }

    private Command receipt(Random random) {
        return new ReceiveStock(sku, warehouse, 1 + random.nextInt(6), 1, 0, 0, 0);
    }

    private Command order(String number, Random random) {
        Command.OrderLine line = new Command.OrderLine(sku, 0, 0, 1 + random.nextInt(4), 100, 0, 0);
        return new Command.PlaceOrder(
                channel,
                number,
                "test",
                Urgency.NORMAL,
                Placing.ALL_OR_NONE,
                "GBP",
                100,
                0,
                0,
                0,
                List.of(line),
                List.of(),
                new byte[0]);
    }

    private void print(long correlation, Outcome outcome) {
        CommandHeader header = open.remove(correlation);
        String line = header.idHigh() + " " + header.idLow() + " " + outcome.sequence() + " " + outcome.code() + " "
                + outcome.entityId() + " .\n";
        try {
            OUT.write(line.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
