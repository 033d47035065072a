package dev.tidegate.order;

/** Why an order is closed, by the numbers in docs/lifecycle.md. */
public final class Closing {
    public static final int OPEN = 0;
    public static final int CANCELLED = 1;
    public static final int EXPIRED = 2;
    public static final int PAYMENT_FAILED = 3;
    public static final int SHORT = 4;
    public static final int COMPLETED = 5;

    private Closing() {}
}
