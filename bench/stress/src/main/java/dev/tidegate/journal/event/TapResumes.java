package dev.tidegate.journal.event;

import dev.tidegate.engine.EventBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * The engine's thread is asked to copy events again: once the log's thread sees that it does, it sees from which command
 * on and that the gap is closed; and the events of every command that was applied are in the queue.
 */
@JCStressTest
@Outcome(
        id = {"-1, [01], (-1|1)", "5, 0, (-1|1)"},
        expect = Expect.ACCEPTABLE,
        desc = "not yet, or from command 5 on and without a gap; applied and in the queue")
@Outcome(
        expect = Expect.FORBIDDEN,
        desc = "it copies from nowhere or with a gap, or events of an applied command are missing")
@State
public class TapResumes {
    private static final EventBuffer EVENTS = new EventBuffer();

    private final TappedEvents tapped = new TappedEvents(256, 4);

    public TapResumes() {
        tapped.beginWithGap();
        tapped.askToResume();
    }

    @Actor
    public void engine() {
        tapped.beginBatch(5);
        tapped.events(5, 1, EVENTS);
        tapped.endBatch(5);
    }

    @Actor
    public void log(final III_Result r) {
        final boolean applied = tapped.applied() == 5;
        r.r3 = !applied ? -1 : tapped.isEmpty() ? 0 : 1;
        r.r1 = tapped.hasResumed() ? (int) tapped.resumedFrom() : -1;
        r.r2 = tapped.hasGap() ? 1 : 0;
    }
}
