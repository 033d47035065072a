package dev.tidegate.engine;

import dev.tidegate.message.OutcomeCode;
import java.util.Arrays;

/** The lines that are to be held in one step, what was found for each, and why not more. Filled and filled again. */
final class Basket {
    int channel;
    long buyerHigh;
    long buyerLow;
    int count;

    int[] sku = new int[16];
    int[] namedWarehouse = new int[16];
    int[] campaign = new int[16];
    int[] item = new int[16];
    long[] asked = new long[16];
    long[] amount = new long[16];

    long[] granted = new long[16];
    int[] stock = new int[16];
    int[] warehouse = new int[16];
    boolean[] fromAllotment = new boolean[16];
    boolean[] counted = new boolean[16];

    /** The first line that was not granted whole, from 1; 0 when all were. */
    int failedLine;

    /** Number of the outcome. */
    private int failure;

    long failedAsked;
    long failedAvailable;

    void clear() {
        count = 0;
    }

    /** Adds a line with nothing but its place; returns its index. */
    int add() {
        if (count == sku.length) {
            final int size = 2 * count;
            sku = Arrays.copyOf(sku, size);
            namedWarehouse = Arrays.copyOf(namedWarehouse, size);
            campaign = Arrays.copyOf(campaign, size);
            item = Arrays.copyOf(item, size);
            asked = Arrays.copyOf(asked, size);
            amount = Arrays.copyOf(amount, size);
            granted = Arrays.copyOf(granted, size);
            stock = Arrays.copyOf(stock, size);
            warehouse = Arrays.copyOf(warehouse, size);
            fromAllotment = Arrays.copyOf(fromAllotment, size);
            counted = Arrays.copyOf(counted, size);
        }
        return count++;
    }

    void clearResults() {
        failedLine = 0;
        failure = OutcomeCode.ACCEPTED.number();
        failedAsked = 0;
        failedAvailable = 0;
    }

    void fail(final int index, final OutcomeCode code, final long available) {
        if (failedLine == 0) {
            failedLine = index + 1;
            failure = code.number();
            failedAsked = asked[index];
            failedAvailable = available;
        }
    }

    /** Why the first line was not granted whole. */
    OutcomeCode failure() {
        return OutcomeCode.of(failure);
    }

    boolean hasBuyer() {
        return (buyerHigh | buyerLow) != 0;
    }
}
