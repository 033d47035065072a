/** {@code tidegate demo}: a flash sale, and the proof that nothing was sold twice. */
@NullMarked
package dev.tidegate.launcher.demo;

import org.jspecify.annotations.NullMarked;
