/**
 * The reading half of {@code replay}: turns a file of real order lines into the orders, returns and opening stock that
 * the engine is then fed with. Nothing here touches the engine.
 *
 * <p>{@link dev.tidegate.launcher.replay.OrdersFile} opens the file,
 * {@link dev.tidegate.launcher.replay.ReplayPlan} reads it once, checks it and lays out the steps,
 * {@link dev.tidegate.launcher.replay.ReturnMatcher} finds the order a return belongs to while the steps are carried
 * out. No type of this package is safe for use by several threads at once, except the immutable records.
 */
@NullMarked
package dev.tidegate.launcher.replay;

import org.jspecify.annotations.NullMarked;
