/** The binary protocol; docs/binary-protocol.md describes every byte. */
@NullMarked
package dev.tidegate.gateway.binary;

import org.jspecify.annotations.NullMarked;
