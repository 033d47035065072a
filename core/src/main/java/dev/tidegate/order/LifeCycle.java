package dev.tidegate.order;

/**
 * Where each trigger may lead from each state: a table, so that a loader can put another one in its place. What decides
 * between several targets, such as whether any unit is left, is the guard of the command that fires the trigger; the
 * table holds the bounds that no guard may leave.
 */
public final class LifeCycle {
    private static final int STATES = OrderState.CLOSED + 1;

    /** Bit t of [trigger][state]: the trigger may lead from the state to state t. */
    private final int[][] targets = new int[Trigger.COUNT + 1][STATES];

    private LifeCycle() {}

    /** The default of 12 states and 23 triggers; docs/lifecycle.md lists it. */
    public static LifeCycle standard() {
        final LifeCycle cycle = new LifeCycle();
        cycle.addPayment();
        cycle.addPreparation();
        cycle.addDelivery();
        return cycle;
    }

    private void addPayment() {
        allow(Trigger.PLACE, OrderState.NONE, OrderState.CREATED);
        allow(Trigger.START_PAYMENT, OrderState.CREATED, OrderState.PAYING);
        allow(Trigger.CONFIRM_PAYMENT, OrderState.CREATED, OrderState.PAID, OrderState.CLOSED);
        allow(Trigger.CONFIRM_PAYMENT, OrderState.PAYING, OrderState.PAID, OrderState.CLOSED);
        allow(Trigger.CONFIRM_PAYMENT, OrderState.OUTBOUND, OrderState.OUTBOUND);
        allow(Trigger.FAIL_PAYMENT, OrderState.CREATED, OrderState.CREATED, OrderState.CLOSED);
        allow(Trigger.FAIL_PAYMENT, OrderState.PAYING, OrderState.CREATED, OrderState.CLOSED);
        allow(Trigger.EXPIRE, OrderState.CREATED, OrderState.CLOSED);
        allow(Trigger.EXPIRE, OrderState.PAYING, OrderState.CLOSED);
        allow(Trigger.PAY_LATE, OrderState.CLOSED, OrderState.PAID, OrderState.CLOSED);
        allow(Trigger.CANCEL, OrderState.CREATED, OrderState.CREATED, OrderState.CLOSED, OrderState.OUTBOUND);
        allow(Trigger.CANCEL, OrderState.PAYING, OrderState.PAYING, OrderState.CLOSED, OrderState.OUTBOUND);
        allow(Trigger.CANCEL, OrderState.PAID, OrderState.PAID, OrderState.CLOSED, OrderState.OUTBOUND);
    }

    private void addPreparation() {
        allow(Trigger.HOLD, OrderState.PAID, OrderState.HELD);
        allow(Trigger.HOLD, OrderState.REVIEWED, OrderState.HELD);
        allow(Trigger.RELEASE_HOLD, OrderState.HELD, OrderState.PAID);
        allow(Trigger.REVIEW, OrderState.PAID, OrderState.REVIEWED);
        allow(Trigger.ALLOCATE, OrderState.REVIEWED, OrderState.ALLOCATED);
        allow(Trigger.ASSIGN_WAVE, OrderState.ALLOCATED, OrderState.ALLOCATED);
        allow(Trigger.PICK, OrderState.ALLOCATED, OrderState.PICKING);
        allow(Trigger.LABEL, OrderState.PICKING, OrderState.PICKING);
        allow(Trigger.PACK, OrderState.PICKING, OrderState.PACKED);
        allow(Trigger.LOAD, OrderState.PACKED, OrderState.PACKED);
    }

    private void addDelivery() {
        allow(Trigger.SHIP, OrderState.CREATED, OrderState.CREATED, OrderState.OUTBOUND);
        allow(Trigger.SHIP, OrderState.PAYING, OrderState.PAYING, OrderState.OUTBOUND);
        allow(Trigger.SHIP, OrderState.PAID, OrderState.PAID, OrderState.OUTBOUND);
        allow(Trigger.SHIP, OrderState.PACKED, OrderState.PACKED, OrderState.OUTBOUND);
        allow(Trigger.ATTACH_WAYBILL, OrderState.OUTBOUND, OrderState.IN_TRANSIT);
        allow(Trigger.COLLECT, OrderState.OUTBOUND, OrderState.IN_TRANSIT);
        allow(Trigger.COLLECT, OrderState.IN_TRANSIT, OrderState.IN_TRANSIT);
        allow(Trigger.SIGN, OrderState.OUTBOUND, OrderState.SIGNED);
        allow(Trigger.SIGN, OrderState.IN_TRANSIT, OrderState.SIGNED);
        for (final int state : new int[] {
            OrderState.CREATED,
            OrderState.PAYING,
            OrderState.PAID,
            OrderState.OUTBOUND,
            OrderState.IN_TRANSIT,
            OrderState.SIGNED,
            OrderState.CLOSED
        }) {
            allow(Trigger.RETURN, state, state);
        }
        allow(Trigger.CLOSE, OrderState.OUTBOUND, OrderState.CLOSED);
        allow(Trigger.CLOSE, OrderState.SIGNED, OrderState.CLOSED);
        allow(Trigger.READMIT, OrderState.NONE, OrderState.CLOSED);
    }

    private void allow(final int trigger, final int from, final int... to) {
        for (final int target : to) {
            targets[trigger][from] |= 1 << target;
        }
    }

    /** Whether the trigger may lead from one state to the other. */
    public boolean allows(final int trigger, final int from, final int to) {
        return (targets[trigger][from] & 1 << to) != 0;
    }

    /** Whether the trigger can be fired in that state at all. */
    public boolean allows(final int trigger, final int from) {
        return targets[trigger][from] != 0;
    }
}
