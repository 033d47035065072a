/** Recording what callers saw, as docs/history.md says. */
@NullMarked
package dev.tidegate.history;

import org.jspecify.annotations.NullMarked;
