package dev.tidegate.launcher.prove;

import dev.tidegate.engine.EngineReads;
import dev.tidegate.engine.EngineReads.StockView;
import dev.tidegate.engine.EngineReads.UnitFlows;
import dev.tidegate.engine.EngineReads.WarehouseStock;
import dev.tidegate.launcher.ProofException;
import dev.tidegate.launcher.reading.AppliedCommand;
import dev.tidegate.launcher.reading.CommandWatcher;
import dev.tidegate.message.CommandKind;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.MessageCheck;
import dev.tidegate.message.sbe.MessageHeaderDecoder;
import dev.tidegate.message.sbe.StockMovedDecoder;
import dev.tidegate.stock.Bucket;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Adds up, SKU by SKU, what came in, what left and where the rest stands: from the ledger's movements alone, and from the
 * totals of the snapshot where a journal begins behind one. At the end it is held against the engine's buckets and totals.
 */
final class UnitBook implements CommandWatcher {
    private final StockMovedDecoder moved = new StockMovedDecoder();
    private final List<SkuUnits> skus = new ArrayList<>();
    private final SkuUnits total = new SkuUnits();

    /** Units of one SKU, or of all. */
    static final class SkuUnits {
        long received;
        long adjustedUp;
        long adjustedDown;
        long scrapped;
        final long[] buckets = new long[Bucket.QUARANTINE + 1];

        /** Units that may still be sold. */
        long left() {
            return buckets[Bucket.SELLABLE] + buckets[Bucket.ALLOTTED];
        }

        long held() {
            return buckets[Bucket.HELD];
        }

        /** Units paid for or shipped, after returns. */
        long sold() {
            return buckets[Bucket.SOLD] + buckets[Bucket.SHIPPED];
        }

        long quarantined() {
            return buckets[Bucket.QUARANTINE];
        }

        private boolean balanced() {
            return received + adjustedUp - adjustedDown - scrapped == left() + held() + sold() + quarantined();
        }

        private void begin(final UnitFlows flows, final long[] found) {
            received += flows.received();
            adjustedUp += flows.adjustedUp();
            adjustedDown += flows.adjustedDown();
            scrapped += flows.scrapped();
            for (int bucket = Bucket.SELLABLE; bucket <= Bucket.QUARANTINE; bucket++) {
                buckets[bucket] += found[bucket];
            }
        }

        private boolean same(final UnitFlows flows) {
            return flows.equals(new UnitFlows(received, adjustedUp, adjustedDown, scrapped));
        }

        private void move(final CommandKind kind, final int from, final int to, final long units) {
            if (from == Bucket.OUTSIDE) {
                if (kind == CommandKind.RECEIVE_STOCK) {
                    received += units;
                } else {
                    adjustedUp += units;
                }
            } else {
                buckets[from] -= units;
            }
            if (to == Bucket.OUTSIDE) {
                if (kind == CommandKind.ADJUST_STOCK) {
                    adjustedDown += units;
                } else {
                    scrapped += units;
                }
            } else {
                buckets[to] += units;
            }
        }
    }

    /** What came in and left before the first command that is kept stands in the ledger's own totals. */
    @Override
    public void begin(final EngineReads reads) {
        for (int number = 1; number <= reads.counts().skus(); number++) {
            final UnitFlows flows = Objects.requireNonNull(reads.flows(number));
            final long[] found = buckets(reads, number);
            sku(number).begin(flows, found);
            total.begin(flows, found);
        }
    }

    @Override
    public void after(final AppliedCommand command) {
        command.forEachEvent((buffer, offset, length) -> take(command, buffer, offset));
    }

    private void take(final AppliedCommand command, final HeapBuffer buffer, final int offset) {
        if (MessageCheck.templateId(buffer, offset) != StockMovedDecoder.TEMPLATE_ID) {
            return;
        }
        moved.wrap(
                buffer,
                offset + MessageHeaderDecoder.ENCODED_LENGTH,
                StockMovedDecoder.BLOCK_LENGTH,
                StockMovedDecoder.SCHEMA_VERSION);
        final CommandKind kind = Objects.requireNonNull(command.kind());
        sku(moved.sku()).move(kind, moved.fromBucket(), moved.toBucket(), moved.quantity());
        total.move(kind, moved.fromBucket(), moved.toBucket(), moved.quantity());
    }

    /** Units of a SKU by its number. */
    SkuUnits sku(final int number) {
        while (skus.size() < number) {
            skus.add(new SkuUnits());
        }
        return skus.get(number - 1);
    }

    SkuUnits total() {
        return total;
    }

    /** Holds every SKU's movements against its balance and against the engine's buckets. */
    void requireSame(final EngineReads reads) {
        for (int number = 1; number <= reads.counts().skus(); number++) {
            final SkuUnits units = sku(number);
            if (!units.balanced()) {
                throw new ProofException("SKU " + reads.skuCode(number) + ": what came in and did not leave is not"
                        + " what stands in its buckets");
            }
            if (!units.same(Objects.requireNonNull(reads.flows(number)))) {
                throw new ProofException("SKU " + reads.skuCode(number) + ": what came in and left by its movements is"
                        + " not what the ledger's totals say");
            }
            final long[] found = buckets(reads, number);
            for (int bucket = Bucket.SELLABLE; bucket <= Bucket.QUARANTINE; bucket++) {
                ProofException.requireEqual(
                        "bucket " + bucket + " of SKU " + reads.skuCode(number), units.buckets[bucket], found[bucket]);
            }
        }
    }

    private static long[] buckets(final EngineReads reads, final int sku) {
        final StockView stock = Objects.requireNonNull(reads.stock(sku));
        final long[] found = new long[Bucket.QUARANTINE + 1];
        for (final WarehouseStock each : stock.warehouses()) {
            found[Bucket.SELLABLE] += each.sellable();
            found[Bucket.ALLOTTED] += each.allotted();
            found[Bucket.HELD] += each.held();
            found[Bucket.SOLD] += each.sold();
            found[Bucket.SHIPPED] += each.shipped();
            found[Bucket.QUARANTINE] += each.quarantine();
        }
        return found;
    }
}
