/** Micro benchmarks; run with {@code java -jar bench/target/benchmarks.jar}. */
@NullMarked
package dev.tidegate.bench;

import org.jspecify.annotations.NullMarked;
