/** What everybody asks for: units left and what is sold out, written by one thread and read by any without a lock. */
@NullMarked
package dev.tidegate.view;

import org.jspecify.annotations.NullMarked;
