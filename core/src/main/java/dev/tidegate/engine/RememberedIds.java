package dev.tidegate.engine;

import dev.tidegate.message.OutcomeCode;
import dev.tidegate.table.Digest;
import dev.tidegate.table.Mix;
import dev.tidegate.table.StateReader;
import dev.tidegate.table.StateWriter;

/**
 * Command ids and the answers they were given, in the order they were given in: a ring. One holds the accepted, another
 * the refused ones; an {@link IdIndex} finds them.
 */
final class RememberedIds {
    private static final int ID_HIGH = 0;
    private static final int ID_LOW = 1;
    private static final int CONTENT = 2;
    private static final int SEQUENCE = 3;
    private static final int TIME = 4;
    private static final int WHAT = 5;
    private static final int ENTITY = 6;
    private static final int ASKED = 7;
    private static final int AVAILABLE = 8;
    /** A record without {@code ASKED} and {@code AVAILABLE} of their own: both are below 2^31 then and share a word. */
    private static final int NARROW = 8;

    private static final int WIDE = 9;
    private static final int PRINCIPAL_SHIFT = 32;
    private static final int CODE_SHIFT = 22;
    private static final int TEMPLATE_SHIFT = 16;
    private static final int AHEAD = 64;

    private final Digest digest;
    private final long kind;
    private final int stride;
    private final int tag;
    private final IdIndex index;
    private long[] words;
    private int slots;
    /** Slot of the oldest record, and how many there are from there on, those forgotten early included. */
    private int oldest;

    private int kept;
    private int live;
    private int growths;
    /** Hashes of the oldest whose places in the index were read ahead, and how many of them have not been dropped. */
    private final int[] ahead = new int[AHEAD];

    private int aheadLeft;
    /** Takes what was loaded, so that the compiler does not drop the loads. */
    long sink;

    /** {@code tag} is what the index adds to the numbers of these records. */
    RememberedIds(
            final Digest digest,
            final long kind,
            final boolean wide,
            final IdIndex index,
            final int tag,
            final int expected) {
        this.digest = digest;
        this.kind = Mix.spread(kind);
        stride = wide ? WIDE : NARROW;
        this.index = index;
        this.tag = tag;
        slots = Math.max(16, expected);
        words = new long[Math.multiplyExact(slots, stride)];
    }

    int count() {
        return live;
    }

    private int base(final int record) {
        return (record - 1) * stride;
    }

    /** The record that many places behind the oldest. */
    private int recordBehind(final int places) {
        final int slot = oldest + places;
        return (slot < slots ? slot : slot - slots) + 1;
    }

    boolean isOf(final int record, final int principal, final long high, final long low) {
        final int base = base(record);
        return words[base + ID_LOW] == low
                && words[base + ID_HIGH] == high
                && (int) (words[base + WHAT] >>> PRINCIPAL_SHIFT) == principal;
    }

    void remember(
            final int hash,
            final int principal,
            final long high,
            final long low,
            final int template,
            final long content,
            final long sequence,
            final long now,
            final OutcomeCode code,
            final long entity,
            final int line,
            final long asked,
            final long available) {
        if (kept == slots) {
            grow();
        }
        final int record = recordBehind(kept++);
        final int base = base(record);
        words[base + ID_HIGH] = high;
        words[base + ID_LOW] = low;
        words[base + CONTENT] = content;
        words[base + SEQUENCE] = sequence;
        words[base + TIME] = now;
        words[base + WHAT] = (long) principal << PRINCIPAL_SHIFT
                | (long) code.number() << CODE_SHIFT
                | (long) template << TEMPLATE_SHIFT
                | line;
        words[base + ENTITY] = entity;
        if (stride == WIDE) {
            words[base + ASKED] = asked;
            words[base + AVAILABLE] = available;
        } else {
            words[base + ASKED] = asked << 32 | available;
        }
        index.add(hash, record | tag);
        digest.add(kind, words, base, stride);
        live++;
    }

    private void grow() {
        growths++;
        enlarge(Math.multiplyExact(2, slots));
    }

    private void enlarge(final int newSlots) {
        final long[] old = words;
        final int oldSlots = slots;
        slots = newSlots;
        words = new long[Math.multiplyExact(slots, stride)];
        final int first = (oldSlots - oldest) * stride;
        System.arraycopy(old, oldest * stride, words, 0, first);
        System.arraycopy(old, 0, words, first, oldest * stride);
        oldest = 0;
        index.rebuild();
    }

    /** Adds every record, after the index has begun anew. */
    void addAllToIndex() {
        for (int i = 0; i < kept; i++) {
            final int record = recordBehind(i);
            final int base = base(record);
            if (words[base + ID_HIGH] != 0) {
                index.add(hashAt(base), record | tag);
            }
        }
    }

    private int hashAt(final int base) {
        return index.hash((int) (words[base + WHAT] >>> PRINCIPAL_SHIFT), words[base + ID_HIGH], words[base + ID_LOW]);
    }

