package dev.tidegate.engine;

import dev.tidegate.message.HeapBuffer;
import dev.tidegate.order.NumberPrint;
import dev.tidegate.table.Digest;
import dev.tidegate.table.HashIndex;
import dev.tidegate.table.Mix;
import dev.tidegate.table.StateReader;
import dev.tidegate.table.StateWriter;

/**
 * The external numbers of orders that have left memory, in the order in which they left: a ring. A number is kept as a
 * {@linkplain NumberPrint fingerprint}, beside the order's id, its times and the {@link RecordMac} of its record.
 */
final class RememberedNumbers extends HashIndex {
    /** There is no floor before the first number is forgotten. */
    static final long NO_FLOOR = -1;

    private static final int FINGER_HIGH = 0;
    private static final int FINGER_LOW = 1;
    /** 0 in a record that was taken out of the middle. */
    private static final int ORDER = 2;

    private static final int LEFT = 3;
    private static final int PLACED = 4;
    private static final int MAC_HIGH = 5;
    private static final int MAC_LOW = 6;
    private static final int STRIDE = 7;
    private static final int SMALLEST = 16;
    private static final int AHEAD = 64;

    private final Digest digest;
    private final long kind = Mix.spread(17);
    private final NumberPrint print;
    private long[] words;
    private int slots;
    /** Slot of the oldest record, and how many there are from there on, those taken out of the middle included. */
    private int oldest;

    private int kept;
    private int live;
    private int growths;
    private long floor = NO_FLOOR;

    /** Hashes of the oldest whose places in the index were read ahead, and how many of them have not been dropped. */
    private final int[] ahead = new int[AHEAD];

    private int aheadLeft;
    /** Takes what was loaded, so that the compiler does not drop the loads. */
    long sink;

    private long soughtHigh;
    private long soughtLow;
    /** 0 for whichever order. */
    private long soughtOrder;

    RememberedNumbers(final Digest digest, final NumberPrint print, final EngineSettings settings) {
        super(Math.max(SMALLEST, settings.expectedOrders() / 4));
        this.digest = digest;
        this.print = print;
        slots = Math.max(SMALLEST, settings.expectedOrders() / 4);
        words = new long[Math.multiplyExact(slots, STRIDE)];
    }

    int count() {
        return live;
    }

    /** Every order whose number has been forgotten was placed at or before it; {@link #NO_FLOOR} while there is none. */
    long floor() {
        return floor;
    }

    private int base(final int record) {
        return (record - 1) * STRIDE;
    }

    /** The record that many places behind the oldest. */
    private int recordBehind(final int places) {
        final int slot = oldest + places;
        return (slot < slots ? slot : slot - slots) + 1;
    }

    @Override
    protected boolean matches(final int record) {
        final int base = base(record);
        return words[base + FINGER_HIGH] == soughtHigh
                && words[base + FINGER_LOW] == soughtLow
                && (soughtOrder == 0 || words[base + ORDER] == soughtOrder);
    }

    /** Where a channel's number is remembered, 0 when it is not. */
    int find(final int channel, final HeapBuffer buffer, final int offset, final int length) {
        return find(print.of(channel, buffer, offset, length), print);
    }

    /** The same, when its fingerprint is known. */
    int find(final int hash, final NumberPrint sought) {
        soughtHigh = sought.high();
        soughtLow = sought.low();
        soughtOrder = 0;
        return live == 0 ? 0 : find(hash);
    }

    /** The same, and of that order; of another when the number is not remembered of this one. */
    int find(final int channel, final HeapBuffer buffer, final int offset, final int length, final long orderId) {
        final int any = find(channel, buffer, offset, length);
        if (any == 0) {
            return 0;
        }
        soughtOrder = orderId;
        final int own = find(print.hash(soughtHigh, soughtLow));
        return own != 0 ? own : any;
    }

    long order(final int record) {
        return words[base(record) + ORDER];
    }

    /** Whether the order left with a record of that code. */
    boolean leftWith(final int record, final RecordMac mac) {
        final int base = base(record);
        return words[base + MAC_HIGH] == mac.high() && words[base + MAC_LOW] == mac.low();
    }

    /**
     * Remembers the number of an order that leaves now, of which the fingerprint was taken last; forgets others, or this
     * one at once, where there is no room.
     *
     * @param hash under which the number is found
     * @param most how many are remembered at most
     */
    void remember(
            final int hash,
            final long orderId,
            final long now,
            final long placedTime,
            final RecordMac mac,
            final long most) {
        while (live > 0 && live >= most) {
            forgetOldest();
        }
        if (most == 0) {
            floor = Math.max(floor, placedTime);
            return;
        }
        if (kept == slots) {
            makeRoom();
        }
        final int number = recordBehind(kept++);
        final int base = base(number);
        words[base + FINGER_HIGH] = print.high();
        words[base + FINGER_LOW] = print.low();
        words[base + ORDER] = orderId;
        words[base + LEFT] = now;
        words[base + PLACED] = placedTime;
        words[base + MAC_HIGH] = mac.high();
        words[base + MAC_LOW] = mac.low();
        insert(hash, number);
        digest.add(kind, words, base, STRIDE);
        live++;
    }

