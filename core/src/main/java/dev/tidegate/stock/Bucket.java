package dev.tidegate.stock;

/** The buckets of the ledger, by their numbers in events and docs/rules.md. */
public final class Bucket {
    public static final int OUTSIDE = 0;
    public static final int SELLABLE = 1;
    public static final int ALLOTTED = 2;
    public static final int HELD = 3;
    public static final int SOLD = 4;
    public static final int SHIPPED = 5;
    public static final int QUARANTINE = 6;

    private Bucket() {}
}
