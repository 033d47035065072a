package dev.tidegate.order;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.table.Digest;
import dev.tidegate.table.HashIndex;
import dev.tidegate.table.Slab;
import dev.tidegate.table.StateReader;

/**
 * The orders in memory: a record of two cache lines each, found by id without a look-up and by (channel, external
 * number) through the index. An id is the record's generation and its number, so that the id of an order that has left
 * is never taken for that of the next one in the same record. An order that comes back stands in any free record, with
 * the id it had; {@link Readmitted} knows it then.
 */
public final class OrderBook extends HashIndex {
    /** Bytes of an external number at most. */
    public static final int EXTERNAL_BYTES = 40;

    /** A deadline that never comes. */
    public static final long NEVER = Long.MAX_VALUE;

    public static final int FLAG_PAID = 1;
    /** Hold timing AT_PAYMENT: no unit has been taken yet. */
    public static final int FLAG_NOTHING_HELD = 2;

    public static final int FLAG_EXTENDED = 4;
    public static final int FLAG_REFUND_REQUESTED = 8;
    /** A line was granted less than asked, or cancelled in part before payment. */
    public static final int FLAG_CUT = 16;

    public static final int FLAG_SHIPPED = 32;
    /** It left memory and was brought back, closed; not set any more once it is open again. */
    public static final int FLAG_READMITTED = 64;
    /** Its id is not that of its record. */
    private static final int FLAG_ELSEWHERE = 128;

    private static final int META = 0;
    private static final int LINES = 1;
    private static final int PLACED_SEQUENCE = 2;
    private static final int PLACED_TIME = 3;
    private static final int WHEN = 4;
    private static final int TOTAL = 5;
    private static final int TERMS = 6;
    private static final int SOURCE = 7;
    private static final int BUYER_HIGH = 8;
    private static final int BUYER_LOW = 9;
    private static final int MARK = 10;
    private static final int EXTERNAL = 11;
    private static final int COVERED = 16;
    private static final int STRIDE = 16;

    private static final int GENERATION_SHIFT = 32;
    private static final int STATE_SHIFT = 24;
    private static final int CLOSING_SHIFT = 16;
    private static final long BYTE = 0xFF;
    private static final long SHORT = 0xFFFF;

    private final Slab slab;
    private final Readmitted readmitted;
    private final NumberPrint print;
    private int soughtChannel;
    private int soughtLength;
    private HeapBuffer soughtBuffer = HeapBuffer.ofSize(EXTERNAL_BYTES);
    private int soughtOffset;

    /** {@code print} has the key under which external numbers are found. */
    public OrderBook(final Digest digest, final NumberPrint print, final int expected) {
        super(expected);
        this.print = print;
        slab = new Slab(digest, 11, STRIDE, COVERED, expected);
        readmitted = new Readmitted(digest);
    }

    public Slab slab() {
        return slab;
    }

    /** Which orders do not stand in the record of their id. */
    public Readmitted readmitted() {
        return readmitted;
    }

    // --- ids

    /** The id of the order in that record. */
    public long id(final int order) {
        final long meta = get(order, META);
        return (meta & FLAG_ELSEWHERE) == 0
                ? meta >>> GENERATION_SHIFT << GENERATION_SHIFT | order
                : readmitted.id(order);
    }

    /**
     * The record in which the order with that id stands, or, when it has left, whatever stands in its record now; 0 when no
     * order ever had it.
     */
    public int record(final long id) {
        final int order = (int) id;
        final long generation = id >>> GENERATION_SHIFT;
        final boolean given = order >= 1 && order <= slab.used() && generation >= 1 && generation <= generation(order);
        if (!given || readmitted.isEmpty()) {
            return given ? order : 0;
        }
        final int elsewhere = readmitted.record(id);
        return elsewhere != 0 ? elsewhere : order;
    }

    /** The record in which an order with that id usually stands, 0 when there is none: a hint that reads no record. */
    public int usually(final long id) {
        final int order = (int) id;
        return order >= 1 && order <= slab.used() ? order : 0;
    }

    /** How many orders were placed in the record so far, the one in it now included. */
    private long generation(final int order) {
        final long meta = get(order, META);
        return meta != 0 ? meta >>> GENERATION_SHIFT : get(order, LINES);
    }

    /** Whether the order with that id is in this record now. */
    public boolean holds(final int order, final long id) {
        return id(order) == id && state(order) != OrderState.NONE;
    }

    // --- external numbers

    @Override
    protected boolean matches(final int order) {
        if (channel(order) != soughtChannel || externalLength(order) != soughtLength) {
            return false;
        }
        int at = 0;
        int word = EXTERNAL;
        for (; at + 8 <= soughtLength; at += 8) {
            if (get(order, word++) != soughtBuffer.getLong(soughtOffset + at)) {
                return false;
            }
        }
        return at == soughtLength
                || get(order, word) == soughtBuffer.getBytesAsLong(soughtOffset + at, soughtLength - at);
    }

