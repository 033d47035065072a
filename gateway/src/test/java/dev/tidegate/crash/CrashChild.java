package dev.tidegate.crash;

import dev.tidegate.Tidegate;
import dev.tidegate.message.Command;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.pipeline.PipelineState;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/**
 * A Tidegate that sells until it dies, in a process of its own. Each caller has one operation under way at a time. Every
 * line is printed at once and whole:
 *
 * <ul>
 *   <li>{@code recovered SEQUENCE DIGEST}: it is open
 *   <li>{@code answer CALLER NUMBER CODE PLACE ENTITY}: place is the sequence at which the operation took effect
 *   <li>{@code unanswered CALLER NUMBER CODE}: UNKNOWN or NOT_RUNNING; the caller gives up
 *   <li>{@code stopped REASON}: it has failed, and ends with 5
 *   <li>{@code refused REASON}: it could not be opened, and ends with 6
 *   <li>{@code closed}: every caller is done; it ends with 0
 * </ul>
 */
final class CrashChild {
    static final int STOPPED = 5;
    static final int REFUSED = 6;

    private static final OutputStream OUT = new FileOutputStream(FileDescriptor.out);

    private final ChildPlan plan;
    private final Tidegate tidegate;

    private CrashChild(final ChildPlan plan, final Tidegate tidegate) {
        this.plan = plan;
        this.tidegate = tidegate;
    }

    public static void main(final String[] words) throws Exception {
        final ChildPlan plan = ChildPlan.parse(words);
        LethalFolder.follow(plan);
        final Tidegate tidegate;
        try {
            tidegate = Tidegate.open(plan.folder(), plan.options());
        } catch (final RuntimeException refusal) {
            print("refused " + refusal);
            Runtime.getRuntime().halt(REFUSED);
            return;
        }
        print("recovered " + tidegate.recovery().lastSequence() + " "
                + tidegate.recovery().digest());
        new CrashChild(plan, tidegate).run();
    }

    private void run() throws Exception {
        open();
        LethalFolder.arm();
        Files.createFile(plan.armed());
        final List<Thread> callers = new ArrayList<>();
        for (int caller = 0; caller < plan.begins().size(); caller++) {
            final int number = caller;
            final Thread thread = new Thread(() -> sell(number, plan.begins().get(number)));
            thread.start();
            callers.add(thread);
        }
        for (final Thread caller : callers) {
            caller.join();
        }
        tidegate.close();
        final PipelineState state = tidegate.state();
        if (state.phase() == PipelineState.Phase.FAILED) {
            print("stopped " + state.reason());
            Runtime.getRuntime().halt(STOPPED);
        }
        print("closed");
        Runtime.getRuntime().halt(0);
    }

    private void open() {
        final List<Command> commands = Sale.opening();
        for (int i = 0; i < commands.size(); i++) {
            ask(Sale.OPENING, i, commands.get(i));
        }
    }

    private void sell(final int caller, final ChildPlan.Begin begin) {
        long order = begin.order();
        for (long number = begin.number(); number < plan.limit(); number++) {
            final Outcome outcome = ask(caller, number, Sale.command(caller, number, order));
            if (!isAnswer(outcome.code())) {
                return;
            }
            order = outcome.accepted() && number % 3 == 0 ? outcome.entityId() : 0;
        }
    }

    /** Asks until it was taken, and prints what came. */
    private Outcome ask(final int caller, final long number, final Command command) {
        Outcome outcome;
        do {
            outcome = tidegate.submit(Sale.header(plan.epochMillis(), caller, number), command)
                    .join();
        } while (outcome.code() == OutcomeCode.BUSY || outcome.code() == OutcomeCode.DISK_LOW);
        final OutcomeCode code = outcome.code();
        if (isAnswer(code)) {
            final long place = outcome.duplicate() ? outcome.firstSequence() : outcome.sequence();
            print("answer " + caller + " " + number + " " + code + " " + place + " " + outcome.entityId());
        } else {
            print("unanswered " + caller + " " + number + " " + code);
        }
        return outcome;
    }

    private static boolean isAnswer(final OutcomeCode code) {
        return code != OutcomeCode.UNKNOWN && code != OutcomeCode.NOT_RUNNING;
    }

    private static void print(final String line) {
        try {
            OUT.write((line.replace('\n', ' ') + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (final IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
