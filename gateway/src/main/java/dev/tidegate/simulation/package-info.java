/**
 * The whole node in one thread, from one seed: engine, pipeline, journal, snapshots, a disk in memory, clocks, and
 * clients that ask again. What it does is compared with the reference model, step by step.
 */
@NullMarked
package dev.tidegate.simulation;

import org.jspecify.annotations.NullMarked;
