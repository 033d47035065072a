/** The commands around the sidecar: serve, config, key. */
@NullMarked
package dev.tidegate.launcher.serve;

import org.jspecify.annotations.NullMarked;
