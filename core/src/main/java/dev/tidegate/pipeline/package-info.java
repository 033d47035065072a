/** One command's way: ring, stamping, the journal's port, the engine, replies, reads and live events. */
@NullMarked
package dev.tidegate.pipeline;

import org.jspecify.annotations.NullMarked;
