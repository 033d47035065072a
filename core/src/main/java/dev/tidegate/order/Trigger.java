package dev.tidegate.order;

/** What moves an order through its life, by the numbers in docs/lifecycle.md. */
public final class Trigger {
    public static final int PLACE = 1;
    public static final int START_PAYMENT = 2;
    public static final int CONFIRM_PAYMENT = 3;
    public static final int FAIL_PAYMENT = 4;
    public static final int EXPIRE = 5;
    public static final int PAY_LATE = 6;
    public static final int CANCEL = 7;
    public static final int HOLD = 8;
    public static final int RELEASE_HOLD = 9;
    public static final int REVIEW = 10;
    public static final int ALLOCATE = 11;
    public static final int ASSIGN_WAVE = 12;
    public static final int PICK = 13;
    public static final int LABEL = 14;
    public static final int PACK = 15;
    public static final int LOAD = 16;
    public static final int SHIP = 17;
    public static final int ATTACH_WAYBILL = 18;
    public static final int COLLECT = 19;
    public static final int SIGN = 20;
    public static final int RETURN = 21;
    public static final int CLOSE = 22;
    public static final int READMIT = 23;

    /** How many there are. */
    public static final int COUNT = 23;

    private Trigger() {}
}
