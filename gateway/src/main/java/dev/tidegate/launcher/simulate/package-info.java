/** {@code tidegate simulate}. */
@NullMarked
package dev.tidegate.launcher.simulate;

import org.jspecify.annotations.NullMarked;
