/** Samples that the documentation shows. */
@NullMarked
package dev.tidegate.example;

import org.jspecify.annotations.NullMarked;
