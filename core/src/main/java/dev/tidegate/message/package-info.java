/**
 * What is said: commands, outcomes and events as messages of one schema, and the buffer their codecs run over.
 *
 * <p>No threads, clocks or files. A class here is used by one thread at a time.
 */
@NullMarked
package dev.tidegate.message;

import org.jspecify.annotations.NullMarked;
