/** The sidecar: whoever may ask, over whatever protocol, in front of one Tidegate. */
@NullMarked
package dev.tidegate.gateway;

import org.jspecify.annotations.NullMarked;
