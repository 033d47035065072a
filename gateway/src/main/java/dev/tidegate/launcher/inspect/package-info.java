/** Looking into a folder, damaged or not. */
@NullMarked
package dev.tidegate.launcher.inspect;

import org.jspecify.annotations.NullMarked;
