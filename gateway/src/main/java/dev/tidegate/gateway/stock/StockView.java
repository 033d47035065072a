package dev.tidegate.gateway.stock;

import dev.tidegate.engine.EngineReads;
import dev.tidegate.engine.EngineReads.WarehouseStock;
import dev.tidegate.pipeline.Pipeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What everybody polls: units left of each SKU, with the sequence they are true at. The engine's own thread reads them,
 * so in DISK they show only what was forced; who polls takes them from here without waiting. A SKU is read again when
 * somebody asks for it and what is here is older than {@link #FRESH_NANOS}, at most once at a time: nobody polls,
 * nothing is read.
 */
public final class StockView {
    static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long STALE_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** SKUs that are kept; beyond them every poll is a read. */
    private static final int MOST_SKUS = 1_000_000;

    private final Pipeline pipeline;
    private final AtomicLong generation;
    private final Map<Integer, Units> shown = new ConcurrentHashMap<>();
    private final Map<Integer, Boolean> asking = new ConcurrentHashMap<>();

    /** {@code generation} is counted up before an answer goes out that may have given a SKU more units. */
    public StockView(final Pipeline pipeline, final AtomicLong generation) {
        this.pipeline = pipeline;
        this.generation = generation;
    }

    /** What is shown of a SKU, however old; null when it was never asked for. */
    public @Nullable Units peek(final int sku) {
        return shown.get(sku);
    }

    /**
     * What is shown of these SKUs, in their order; null when one of them must be waited for. Has those read again that
     * are no longer fresh.
     */
    public @Nullable List<Units> poll(final int[] skus) {
        final long now = System.nanoTime();
        final List<Units> found = new ArrayList<>(skus.length);
        List<Integer> old = null;
        for (final int sku : skus) {
            final Units units = shown.get(sku);
            if (units == null || now - units.readNanos() > STALE_NANOS) {
                return null;
            }
            if (now - units.readNanos() > FRESH_NANOS && asking.putIfAbsent(sku, true) == null) {
                old = old == null ? new ArrayList<>() : old;
                old.add(sku);
            }
            found.add(units);
        }
        if (old != null) {
            final int[] again = old.stream().mapToInt(Integer::intValue).toArray();
            read(again).whenComplete((units, failure) -> {
                for (final int sku : again) {
                    asking.remove(sku);
                }
            });
        }
        return found;
    }

    /** Has a SKU read again unless that is on its way or was done just now. */
    public void refresh(final int sku) {
        final Units units = shown.get(sku);
        if (units == null) {
            if (asking.putIfAbsent(sku, true) == null) {
                read(new int[] {sku}).whenComplete((read, failure) -> asking.remove(sku));
            }
        } else {
            poll(new int[] {sku});
        }
    }

    /** Reads these SKUs behind everything submitted before, and shows them. */
    public CompletableFuture<List<Units>> read(final int[] skus) {
        final long asked = generation.get();
        return pipeline.read(reads -> {
            final List<Units> units = new ArrayList<>(skus.length);
            for (final int sku : skus) {
                units.add(show(reads, sku, asked));
            }
            return units;
        });
    }

    private Units show(final EngineReads reads, final int sku, final long asked) {
        final EngineReads.StockView stock = reads.stock(sku);
        long units = stock == null ? -1 : 0;
        long held = 0;
        if (stock != null) {
            for (final WarehouseStock at : stock.warehouses()) {
                units += at.sellable() + at.allotted();
                held += at.held();
            }
        }
        final Units now = new Units(sku, units, held, reads.sequence(), asked, System.nanoTime());
        if (stock != null && (shown.size() < MOST_SKUS || shown.containsKey(sku))) {
            shown.put(sku, now);
        }
        return now;
    }
}
