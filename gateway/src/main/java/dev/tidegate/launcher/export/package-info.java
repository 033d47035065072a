/** Open orders and holds for the day everything is down. */
@NullMarked
package dev.tidegate.launcher.export;

import org.jspecify.annotations.NullMarked;
