package dev.tidegate.order;

/** The states of an order's life, by their numbers in docs/lifecycle.md. */
public final class OrderState {
    /** No order: a free record. */
    public static final int NONE = 0;

    public static final int CREATED = 1;
    public static final int PAYING = 2;
    public static final int PAID = 3;
    public static final int HELD = 4;
    public static final int REVIEWED = 5;
    public static final int ALLOCATED = 6;
    public static final int PICKING = 7;
    public static final int PACKED = 8;
    public static final int OUTBOUND = 9;
    public static final int IN_TRANSIT = 10;
    public static final int SIGNED = 11;
    public static final int CLOSED = 12;

    private OrderState() {}
}
