/** The record of an order that has left memory. */
@NullMarked
package dev.tidegate.launcher.record;

import org.jspecify.annotations.NullMarked;
