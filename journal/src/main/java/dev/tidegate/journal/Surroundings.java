package dev.tidegate.journal;

import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What a journal takes from its machine beside files: clocks, names for new journals, and threads. Files are reached
 * through the folder's own {@link java.nio.file.FileSystem}, whichever that is.
 *
 * @param nanoTime monotonic clock
 * @param currentMillis wall clock, UTC epoch milliseconds
 * @param newId gives the id of a new journal
 * @param hasThreads whether background work has threads of its own; if not, the journal's owner does it step by step, in
 *     its own thread
 */
record Surroundings(LongSupplier nanoTime, LongSupplier currentMillis, Supplier<UUID> newId, boolean hasThreads) {
    /** The machine that this process runs on. */
    static final Surroundings MACHINE =
            new Surroundings(System::nanoTime, System::currentTimeMillis, UUID::randomUUID, true);
}
