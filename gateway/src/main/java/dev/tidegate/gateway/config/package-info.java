/** The configuration: one file, the environment, and the command line. */
@NullMarked
package dev.tidegate.gateway.config;

import org.jspecify.annotations.NullMarked;
