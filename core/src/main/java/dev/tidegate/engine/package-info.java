/**
 * The engine: applies one command after the other to stock and orders, a pure function of what it was given.
 *
 * <p>No threads, clocks, files or logging; in steady state nothing is allocated. One thread owns an engine.
 */
@NullMarked
package dev.tidegate.engine;

import org.jspecify.annotations.NullMarked;
