/**
 * {@code tidegate replay}: a file of real order lines, through the engine and its journal.
 *
 * <p>The reading half touches no engine: {@link dev.tidegate.launcher.replay.OrdersFile} opens the file,
 * {@link dev.tidegate.launcher.replay.ReplayPlan} reads it once, checks it and lays out the steps, {@code ReplayScript}
 * and {@code ReplayLimits} add what else follows from the file alone, {@link dev.tidegate.launcher.replay.ReturnMatcher}
 * finds the order a return belongs to while the steps are carried out.
 *
 * <p>The other half carries them out: {@code ReplayFolder} opens the folder, {@code ReplayRun} walks the steps from the
 * first, {@code ReplayFeed} gives the engine each command once over any number of runs, {@code ReplayTally} counts beside
 * the engine, and {@code ReplayProof} compares. No type of this package is safe for use by several threads at once,
 * except the immutable records and {@code StopSignal}.
 */
@NullMarked
package dev.tidegate.launcher.replay;

import org.jspecify.annotations.NullMarked;
