/**
 * What the engine's state is kept in: flat slabs of {@code long}s, one kind of hash index over them, queues of what is
 * due, and the digest that covers it all.
 *
 * <p>Chosen by measurement (docs/performance.md): flat arrays and indexes of eight-byte words at a low load, whose lines
 * a batch touches ahead, beat every map we tried. Nothing here knows the trade.
 */
@NullMarked
package dev.tidegate.table;

import org.jspecify.annotations.NullMarked;
