/** The front door of the core: what an embedding program opens, calls and closes. */
@NullMarked
package dev.tidegate;

import org.jspecify.annotations.NullMarked;
