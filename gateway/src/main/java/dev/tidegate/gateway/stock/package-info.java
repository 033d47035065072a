/** The published view of what is left, and what it lets the edge refuse. */
@NullMarked
package dev.tidegate.gateway.stock;

import org.jspecify.annotations.NullMarked;
