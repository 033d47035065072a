package dev.tidegate.bench;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the callers of a gateway want, and which answers prove that they got it. */
public enum Storm {
    /** Orders for a SKU of which there is more than enough. */
    ORDERS(0, 0, 0),
    /** The same, and a hundred polls of the units left to each of them. */
    READS(100, 0, 0),
    /** Orders for a SKU that is sold out, but one unit is held still: each goes through the ring. */
    SOLD_OUT_HELD(0, 10_000, 1),
    /** Orders for a SKU that is sold out and paid: the edge answers. */
    SOLD_OUT_EDGE(0, 10_000, 0);

    /** What {@link BinaryServer} receives of a SKU that is not to be sold out. */
    static final long PLENTY = 1_000_000_000;

    /** The shield lets an order pass whose id may have been accepted: its filter is mistaken that often at most. */
    private static final double MISTAKEN = 0.01;

    private final int pollsPerOrder;
    private final int soldUnits;
    private final int heldUnits;

    Storm(final int pollsPerOrder, final int soldUnits, final int heldUnits) {
        this.pollsPerOrder = pollsPerOrder;
        this.soldUnits = soldUnits;
        this.heldUnits = heldUnits;
    }

    /** The names, as a usage line has them. */
    static String names() {
        return Arrays.stream(values()).map(Enum::name).collect(Collectors.joining("|"));
    }

    int pollsPerOrder() {
        return pollsPerOrder;
    }

    boolean soldOut() {
        return soldUnits > 0;
    }

    /** Units received, all of which are sold before the storm begins if it is one of those. */
    long units() {
        return soldOut() ? soldUnits : PLENTY;
    }

    /** Units sold before that are not paid. */
    int heldUnits() {
        return heldUnits;
    }

    /** Orders to make room for, where so many are expected of {@link #ORDERS}. */
    int expectedOrders(final int ofOrders) {
        if (soldOut()) {
            return 10 * soldUnits;
        }
        return pollsPerOrder > 0 ? ofOrders / 10 : ofOrders;
    }

    /** What is wrong with the answers, null when they are as they must be. */
    @Nullable
    String wrong(final AnswerCounts counts) {
        final @Nullable String wrong;
        if (counts.other() > 0) {
            wrong = "answers of another kind";
        } else if (soldOut() ? counts.accepted() > 0 : counts.accepted() == 0) {
            wrong = soldOut() ? "sold what is not there" : "nothing was accepted";
        } else if (!soldOut() && counts.soldOut() + counts.soldOutNow() > 0) {
            wrong = "refused what is there";
        } else if (this == SOLD_OUT_HELD && (counts.soldOutNow() > 0 || counts.soldOut() == 0)) {
            wrong = "answered by the edge while a hold lives";
        } else if (this == SOLD_OUT_EDGE && counts.soldOut() > MISTAKEN * counts.soldOutNow()) {
            wrong = "answered through the ring though no hold lives";
        } else {
            // Orders that are open while a turn begins and ends may be any, so this is no equation.
            final long due = pollsPerOrder * counts.orders();
            wrong = counts.polls() < due / 2 || counts.polls() > 2 * due ? "polls to an order" : null;
        }
        return wrong == null ? null : this + ", " + wrong + ": " + counts;
    }

    /** What is wrong with the books at the end, null when they are as they must be. */
    @Nullable
    String wrong(final String books, final long accepted) {
        final long sold = soldOut() ? soldUnits - heldUnits : 0;
        final long held = soldOut() ? heldUnits : accepted;
        final boolean right = books.startsWith("verified ")
                && GatewaySide.count(books, "orders") == (soldOut() ? soldUnits : accepted)
                && GatewaySide.count(books, "unitsSellable") == units() - held - sold
                && GatewaySide.count(books, "unitsHeld") == held
                && GatewaySide.count(books, "unitsSold") == sold;
        return right ? null : this + ", accepted " + accepted + ", but the books say " + books;
    }

    /** {@code MODE} or {@code MODE/STORM}; without one it is {@link #ORDERS}. */
    record Of(JournalMode mode, Storm storm) {
        static final String USAGE = "MODE[/STORM]: a mode is one of "
                + Arrays.stream(JournalMode.values()).map(Enum::name).collect(Collectors.joining("|"))
                + ", a storm one of " + names() + ", ORDERS without one";

        static Of parse(final String text) {
            final String[] parts = text.toUpperCase(Locale.ROOT).split("/", -1);
            if (parts.length > 2) {
                throw new IllegalArgumentException(text + " is not " + USAGE);
            }
            try {
                return new Of(JournalMode.valueOf(parts[0]), parts.length == 1 ? ORDERS : Storm.valueOf(parts[1]));
            } catch (final IllegalArgumentException unknown) {
                throw new IllegalArgumentException(text + " is not " + USAGE, unknown);
            }
        }

        @Override
        public String toString() {
            return mode + "/" + storm;
        }
    }
}