    /** Closes the gaps, and doubles when that freed less than half. */
    private void makeRoom() {
        growths++;
        enlarge(2 * (long) live > slots ? Math.multiplyExact(2, slots) : slots);
    }

    private void enlarge(final int newSlots) {
        final long[] old = words;
        final int oldSlots = slots;
        slots = newSlots;
        words = new long[Math.multiplyExact(slots, STRIDE)];
        int to = 0;
        for (int i = 0; i < kept; i++) {
            final int from = (oldest + i) % oldSlots * STRIDE;
            if (old[from + ORDER] != 0) {
                System.arraycopy(old, from, words, to, STRIDE);
                to += STRIDE;
            }
        }
        oldest = 0;
        kept = live;
        index();
    }

    private void index() {
        empty(live);
        for (int record = 1; record <= live; record++) {
            insert(hashAt(base(record)), record);
        }
    }

    private int hashAt(final int base) {
        return print.hash(words[base + FINGER_HIGH], words[base + FINGER_LOW]);
    }

    /** Forgets up to {@code most} of the oldest whose orders left before {@code millis}. */
    void forgetBefore(final long millis, final int most) {
        for (int i = 0; i < most && live > 0 && words[base(oldest()) + LEFT] < millis; i++) {
            forgetOldest();
        }
    }

    private void forgetOldest() {
        final int record = oldest();
        floor = Math.max(floor, words[base(record) + PLACED]);
        take(record);
    }

    /** Takes a number out because its order is in memory again; it is not forgotten. */
    void take(final int record) {
        final int base = base(record);
        digest.remove(kind, words, base, STRIDE);
        delete(hashAt(base), record);
        words[base + ORDER] = 0;
        live--;
        while (kept > 0 && words[base(recordBehind(0)) + ORDER] == 0) {
            dropOldest();
        }
    }

    private void dropOldest() {
        oldest = oldest + 1 == slots ? 0 : oldest + 1;
        kept--;
        if (--aheadLeft <= 0) {
            readAhead();
        }
    }

    /** Those that go next stand anywhere in the index: their places are read together, so that the misses overlap. */
    private void readAhead() {
        aheadLeft = Math.min(AHEAD, kept);
        for (int i = 0; i < aheadLeft; i++) {
            ahead[i] = hashAt(base(recordBehind(i)));
        }
        long loaded = 0;
        for (int i = 0; i < aheadLeft; i++) {
            loaded += touch(ahead[i]);
        }
        sink += loaded;
    }

    private int oldest() {
        return recordBehind(0);
    }

    void sumInto(final Digest other) {
        for (int i = 0; i < kept; i++) {
            final int base = base(recordBehind(i));
            if (words[base + ORDER] != 0) {
                other.add(kind, words, base, STRIDE);
            }
        }
    }

    /** Writes the floor, then what is remembered, oldest first. */
    void write(final StateWriter target) {
        target.put(kind);
        target.put(floor);
        target.put(live);
        for (int i = 0; i < kept; i++) {
            final int base = base(recordBehind(i));
            if (words[base + ORDER] != 0) {
                target.put(words, base, STRIDE);
            }
        }
    }

    /** Reads it back, in place of all that is here. */
    void read(final StateReader source) {
        source.expect("table of numbers", kind);
        floor = source.next("floor of numbers", NO_FLOOR, Long.MAX_VALUE);
        live = source.count("numbers", STRIDE);
        if (live > slots) {
            slots = live;
            words = new long[Math.multiplyExact(slots, STRIDE)];
        }
        oldest = 0;
        kept = live;
        source.next(words, 0, live * STRIDE);
        long before = 0;
        for (int record = 1; record <= live; record++) {
            final int base = base(record);
            StateReader.require(words[base + ORDER] != 0 && words[base + LEFT] >= before, "a remembered number");
            before = words[base + LEFT];
        }
        index();
    }

    long bytes() {
        return (long) words.length * Long.BYTES;
    }

    /**
     * Makes room for that many: it does not grow up to there, as long as those taken out of the middle are not more than an
     * eighth.
     */
    void reserveAll(final int most) {
        reserve(most);
        if (slotsFor(most) > slots) {
            enlarge(slotsFor(most));
        }
    }

    private static int slotsFor(final int most) {
        return most + most / 8 + SMALLEST;
    }

    long bytesFor(final int most) {
        return (long) Math.max(slots, slotsFor(most)) * STRIDE * Long.BYTES;
    }

    long bytesUsed() {
        return (long) live * STRIDE * Long.BYTES;
    }

    int growths() {
        return growths;
    }
}
