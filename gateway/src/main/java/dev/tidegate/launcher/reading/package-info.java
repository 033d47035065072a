/** Reading a folder command by command, and its messages field by field. */
@NullMarked
package dev.tidegate.launcher.reading;

import org.jspecify.annotations.NullMarked;
