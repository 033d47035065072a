/**
 * What there is and what may be offered: SKUs, warehouses, channels, campaigns, the ledger's buckets, quotas and
 * purchase limits. Tables and their arithmetic; which command does what stands in the engine.
 */
@NullMarked
package dev.tidegate.stock;

import org.jspecify.annotations.NullMarked;