    /** Forgets up to {@code most} of the oldest that were given before {@code millis}. */
    void forgetBefore(final long millis, final int most) {
        for (int i = 0; i < most && live > 0 && timeMillis(oldest()) < millis; i++) {
            forget(oldest());
        }
    }

    /** Forgets the oldest; call only when there is one. */
    void forgetOldest() {
        forget(oldest());
    }

    private int oldest() {
        while (words[base(recordBehind(0)) + ID_HIGH] == 0) {
            dropOldest();
        }
        return recordBehind(0);
    }

    private void dropOldest() {
        oldest = oldest + 1 < slots ? oldest + 1 : 0;
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
            loaded += index.touch(ahead[i]);
        }
        sink += loaded;
    }

    /** Forgets one. */
    void forget(final int record) {
        final int base = base(record);
        digest.remove(kind, words, base, stride);
        index.remove(hashAt(base), record | tag);
        words[base + ID_HIGH] = 0;
        live--;
        if (record == recordBehind(0)) {
            dropOldest();
        }
    }

    boolean sameCommand(final int record, final int template, final long content) {
        final int base = base(record);
        return words[base + CONTENT] == content && (int) (words[base + WHAT] >>> TEMPLATE_SHIFT & 0x3F) == template;
    }

    long sequence(final int record) {
        return words[base(record) + SEQUENCE];
    }

    long timeMillis(final int record) {
        return words[base(record) + TIME];
    }

    OutcomeCode code(final int record) {
        return OutcomeCode.of((int) (words[base(record) + WHAT] >>> CODE_SHIFT & 0x3FF));
    }

    long entity(final int record) {
        return words[base(record) + ENTITY];
    }

    int line(final int record) {
        return (int) (words[base(record) + WHAT] & 0xFFFF);
    }

    long asked(final int record) {
        final long asked = words[base(record) + ASKED];
        return stride == WIDE ? asked : asked >>> 32;
    }

    long available(final int record) {
        return stride == WIDE ? words[base(record) + AVAILABLE] : words[base(record) + ASKED] & 0xFFFFFFFFL;
    }

    void sumInto(final Digest other) {
        for (int i = 0; i < kept; i++) {
            final int base = base(recordBehind(i));
            if (words[base + ID_HIGH] != 0) {
                other.add(kind, words, base, stride);
            }
        }
    }

    /** Writes what is remembered, oldest first. */
    void write(final StateWriter target) {
        target.put(kind);
        target.put(live);
        for (int i = 0; i < kept; i++) {
            final int base = base(recordBehind(i));
            if (words[base + ID_HIGH] != 0) {
                target.put(words, base, stride);
            }
        }
    }

    /** Reads it back, in place of all that is here; the index must then be built anew. */
    void read(final StateReader source) {
        source.expect("table of ids", kind);
        live = source.count("ids", stride);
        if (live > slots) {
            slots = live;
            words = new long[Math.multiplyExact(slots, stride)];
        }
        oldest = 0;
        kept = live;
        source.next(words, 0, live * stride);
        for (int record = 1; record <= live; record++) {
            final int base = base(record);
            StateReader.require(
                    words[base + ID_HIGH] != 0 && OutcomeCode.exists((int) (words[base + WHAT] >>> CODE_SHIFT & 0x3FF)),
                    "a remembered id");
        }
    }

    long bytes() {
        return (long) words.length * Long.BYTES;
    }

    /** Makes room for that many, so that it does not grow up to there. */
    void reserve(final int most) {
        if (most > slots) {
            enlarge(most);
        }
    }

    long bytesFor(final int most) {
        return (long) Math.max(slots, most) * stride * Long.BYTES;
    }

    long bytesUsed() {
        return (long) live * stride * Long.BYTES;
    }

    int growths() {
        return growths;
    }

    /**
     * Gives ids given after that sequence, oldest first.
     *
     * @param most how many records are looked at, at most
     * @param lastSequence what to answer when there is none behind
     * @return the sequence up to which all have been given
     */
    long giveAfter(final long sequence, final int most, final ForSale.IdSink sink, final long lastSequence) {
        int place = placesUpTo(sequence);
        final int end = (int) Math.min(kept, (long) place + most);
        long last = sequence;
        for (; place < end; place++) {
            final int base = base(recordBehind(place));
            last = words[base + SEQUENCE];
            if (words[base + ID_HIGH] != 0) {
                sink.id((int) (words[base + WHAT] >>> PRINCIPAL_SHIFT), words[base + ID_HIGH], words[base + ID_LOW]);
            }
        }
        return end == kept ? lastSequence : last;
    }

    /** How many of the records, forgotten ones included, were given up to that sequence: they stand in its order. */
    private int placesUpTo(final long sequence) {
        int low = 0;
        int high = kept;
        while (low < high) {
            final int middle = low + high >>> 1;
            if (words[base(recordBehind(middle)) + SEQUENCE] <= sequence) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
