package dev.tidegate.pipeline;

import dev.tidegate.message.Outcome;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an entry of the ring says beside its bytes. An entry lies in one or more slots; only the first one's fields
 * count. The producer fills it, the consumer fills the outcome, the answerer hands it over.
 */
final class Slot {

    enum Kind {
        /** Claimed and given up, because the pipeline had stopped meanwhile. */
        NOTHING,
        COMMAND,
        READ,
        /** Time moves, then the task is run. */
        ADVANCE
    }

    final Outcome outcome = new Outcome();
    Kind kind = Kind.NOTHING;
    int slotCount = 1;
    int length;
    long timeMillis;
    long enteredNanos;
    long correlation;

    @Nullable
    Callback callback;

    @Nullable
    ReadTask<?> task;

    void nothing(final int slotCount) {
        kind = Kind.NOTHING;
        this.slotCount = slotCount;
    }

    void command(
            final int slotCount,
            final int length,
            final long timeMillis,
            final long enteredNanos,
            final long correlation,
            final Callback callback) {
        kind = Kind.COMMAND;
        this.slotCount = slotCount;
        this.length = length;
        this.timeMillis = timeMillis;
        this.enteredNanos = enteredNanos;
        this.correlation = correlation;
        // A reference that is there already is not stored again: the collector's barrier costs more than the look.
        if (this.callback != callback) {
            this.callback = callback;
        }
    }

    void task(final Kind kind, final long timeMillis, final ReadTask<?> task) {
        this.kind = kind;
        slotCount = 1;
        this.timeMillis = timeMillis;
        this.task = task;
    }

    ReadTask<?> task() {
        return Objects.requireNonNull(task);
    }
}
