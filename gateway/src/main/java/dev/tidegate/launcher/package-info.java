/** The command line in front of Tidegate. */
@NullMarked
package dev.tidegate.launcher;

import org.jspecify.annotations.NullMarked;
