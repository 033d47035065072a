/** What a journal adds up to, and the journal in a form that others can check. */
@NullMarked
package dev.tidegate.launcher.prove;

import org.jspecify.annotations.NullMarked;
