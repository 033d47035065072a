/** What both ends of the binary protocol have in common; docs/binary-protocol.md describes every byte. */
@NullMarked
package dev.tidegate.wire;

import org.jspecify.annotations.NullMarked;
