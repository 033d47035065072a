/** The event feed: whoever wants to hear what happened, from any cursor, over whatever protocol. */
@NullMarked
package dev.tidegate.gateway.feed;

import org.jspecify.annotations.NullMarked;
