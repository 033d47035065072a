/** Why an order got the answers it got. */
@NullMarked
package dev.tidegate.launcher.why;

import org.jspecify.annotations.NullMarked;
