/** A disk in memory, reached through {@code java.nio.file}: what is cached, what is kept, and what can go wrong with it. */
@NullMarked
package dev.tidegate.simulation.disk;

import org.jspecify.annotations.NullMarked;
