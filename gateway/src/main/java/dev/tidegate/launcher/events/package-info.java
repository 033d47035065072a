/** {@code tidegate events}: the event log of a folder, as text or as lines of JSON. */
@NullMarked
package dev.tidegate.launcher.events;

import org.jspecify.annotations.NullMarked;
