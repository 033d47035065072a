/** Snapshot files: the engine's whole state after one record of the journal. Described in {@code docs/journal.md}. */
@NullMarked
package dev.tidegate.journal.snapshot;

import org.jspecify.annotations.NullMarked;
