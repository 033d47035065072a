package dev.tidegate.launcher.why;

import dev.tidegate.engine.EngineReads.OrderView;
import dev.tidegate.launcher.Answer;
import dev.tidegate.launcher.ExitCode;
import dev.tidegate.launcher.UsageException;
import dev.tidegate.launcher.reading.Names;
import dev.tidegate.launcher.reading.ReadFolder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tidegate why}: command by command, why an order got its answers. */
@Command(
        name = "why",
        description =
                "Tells command by command why an order got its answers. Writes nothing. Begins with the newest snapshot"
                        + " from before the order was placed; with --external at the journal's beginning, for the number may have"
                        + " been refused at any time before.",
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = ExitCode.USAGE,
        exitCodeOnExecutionException = ExitCode.FAILED)
public final class WhyCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets these before call()
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "Folder of the journal.")
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @ArgGroup(multiplicity = "1")
    @SuppressWarnings("NullAway.Init")
    private Which which;

    @Option(names = "--json", description = "Answer with one JSON object.")
    private boolean json;

    WhyCommand() {}

    /** One of the three names of an order. */
    static final class Which {
        @Option(names = "--order", paramLabel = "ID", description = "Its id.")
        private long order;

        @Option(names = "--command-id", paramLabel = "UUID", description = "Id of a command about it.")
        private @Nullable UUID commandId;

        @ArgGroup(exclusive = false)
        private @Nullable Number number;

        Which() {}
    }

    /** The number that the channel has given it. */
    static final class Number {
        @Option(names = "--channel", required = true, paramLabel = "C", description = "Code or number of its channel.")
        @SuppressWarnings("NullAway.Init")
        private String channel;

        @Option(
                names = "--external",
                required = true,
                paramLabel = "NUMBER",
                description = "The channel's own number of it; also of an order that was refused.")
        @SuppressWarnings("NullAway.Init")
        private String external;

        Number() {}
    }

    @Override
    public Integer call() {
        return Answer.found(spec, json, this::tell);
    }

    private Answer.Found tell() throws UsageException {
        final Sought sought = sought();
        final OrderStory story = new OrderStory(sought);
        final ReadFolder read = sought.mayBeBehind()
                ? ReadFolder.upToDamage(folder, story, sought::isBehind)
                : ReadFolder.upToDamage(folder, story);
        return story.isEmpty() && read.beginsBehind() > 0 ? tellWhole(sought) : tell(story, read);
    }

    /** What no snapshot's state speaks of and nothing behind it, some command may still have named. */
    private Answer.Found tellWhole(final Sought sought) throws UsageException {
        final OrderStory story = new OrderStory(sought);
        return tell(story, ReadFolder.upToDamage(folder, story));
    }

    private Answer.Found tell(final OrderStory story, final ReadFolder read) throws UsageException {
        final OrderView atBegin = story.atBegin();
        if (story.isEmpty() && read.damage() == null) {
            throw new UsageException("no command in " + folder + " is about this order"
                    + (read.beginsBehind() == 0
                            ? ""
                            : "; the journal begins behind sequence " + read.beginsBehind()
                                    + ", what came before is not kept"));
        }
        FirstCommands.tell(folder, story.conflicts());
        final Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("order_id", story.orderId());
        figures.put("read_to_sequence", read.reads().sequence());
        figures.put("read_behind_sequence", read.beginsBehind());
        if (atBegin != null) {
            figures.put("state_at_begin", Names.state(atBegin.state()));
            figures.put("deadline_at_begin", Names.time(atBegin.deadlineMillis()));
            figures.put("placed_sequence", atBegin.placedSequence());
        }
        figures.put("commands", story.chapters());
        return new Answer.Found(figures, out -> print(out, story, read.beginsBehind()), read.damage());
    }

    private Sought sought() {
        final Number number = which.number;
        return number == null
                ? new Sought(which.order, null, "", which.commandId)
                : new Sought(0, number.channel, number.external, null);
    }

    private static void print(final PrintWriter out, final OrderStory story, final long beginsBehind) {
        out.println(story.orderId() == 0 ? "never an order: no command made it one" : "order " + story.orderId());
        final OrderView atBegin = story.atBegin();
        if (atBegin != null) {
            out.printf(
                    "placed at sequence %s; the journal begins behind sequence %s, where it was %s, deadline %s%n",
                    atBegin.placedSequence(),
                    beginsBehind,
                    Names.state(atBegin.state()),
                    Names.time(atBegin.deadlineMillis()));
        }
        for (final Map<String, Object> chapter : story.chapters()) {
            out.printf(
                    "%nsequence %s, %s: %s %s%n",
                    chapter.get("sequence"),
                    chapter.get("time"),
                    chapter.get("command"),
                    chapter.getOrDefault("outcome", ""));
            out.println("  " + chapter.get("because"));
            if (chapter.containsKey("state_before")) {
                out.printf("  before: %s, deadline %s%n", chapter.get("state_before"), chapter.get("deadline_before"));
            }
            if (chapter.get("figures_before") instanceof List<?> lines) {
                lines.forEach(line -> printLine(out, (Map<?, ?>) line));
            }
            if (chapter.get("events") instanceof List<?> events) {
                events.forEach(event -> out.println("  - " + event));
            }
            if (chapter.get("stock") instanceof List<?> rows) {
                rows.forEach(row -> out.println("  " + StockChanges.text((Map<?, ?>) row)));
            }
        }
    }

    private static void printLine(final PrintWriter out, final Map<?, ?> line) {
        final StringBuilder text = new StringBuilder("  before:");
        line.forEach((name, value) -> {
            if (!name.equals("stock")) {
                text.append(' ').append(name).append(' ').append(value).append(',');
            }
        });
        text.setLength(text.length() - 1);
        out.println(text);
        if (line.get("stock") instanceof List<?> stock) {
            stock.forEach(each ->
                    out.println("    " + each.toString().replaceAll("[{}]", "").replace('=', ' ')));
        }
    }
}
