/** Making a journal whole again, by hand and on the record. */
@NullMarked
package dev.tidegate.launcher.repair;

import org.jspecify.annotations.NullMarked;
