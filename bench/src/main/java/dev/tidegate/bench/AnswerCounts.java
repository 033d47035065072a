package dev.tidegate.bench;

import dev.tidegate.message.OutcomeCode;

/** What a load was answered, by kind. One thread. */
final class AnswerCounts {
    private long polls;
    private long accepted;
    private long soldOut;
    private long soldOutNow;
    private long busy;
    private long other;

    /** Counts the answer to an order by the number of its outcome. */
    void order(final int code) {
        if (code >= 0 && code < OutcomeCode.MALFORMED.number()) {
            accepted++;
        } else if (code == OutcomeCode.OUT_OF_STOCK.number()) {
            soldOut++;
        } else if (code == OutcomeCode.SOLD_OUT_NOW.number()) {
            soldOutNow++;
        } else if (code == OutcomeCode.BUSY.number()) {
            busy++;
        } else {
            other++;
        }
    }

    /** Counts the answer to a poll; one that shows nothing is of another kind. */
    void poll(final boolean shown) {
        if (shown) {
            polls++;
        } else {
            other++;
        }
    }

    void add(final AnswerCounts more) {
        polls += more.polls;
        accepted += more.accepted;
        soldOut += more.soldOut;
        soldOutNow += more.soldOutNow;
        busy += more.busy;
        other += more.other;
    }

    long polls() {
        return polls;
    }

    long accepted() {
        return accepted;
    }

    /** Refused by the engine. */
    long soldOut() {
        return soldOut;
    }

    /** Refused at the edge. */
    long soldOutNow() {
        return soldOutNow;
    }

    long busy() {
        return busy;
    }

    /** What no storm expects. */
    long other() {
        return other;
    }

    /** Orders answered, BUSY too. */
    long orders() {
        return accepted + soldOut + soldOutNow + busy;
    }

    long all() {
        return orders() + polls + other;
    }

    @Override
    public String toString() {
        return String.format(
                "accepted %,d, sold out at the edge %,d, through the ring %,d, busy %,d, polls %,d, other %,d",
                accepted, soldOutNow, soldOut, busy, polls, other);
    }
}
