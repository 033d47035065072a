/** The crash laboratory: real processes that die, freeze or lose their disk at chosen places. See docs/crash-laboratory.md. */
@NullMarked
package dev.tidegate.crash;

import org.jspecify.annotations.NullMarked;
