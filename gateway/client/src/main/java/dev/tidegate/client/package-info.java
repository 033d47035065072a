/** A caller of the gateway's binary protocol. */
@NullMarked
package dev.tidegate.client;

import org.jspecify.annotations.NullMarked;