    /** The order with that external number, 0 when there is none in memory. */
    public int find(final int channel, final HeapBuffer buffer, final int offset, final int length) {
        return find(print.of(channel, buffer, offset, length), channel, buffer, offset, length);
    }

    /** The same, when its {@link NumberPrint}'s hash is known. */
    public int find(final int hash, final int channel, final HeapBuffer buffer, final int offset, final int length) {
        soughtChannel = channel;
        if (soughtBuffer != buffer) {
            soughtBuffer = buffer;
        }
        soughtOffset = offset;
        soughtLength = length;
        return find(hash);
    }

    /** The hash under which an order's external number is found, from its own record. */
    public int externalHash(final int order) {
        return print.of(channel(order), slab.words(), slab.base(order) + EXTERNAL, externalLength(order));
    }

    public int externalLength(final int order) {
        return (int) (get(order, LINES) >>> 8 & BYTE);
    }

    /** Copies the external number by words; writes up to 7 zero bytes behind it. */
    public void externalNumber(final int order, final HeapBuffer target, final int offset) {
        for (int at = 0; at < externalLength(order); at += Long.BYTES) {
            target.putLong(offset + at, get(order, EXTERNAL + at / Long.BYTES));
        }
    }

    // --- placing and leaving

    /** Takes a record for a new order in state CREATED, to be found by that hash; every word not named here is 0. Ends with {@link #placed}. */
    public int place(
            final int hash,
            final int channel,
            final HeapBuffer buffer,
            final int externalOffset,
            final int externalLength) {
        final int order = slab.take();
        slab.opening(order);
        final long generation = generation(order) + 1;
        begin(
                order,
                generation << GENERATION_SHIFT | (long) OrderState.CREATED << STATE_SHIFT,
                hash,
                channel,
                buffer,
                externalOffset,
                externalLength);
        return order;
    }

    /**
     * Takes any free record for an order that comes back, closed, under the id it had. Ends with {@link #placed}, whose
     * deadline is when it leaves again.
     *
     * @param mark what {@link #mark} stands for in a closed order
     */
    public int readmit(
            final long id,
            final int closing,
            final int flags,
            final long mark,
            final int channel,
            final HeapBuffer buffer,
            final int externalOffset,
            final int externalLength) {
        final int order = slab.take();
        slab.opening(order);
        readmitted.add(id, order);
        begin(
                order,
                generation(order) << GENERATION_SHIFT
                        | (long) OrderState.CLOSED << STATE_SHIFT
                        | (long) closing << CLOSING_SHIFT
                        | flags
                        | FLAG_READMITTED
                        | FLAG_ELSEWHERE,
                print.of(channel, buffer, externalOffset, externalLength),
                channel,
                buffer,
                externalOffset,
                externalLength);
        set(order, MARK, mark);
        return order;
    }

    private void begin(
            final int order,
            final long meta,
            final int hash,
            final int channel,
            final HeapBuffer buffer,
            final int externalOffset,
            final int externalLength) {
        set(order, META, meta);
        set(order, LINES, (long) externalLength << 8);
        set(order, TERMS, (long) channel << 48);
        int at = 0;
        for (; at + 8 <= externalLength; at += 8) {
            set(order, EXTERNAL + at / 8, buffer.getLong(externalOffset + at));
        }
        if (at < externalLength) {
            set(order, EXTERNAL + at / 8, buffer.getBytesAsLong(externalOffset + at, externalLength - at));
        }
        insert(hash, order);
    }

    /** Fills in the rest of a new order. */
    public void placed(
            final int order,
            final long sequence,
            final long now,
            final long deadline,
            final long total,
            final int currency,
            final int policy,
            final int urgency,
            final long source,
            final long buyerHigh,
            final long buyerLow,
            final int firstLine,
            final int lineCount) {
        set(order, PLACED_SEQUENCE, sequence);
        set(order, PLACED_TIME, now);
        set(order, WHEN, deadline);
        set(order, TOTAL, total);
        set(order, TERMS, get(order, TERMS) | (long) currency << 24 | policy);
        set(order, SOURCE, source);
        set(order, BUYER_HIGH, buyerHigh);
        set(order, BUYER_LOW, buyerLow);
        set(order, LINES, get(order, LINES) | (long) firstLine << 32 | (long) lineCount << 16 | urgency);
        slab.changed(order);
    }

    /** Gives back the record of an order whose lines have been given back; the hash is its {@link #externalHash}. */
    public void leave(final int order, final int hash) {
        delete(hash, order);
        if (has(order, FLAG_ELSEWHERE)) {
            readmitted.remove(order);
        }
        slab.opening(order);
        final long generation = generation(order);
        slab.clear(order);
        // Word 0 stays 0, so that a free record is in no digest and costs none.
        set(order, LINES, generation);
        slab.give(order);
    }

    // --- fields

    public int state(final int order) {
        return (int) (get(order, META) >>> STATE_SHIFT & BYTE);
    }

