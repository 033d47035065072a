package dev.tidegate.launcher.repair;

import dev.tidegate.journal.DamageException;
import dev.tidegate.journal.EventFolder;
import dev.tidegate.journal.JournalCopy;
import dev.tidegate.journal.JournalCopy.Copied;
import dev.tidegate.journal.JournalScan;
import dev.tidegate.launcher.Answer;
import dev.tidegate.launcher.ExitCode;
import dev.tidegate.launcher.NewFolder;
import dev.tidegate.launcher.UsageException;
import dev.tidegate.launcher.reading.CommandWatcher;
import dev.tidegate.launcher.reading.ReadFolder;
import dev.tidegate.launcher.reading.RepairFigures;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tidegate repair}: a damaged tail is left behind, or one command is voided, in a new folder. */
@Command(
        name = "repair",
        description =
                "Writes a repaired copy into a new folder; the old one is only read. Without --yes it only tells what"
                        + " would be lost.",
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = ExitCode.USAGE,
        exitCodeOnExecutionException = ExitCode.FAILED)
public final class RepairCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets these before call()
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "Folder of the journal; it stays as it is.")
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Option(names = "--into", required = true, paramLabel = "NEW", description = "New folder for the repaired journal.")
    @SuppressWarnings("NullAway.Init")
    private Path into;

    @ArgGroup(multiplicity = "1")
    @SuppressWarnings("NullAway.Init")
    private What what;

    @Option(names = "--yes", description = "Do it.")
    private boolean yes;

    @Option(names = "--json", description = "Answer with one JSON object.")
    private boolean json;

    RepairCommand() {}

    /** One of the two repairs. */
    static final class What {
        @Option(names = "--cut", description = "Keep what stands before the damage.")
        private boolean cut;

        @ArgGroup(exclusive = false)
        private @Nullable Poison poison;

        What() {}
    }

    /** The command to leave out. */
    static final class Poison {
        @Option(names = "--void", required = true, paramLabel = "SEQUENCE", description = "Leave out this command.")
        private long sequence;

        @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Who wants it, and why.")
        @SuppressWarnings("NullAway.Init")
        private String reason;

        Poison() {}
    }

    @Override
    public Integer call() {
        try {
            NewFolder.require(into, folder);
            final Poison poison = what.poison;
            return poison == null ? cut() : leaveOut(poison);
        } catch (final Exception | Error failure) {
            return Answer.failed(spec, json, failure);
        }
    }

    private int cut() throws Exception {
        final ReadFolder read = ReadFolder.upToDamage(folder, CommandWatcher.NONE);
        final DamageException damage = read.damage();
        if (damage == null) {
            throw new UsageException(folder + " is not damaged; there is nothing to cut");
        }
        if (damage.of() == DamageException.Of.CHAIN || damage.of() == DamageException.Of.DIGEST) {
            throw new UsageException("cutting does not help, for records before that place may have been rewritten;"
                    + " restore a copy: " + damage.getMessage());
        }
        final Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("damage", String.valueOf(damage.getMessage()));
        if (damage.of() == DamageException.Of.PADDING) {
            figures.put("lost", "nothing: the records are copied into files of their own");
        } else {
            putLost(figures, damage);
        }
        return yes
                ? done(
                        figures,
                        Long.MAX_VALUE,
                        () -> JournalCopy.before(damage, folder, into, System.currentTimeMillis()))
                : planned(figures);
    }

    private void putLost(final Map<String, Object> figures, final DamageException damage) {
        final Behind behind = new Behind(damage.sequence());
        JournalScan.scan(folder, behind);
        figures.put("kept_to_sequence", damage.sequence() - 1);
        figures.put("lost_from_sequence", damage.sequence());
        figures.put("intact_records_lost", behind.records());
        figures.put("intact_commands_lost", behind.commands());
        if (behind.lastSequence() >= damage.sequence()) {
            figures.put("last_sequence_seen", behind.lastSequence());
        }
    }

    private int leaveOut(final Poison poison) throws Exception {
        if (poison.reason.isBlank()) {
            throw new UsageException("--reason is empty; say who wants it, and why");
        }
        final Behind found = new Behind(poison.sequence);
        JournalScan.scan(folder, found);
        if (found.command().isEmpty()) {
            throw new UsageException("no command with sequence " + poison.sequence + " is in " + folder);
        }
        final Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("voided_sequence", poison.sequence);
        figures.put("voided_command", found.command());
        figures.put("commands_behind_it", found.lastSequence() - poison.sequence);
        return yes
                ? done(
                        figures,
                        poison.sequence,
                        () -> JournalCopy.without(
                                poison.sequence, poison.reason, folder, into, System.currentTimeMillis()))
                : planned(figures);
    }

    /** Says what would be done. */
    private int planned(final Map<String, Object> figures) {
        final PrintWriter out = spec.commandLine().getOut();
        final String error = "nothing was done; add --yes to do it";
        final Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("ok", false);
        answer.put("error", error);
        answer.putAll(figures);
        out.println(json ? Answer.json(answer) : Answer.plain(figures));
        out.flush();
        spec.commandLine().getErr().println("tidegate: " + error);
        spec.commandLine().getErr().flush();
        return ExitCode.USAGE;
    }

    /** {@code differsFrom} is the first command whose events may be others than in the old folder. */
    private int done(final Map<String, Object> figures, final long differsFrom, final Callable<Copied> repair)
            throws Exception {
        return NewFolder.filling(into, () -> {
            final Copied copied = repair.call();
            final EventsFrom changed = new EventsFrom(differsFrom);
            final ReadFolder read = ReadFolder.whole(into, changed);
            read.requireSound();
            figures.put("epoch", EventFolder.beginEpoch(into, read.events(), read.events() - changed.events()));
            figures.put("folder", into.toString());
            figures.put("sequence", copied.sequence());
            figures.put("digest", read.digest().hex());
            figures.put("chain_head", copied.chainHead());
            RepairFigures.put(figures, copied.repairs());
            return Answer.of(spec, json, () -> figures);
        });
    }
}
