package dev.tidegate.pipeline;

import dev.tidegate.message.Outcome;
import java.util.concurrent.CompletableFuture;

/** An answer that can be waited for. */
final class FutureAnswer extends CompletableFuture<Outcome> implements Callback {

    @Override
    public void completed(final long correlation, final Outcome outcome) {
        complete(new Outcome().copyFrom(outcome));
    }

    /** Completes at once when the command was not taken. */
    FutureAnswer with(final Intake intake) {
        if (intake != Intake.TAKEN) {
            complete(new Outcome().begin(0, 0).set(intake.code(), 0, 0, 0, 0));
        }
        return this;
    }
}