    public int closing(final int order) {
        return (int) (get(order, META) >>> CLOSING_SHIFT & BYTE);
    }

    public boolean has(final int order, final int flag) {
        return (get(order, META) & flag) != 0;
    }

    /** Sets state, closing and flags in one step. */
    public void state(final int order, final int state, final int closing, final int setFlags, final int clearFlags) {
        state(order, state, closing, setFlags, clearFlags, when(order), mark(order));
    }

    /** Sets state, closing, flags, {@link #when} and {@link #mark} in one step, at the price of one. */
    public void state(
            final int order,
            final int state,
            final int closing,
            final int setFlags,
            final int clearFlags,
            final long when,
            final long mark) {
        slab.opening(order);
        final long meta = get(order, META);
        final long flags = (meta & SHORT & ~clearFlags) | setFlags;
        set(
                order,
                META,
                meta >>> GENERATION_SHIFT << GENERATION_SHIFT
                        | (long) state << STATE_SHIFT
                        | (long) closing << CLOSING_SHIFT
                        | flags);
        set(order, WHEN, when);
        set(order, MARK, mark);
        slab.changed(order);
    }

    public int firstLine(final int order) {
        return (int) (get(order, LINES) >>> 32);
    }

    public int lineCount(final int order) {
        return (int) (get(order, LINES) >>> 16 & SHORT);
    }

    public int urgency(final int order) {
        return (int) (get(order, LINES) & BYTE);
    }

    public long placedSequence(final int order) {
        return get(order, PLACED_SEQUENCE);
    }

    public long placedTime(final int order) {
        return get(order, PLACED_TIME);
    }

    /**
     * While unpaid: the deadline of its hold, or {@link #NEVER}. Once a unit has been shipped: the last shipment. Once
     * closed: when it leaves memory.
     */
    public long when(final int order) {
        return get(order, WHEN);
    }

    public void when(final int order, final long millis) {
        slab.opening(order);
        set(order, WHEN, millis);
        slab.changed(order);
    }

    public long total(final int order) {
        return get(order, TOTAL);
    }

    public int channel(final int order) {
        return (int) (get(order, TERMS) >>> 48);
    }

    public int currency(final int order) {
        return (int) (get(order, TERMS) >>> 24 & SHORT);
    }

    public int policy(final int order) {
        return (int) (get(order, TERMS) & 0xFFFFFF);
    }

    public long buyerHigh(final int order) {
        return get(order, BUYER_HIGH);
    }

    public long buyerLow(final int order) {
        return get(order, BUYER_LOW);
    }

    /**
     * Once paid: the sequence of the payment. OUTBOUND: when it completes, 0 while it is not done. Once closed: its place in
     * the sequence of orders that closed or came back.
     */
    public long mark(final int order) {
        return get(order, MARK);
    }

    /** Whether its hold has run out, swept or not: unpaid, with a deadline that has come. */
    public boolean due(final int order, final long now) {
        return unpaidWithDeadline(order) && when(order) <= now;
    }

    /** Whether it can still expire. */
    public boolean unpaidWithDeadline(final int order) {
        final int state = state(order);
        return (state == OrderState.CREATED || state == OrderState.PAYING) && !has(order, FLAG_SHIPPED);
    }

    /** Eight bytes, the first lowest. */
    public long source(final int order) {
        return slab.get(order, SOURCE);
    }

    // --- the whole state

    /** Whether an order stands in the record. */
    public boolean exists(final int order) {
        return state(order) != OrderState.NONE;
    }

    /** Checks the records that were read, and finds every external number anew. */
    public void link() {
        for (int i = 0; i < slab.used() - slab.live(); i++) {
            StateReader.require(!exists(slab.free(i)), "a free order");
        }
        empty(slab.live());
        int count = 0;
        for (int order = 1; order <= slab.used(); order++) {
            if (exists(order)) {
                StateReader.require(
                        state(order) <= OrderState.CLOSED
                                && externalLength(order) <= EXTERNAL_BYTES
                                && (generation(order) >= 1 || has(order, FLAG_ELSEWHERE)),
                        "an order");
                insert(externalHash(order), order);
                count++;
            }
        }
        StateReader.require(count == slab.live(), "the number of orders");
        linkReadmitted();
    }

    private void linkReadmitted() {
        readmitted.link();
        int count = 0;
        for (int order = 1; order <= slab.used(); order++) {
            if (exists(order) && has(order, FLAG_ELSEWHERE)) {
                final long id = readmitted.id(order);
                StateReader.require(id != 0 && record(id) == order, "an order that came back and its id");
                count++;
            } else {
                StateReader.require(!has(order, FLAG_READMITTED), "an order that came back");
            }
        }
        StateReader.require(count == readmitted.count(), "the number of orders that came back");
    }

    private long get(final int record, final int word) {
        return slab.words()[record * STRIDE + word];
    }

    private void set(final int record, final int word, final long value) {
        slab.words()[record * STRIDE + word] = value;
    }
}
