/** The event log: files derived from the journal, in which every event has a number. See {@code docs/events.md}. */
@NullMarked
package dev.tidegate.journal.event;

import org.jspecify.annotations.NullMarked;
