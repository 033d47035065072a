package dev.tidegate.stock;

import dev.tidegate.table.Digest;
import dev.tidegate.table.DueQueue;
import dev.tidegate.table.HashIndex;
import dev.tidegate.table.Mix;
import dev.tidegate.table.Slab;
import dev.tidegate.table.StateReader;
import dev.tidegate.table.StateWriter;
import dev.tidegate.table.TieOrder;

/** How much a buyer holds and has bought of a SKU in a period, or in a campaign; only where a limit applies. */
public final class PurchaseCounters extends HashIndex {
    /** Stands for a counter that has to be looked for. */
    public static final int UNKNOWN = -1;

    private static final int KEY = 0;
    private static final int BUYER_HIGH = 1;
    private static final int BUYER_LOW = 2;
    private static final int COUNT = 3;
    private static final int START = 4;
    private static final int END = 5;
    private static final int MADE = 6;
    private static final int COVERED = 7;
    private static final int STRIDE = 8;
    private static final long CAMPAIGN_BITS = 0xFFFF;
    private static final long INT = 0xFFFFFFFFL;

    private final Campaigns campaigns;
    private final long hashKey;
    private final Slab slab;
    private final DueQueue due = new DueQueue(this::lives);
    private long made;
    private long soughtKey;
    private long soughtHigh;
    private long soughtLow;

    public PurchaseCounters(final Digest digest, final Campaigns campaigns, final long hashKey, final int expected) {
        super(expected);
        this.campaigns = campaigns;
        this.hashKey = hashKey;
        slab = new Slab(digest, 10, STRIDE, COVERED, expected);
    }

    public Slab slab() {
        return slab;
    }

    public int count() {
        return slab.live();
    }

    /** When counters become due. */
    public DueQueue due() {
        return due;
    }

    /** How many counters were ever made. */
    public long made() {
        return made;
    }

    private static long key(final int sku, final int campaign) {
        return (long) sku << 32 | campaign;
    }

    private int hash(final long key, final long high, final long low) {
        return (int) (Mix.fold(high ^ hashKey, low ^ Mix.fold(key, hashKey)) >>> 32);
    }

    @Override
    protected boolean matches(final int counter) {
        return get(counter, KEY) == soughtKey
                && get(counter, BUYER_LOW) == soughtLow
                && get(counter, BUYER_HIGH) == soughtHigh;
    }

    /** The counter of a buyer, SKU and campaign (0 for none), 0 when there is none. */
    public int find(final long buyerHigh, final long buyerLow, final int sku, final int campaign) {
        soughtKey = key(sku, campaign);
        soughtHigh = buyerHigh;
        soughtLow = buyerLow;
        return find(hash(soughtKey, buyerHigh, buyerLow));
    }

    /** The hash under which a counter is found. */
    public int hash(final long buyerHigh, final long buyerLow, final int sku, final int campaign) {
        return hash(key(sku, campaign), buyerHigh, buyerLow);
    }

    /** Reads ahead the counter that a look-up of this hash will find, once its place in the index is near. */
    public long touchRecord(final int hash) {
        return get(likely(hash), COUNT);
    }

    /** Units counted; 0 when the counter's period is over. */
    public long counted(final int counter, final long now) {
        return counter == 0 || over(counter, now) ? 0 : get(counter, COUNT);
    }

    /** A plain counter's period can be over while it is still there; a campaign's ends with the campaign. */
    private boolean over(final int counter, final long now) {
        return campaign(counter) == 0 && get(counter, END) <= now;
    }

    /**
     * Counts units; makes the counter, or starts it anew when its period is over.
     *
     * @param known the counter, 0 when there is none yet, or {@link #UNKNOWN}
     * @param periodMillis length of the periods of a plain counter, unused with a campaign
     */
    public void count(
            final int known,
            final long buyerHigh,
            final long buyerLow,
            final int sku,
            final int campaign,
            final long periodMillis,
            final long now,
            final long units) {
        int counter = known == UNKNOWN ? find(buyerHigh, buyerLow, sku, campaign) : known;
        if (counter == 0) {
            counter = slab.take();
            set(counter, KEY, key(sku, campaign));
            set(counter, BUYER_HIGH, buyerHigh);
            set(counter, BUYER_LOW, buyerLow);
            set(counter, MADE, ++made);
            set(counter, COUNT, 0);
            begin(counter, campaign, periodMillis, now);
            insert(hash(key(sku, campaign), buyerHigh, buyerLow), counter);
            due.add(campaign, endNow(counter), made, counter, 0);
        } else {
            slab.opening(counter);
            if (over(counter, now)) {
                set(counter, COUNT, 0);
                begin(counter, campaign, periodMillis, now);
            }
        }
        set(counter, COUNT, get(counter, COUNT) + units);
        slab.changed(counter);
    }

