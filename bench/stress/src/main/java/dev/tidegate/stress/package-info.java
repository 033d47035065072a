/** What jcstress's tests need beside the classes they test; each test is in the package of its class. */
@NullMarked
package dev.tidegate.stress;

import org.jspecify.annotations.NullMarked;
