/**
 * The log port: numbered segment files of length-prefixed records, and the two kinds of file that hold them.
 *
 * <p>Nothing here knows what a record says. Checksums, chains, recovery and locks stand above it.
 */
@NullMarked
package dev.tidegate.journal.log;

import org.jspecify.annotations.NullMarked;
