/** Copies of a journal, made while it is written, and the way back. */
@NullMarked
package dev.tidegate.launcher.backup;

import org.jspecify.annotations.NullMarked;
