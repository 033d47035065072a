package dev.tidegate.launcher.record;

import dev.tidegate.journal.event.EventLogReader;
import dev.tidegate.launcher.Answer;
import dev.tidegate.launcher.ExitCode;
import dev.tidegate.launcher.UsageException;
import dev.tidegate.launcher.reading.ReadFolder;
import dev.tidegate.pipeline.JournalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tidegate record}: finds the record of an order that has left memory, for whoever wants to bring it back. */
@Command(
        name = "record",
        description =
                "Finds the record of an order that has left memory, and says how to bring the order back. Writes nothing.",
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = ExitCode.USAGE,
        exitCodeOnExecutionException = ExitCode.FAILED)
public final class RecordCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets these before call()
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "Folder of the journal.")
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Option(names = "--order", required = true, paramLabel = "ID", description = "Its id.")
    private long order;

    @Option(
            names = "--reason",
            paramLabel = "N",
            defaultValue = "1",
            description = "Why it is brought back, in your own numbering, 1 to 65535; ${DEFAULT-VALUE} by default.")
    private int reason;

    @Option(names = "--json", description = "Answer with one JSON object.")
    private boolean json;

    RecordCommand() {}

    @Override
    public Integer call() {
        return Answer.of(spec, json, this::find);
    }

    private Map<String, Object> find() throws IOException, UsageException {
        if (reason < 1 || reason > 65_535) {
            throw new UsageException("--reason must be 1 to 65535");
        }
        final SoughtRecord logged = inEventLog();
        final SoughtRecord found = logged == null || logged.record() == null ? inJournal() : logged;
        final byte @Nullable [] record = found.record();
        if (record == null) {
            throw new UsageException(
                    "order " + order + " has not left memory, or left longer ago than " + folder + " tells");
        }
        final String text = Base64.getEncoder().encodeToString(record);
        final Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("order_id", order);
        figures.put("left_at_sequence", found.sequence());
        figures.put("record", text);
        figures.put("post", "/v1/orders/" + order + "/readmit");
        figures.put("body", "{\"reason\": " + reason + ", \"record\": \"" + text + "\"}");
        return figures;
    }

    /** Null when there is no event log, or none that can be read: the journal says the same. */
    private @Nullable SoughtRecord inEventLog() throws IOException {
        if (!Files.isDirectory(folder.resolve("events"))) {
            return null;
        }
        final SoughtRecord sought = new SoughtRecord(order);
        try (EventLogReader reader = EventLogReader.open(folder)) {
            if (reader.moveTo(reader.oldest()) != null) {
                return null;
            }
            boolean more = true;
            while (more) {
                more = reader.read((epoch, event, sequence, time, buffer, offset, length) ->
                        sought.take(sequence, buffer, offset, length));
            }
            return sought;
        } catch (final JournalException unreadable) {
            return null;
        }
    }

    private SoughtRecord inJournal() {
        final SoughtRecord sought = new SoughtRecord(order);
        ReadFolder.whole(folder, sought);
        return sought;
    }
}