    private void begin(final int counter, final int campaign, final long periodMillis, final long now) {
        final long start = campaign != 0 ? 0 : now / periodMillis * periodMillis;
        set(counter, START, start);
        set(counter, END, campaign != 0 ? 0 : start + periodMillis);
    }

    /** Gives units back, if the counter is there and they were counted in its period. */
    public void giveBack(
            final long buyerHigh,
            final long buyerLow,
            final int sku,
            final int campaign,
            final long countedMillis,
            final long units) {
        final int counter = find(buyerHigh, buyerLow, sku, campaign);
        if (counter == 0 || countedMillis < get(counter, START)) {
            return;
        }
        final long left = get(counter, COUNT) - units;
        if (left <= 0) {
            remove(counter);
        } else {
            slab.opening(counter);
            set(counter, COUNT, left);
            slab.changed(counter);
        }
    }

    private void remove(final int counter) {
        final int hash = hash(get(counter, KEY), get(counter, BUYER_HIGH), get(counter, BUYER_LOW));
        slab.opening(counter);
        delete(hash, counter);
        slab.clear(counter);
        slab.give(counter);
    }

    private boolean lives(final long time, final long tie, final int counter) {
        return get(counter, KEY) != 0 && get(counter, MADE) == tie;
    }

    /** When the first counter's time comes, {@link Long#MAX_VALUE} when there is none. */
    public long firstDue() {
        while (due.firstTime() != Long.MAX_VALUE) {
            final int counter = due.firstRecord();
            final long tie = due.firstTie();
            final long time = due.firstTime();
            if (!lives(time, tie, counter)) {
                due.drop();
            } else if (endNow(counter) > time) {
                due.drop();
                due.add(campaign(counter), endNow(counter), tie, counter, 0);
            } else {
                return time;
            }
        }
        return Long.MAX_VALUE;
    }

    /** The end of its period, or what its campaign's end is now. */
    private long endNow(final int counter) {
        final int campaign = campaign(counter);
        return campaign == 0 ? get(counter, END) : campaigns.end(campaign);
    }

    private int campaign(final int counter) {
        return (int) (get(counter, KEY) & CAMPAIGN_BITS);
    }

    /** A campaign ends earlier than was known: its counters are due by then. Reads every counter, for a rare command. */
    public void endsEarlier(final int campaign) {
        for (int counter = 1; counter <= slab.used(); counter++) {
            if (get(counter, KEY) != 0 && campaign(counter) == campaign) {
                due.add(0, endNow(counter), get(counter, MADE), counter, 0);
            }
        }
    }

    /** Removes the counter that is due first; call only when {@link #firstDue} has come. */
    public void removeFirstDue() {
        final int counter = due.firstRecord();
        due.drop();
        remove(counter);
    }

    /** Writes the counters. */
    public void write(final StateWriter target) {
        slab.write(target);
        target.put(made);
    }

    /** Reads them back. */
    public void read(final StateReader source) {
        slab.read(source);
        made = source.next("counters ever made", 0, Long.MAX_VALUE);
    }

    /** Checks what was read, and finds and queues every counter anew. */
    public void link(final Skus skus) {
        for (int i = 0; i < slab.used() - slab.live(); i++) {
            StateReader.require(get(slab.free(i), KEY) == 0, "a free purchase counter");
        }
        empty(slab.live());
        final TieOrder order = new TieOrder();
        for (int counter = 1; counter <= slab.used(); counter++) {
            final long key = get(counter, KEY);
            if (key != 0) {
                final long number = get(counter, MADE);
                StateReader.require(
                        skus.exists((int) (key >>> 32))
                                && (key & INT) <= campaigns.slab().used()
                                && number >= 1
                                && number <= made,
                        "the SKU and campaign of a purchase counter");
                insert(hash(key, get(counter, BUYER_HIGH), get(counter, BUYER_LOW)), counter);
                order.add(number, counter);
            }
        }
        final int[] counters = order.sorted();
        StateReader.require(counters.length == slab.live(), "the number of purchase counters");
        for (final int counter : counters) {
            due.add(campaign(counter), endNow(counter), get(counter, MADE), counter, 0);
        }
    }

    private long get(final int record, final int word) {
        return slab.words()[record * STRIDE + word];
    }

    private void set(final int record, final int word, final long value) {
        slab.words()[record * STRIDE + word] = value;
    }
}
