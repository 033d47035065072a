package dev.tidegate.engine;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.Outcome;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.message.sbe.ExtendHoldsDecoder;

/** Nobody could pay for a while: what had not expired by then gets a minimum remaining time. */
final class ExtendHolds extends Handler {
    private static final long MOST_MILLIS = 86_400_000L;

    private final ExtendHoldsDecoder decoder = new ExtendHoldsDecoder();
    private final Deadlines deadlines;

    ExtendHolds(final State state, final Deadlines deadlines) {
        super(state);
        this.deadlines = deadlines;
    }

    @Override
    boolean read(final HeapBuffer buffer, final int offset, final int length, final Outcome outcome) {
        decoder.wrap(buffer, offset + HEADER, ExtendHoldsDecoder.BLOCK_LENGTH, VERSION);
        return inRange(outcome, decoder.minimumMillis(), 1, MOST_MILLIS);
    }

    @Override
    void apply(final Outcome outcome) {
        final long before = state.timeBefore;
        final long until = state.now + decoder.minimumMillis();
        final long holds = deadlines.putOff(before, until);
        if (holds > 0) {
            state.events.holdsExtended(before, until, holds);
        }
        outcome.set(OutcomeCode.ACCEPTED, 0, 0, 0, holds);
        outcome.deadline(until);
    }
}
