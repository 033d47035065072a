package dev.tidegate.launcher.events;

import dev.tidegate.engine.EngineSettings;
import dev.tidegate.journal.EventFolder;
import dev.tidegate.journal.event.EventLogReader;
import dev.tidegate.journal.event.EventRebuild.Rebuilt;
import dev.tidegate.launcher.Answer;
import dev.tidegate.launcher.ExitCode;
import dev.tidegate.launcher.UsageException;
import dev.tidegate.pipeline.EventCursor;
import dev.tidegate.pipeline.EventLogSettings;
import dev.tidegate.pipeline.JournalException;
import dev.tidegate.pipeline.Replayer;
import dev.tidegate.pipeline.SubscribeAnswer;
import dev.tidegate.pipeline.SubscribeAnswer.Resync;
import dev.tidegate.pipeline.SubscribeAnswer.Rewound;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tidegate events}: prints a folder's event log, also while another process writes it. */
@Command(
        name = "events",
        description = {
            "Prints a folder's event log, one event a line, also while another process writes it. Writes nothing"
                    + " without --rebuild.",
            "Exit code 6: REWOUND, the cursor stands behind events that were lost. 7: RESYNC, what is behind the cursor"
                    + " is not kept any more. Standard error says where to go on."
        },
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = ExitCode.USAGE,
        exitCodeOnExecutionException = ExitCode.FAILED)
public final class EventsCommand implements Callable<Integer> {
    private static final long POLL_MILLIS = 20;
    private static final int POLLS_PER_LOOK = 10;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets these before call()
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "Folder of the journal.")
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Option(
            names = "--from",
            paramLabel = "CURSOR",
            defaultValue = "start",
            description = "EPOCH:SEQUENCE of the last event that is not printed, start, or end (${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init")
    private String from;

    @Option(
            names = "--to",
            paramLabel = "SEQUENCE",
            defaultValue = "9223372036854775807",
            showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER,
            description = "The last event to print.")
    private long to;

    @Option(names = "--follow", description = "Wait for more events at the end, until stopped.")
    private boolean follow;

    @Option(names = "--json", description = "Print each event as a JSON object on a line of its own.")
    private boolean json;

    @Option(
            names = "--rebuild",
            description =
                    "Prints nothing: writes the event log anew from the journal and sets the old one aside. Needs a"
                            + " folder that nobody has open.")
    private boolean rebuild;

    EventsCommand() {}

    @Override
    public Integer call() {
        if (rebuild) {
            return Answer.of(spec, json, this::writeAnew);
        }
        try (EventLogReader reader = EventLogReader.open(folder)) {
            return print(reader);
        } catch (final Exception | Error failure) {
            // Standard output is for events only.
            return Answer.failed(spec, false, failure);
        }
    }

    private Map<String, Object> writeAnew() {
        final SecureRandom random = new SecureRandom();
        final EngineSettings small = new EngineSettings(random.nextLong(), random.nextLong(), 1, 1, 1);
        final Rebuilt rebuilt = EventFolder.rebuild(folder, EventLogSettings.defaults(), new Replayer(small));
        final Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("events", rebuilt.events());
        figures.put("epoch", rebuilt.epoch());
        figures.put("old_log", rebuilt.keptAs());
        return figures;
    }

    private int print(final EventLogReader reader) throws IOException, UsageException, InterruptedException {
        final EventPrinter printer = new EventPrinter(spec.commandLine().getOut(), json, to);
        SubscribeAnswer instead = reader.moveTo(cursor(reader));
        try {
            for (int polls = 1; instead == null && !printer.isDone(); polls++) {
                if (readAll(reader, printer)) {
                    instead = reader.moveTo(reader.at());
                } else if (!printer.isDone()) {
                    printer.flush();
                    if (!follow) {
                        noteTorn(reader);
                        break;
                    }
                    TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
                    instead = polls % POLLS_PER_LOOK == 0 ? reader.look() : null;
                }
            }
        } finally {
            printer.flush();
        }
        return instead == null ? ExitCode.OK : refuse(instead);
    }

    /** Prints up to the end; true when what comes next is not kept any more. */
    private static boolean readAll(final EventLogReader reader, final EventPrinter printer) throws IOException {
        try {
            while (!printer.isDone() && reader.read(printer)) {
                continue;
            }
            return false;
        } catch (final JournalException failure) {
            if (failure.kind() == JournalException.Kind.UNREADABLE) {
                return true;
            }
            throw failure;
        }
    }

    private EventCursor cursor(final EventLogReader reader) throws IOException, UsageException {
        return switch (from) {
            case "start" -> reader.oldest();
            case "end" -> reader.newest();
            default -> parsed();
        };
    }

    private EventCursor parsed() throws UsageException {
        try {
            return EventCursor.parse(from);
        } catch (final IllegalArgumentException wrong) {
            throw new UsageException("--from: " + wrong.getMessage() + "; or start, or end", wrong);
        }
    }

    private void noteTorn(final EventLogReader reader) {
        if (reader.isTorn()) {
            complain("the log ends in the middle of a block, at " + reader.place()
                    + ": it is being written, or was torn off when its writer stopped");
        }
    }

    private int refuse(final SubscribeAnswer instead) {
        if (instead instanceof Rewound rewound) {
            complain("REWOUND: what was read behind event "
                    + rewound.resumeFrom().sequence() + " was lost; undo it and go on with --from "
                    + rewound.resumeFrom());
            return ExitCode.REWOUND;
        }
        if (instead instanceof Resync resync) {
            complain("RESYNC: what is behind the cursor is not kept any more; take the state as of command "
                    + resync.sequence() + " or later"
                    + (resync.snapshotSequence() == 0
                            ? ""
                            : ", such as the snapshot behind command " + resync.snapshotSequence())
                    + ", go on with --from " + resync.resumeFrom()
                    + " and pass over events of commands up to that of the state");
            return ExitCode.RESYNC;
        }
        throw new IllegalStateException(instead.toString());
    }

    private void complain(final String text) {
        final PrintWriter err = spec.commandLine().getErr();
        err.println("tidegate: " + text);
        err.flush();
    }
}
