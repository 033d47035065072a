/** Sockets: their threads, their limits, and how answers find back to them. */
@NullMarked
package dev.tidegate.gateway.net;

import org.jspecify.annotations.NullMarked;
