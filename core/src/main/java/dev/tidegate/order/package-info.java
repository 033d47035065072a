/** Orders: their records and lines, where they stand in their life, and when their holds are due. */
@NullMarked
package dev.tidegate.order;

import org.jspecify.annotations.NullMarked;
