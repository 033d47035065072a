/** The journal of commands on Chronicle Queue: written before a command counts, read again at the next start. */
@NullMarked
package dev.tidegate.journal;

import org.jspecify.annotations.NullMarked;
