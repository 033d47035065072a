package dev.tidegate.model;

import dev.tidegate.message.Command.Limit;
import dev.tidegate.message.OutcomeCode;
import dev.tidegate.model.Books.Campaign;
import dev.tidegate.model.Books.Channel;
import dev.tidegate.model.Books.CounterKey;
import dev.tidegate.model.Books.Item;
import dev.tidegate.model.Books.Pair;
import dev.tidegate.model.Books.Place;
import dev.tidegate.model.Books.Sku;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The reservation check of one order: docs/rules.md, section 6, steps 1 to 8. Nothing is changed; what a line would take
 * is only noted, so that the lines behind it see it.
 */
final class Reservation {
    private final Books books;
    private final Stock stock;
    private final Counters counters;
    private final Channel channel;
    private final Scope scope;
    private final Map<Object, Long> taken = new HashMap<>();
    private final Set<CounterKey> countersMade = new HashSet<>();

    /** Which steps are made. */
    enum Scope {
        /** An order, stock held at once: 1 to 8. */
        ORDER,
        /** An order that gets its stock at payment: 1 to 5. */
        ORDER_WITHOUT_STOCK,
        /** Acquire: 2, 6, 7, 8. */
        ACQUIRE
    }

    /** Units that a line asks for. */
    record Want(int line, int sku, int warehouse, int campaign, long units, long buyerHigh, long buyerLow) {
        CounterKey counter() {
            return new CounterKey(buyerHigh, buyerLow, sku, campaign);
        }
    }

    /** Units granted; the refusal says why not all, and is null when they are all. */
    record Grant(long units, int warehouse, boolean fromAllotment, Refused why) {}

    /** What one warehouse can give. */
    private record Source(int warehouse, boolean fromAllotment, long units, OutcomeCode code, long available) {}

    private record ItemKey(int campaign, int sku) {}

    private record SourceKey(Place place, int campaign) {}

    Reservation(
            final Books books, final Stock stock, final Counters counters, final Channel channel, final Scope scope) {
        this.books = books;
        this.stock = stock;
        this.counters = counters;
        this.channel = channel;
        this.scope = scope;
    }

    /** The whole line or nothing. */
    Grant whole(final Want want) {
        if (want.units() == 0) {
            return new Grant(0, want.warehouse(), false, null);
        }
        final Refused why = whyNot(want);
        if (why != null) {
            return new Grant(0, 0, false, why);
        }
        if (scope == Scope.ORDER_WITHOUT_STOCK) {
            return note(want, new Grant(want.units(), 0, false, null));
        }
        final Source source = source(want, want.units());
        return source.code() == null
                ? note(want, new Grant(want.units(), source.warehouse(), source.fromAllotment(), null))
                : new Grant(0, 0, false, refuse(want, source.code(), source.available()));
    }

    /** As much of the line as there is. */
    Grant partial(final Want want) {
        final Grant whole = whole(want);
        if (whole.why() == null) {
            return whole;
        }
        final long allowed = allowed(want);
        if (allowed == 0 || scope == Scope.ORDER_WITHOUT_STOCK) {
            return note(want, new Grant(allowed, 0, false, whole.why()));
        }
        final Source source = source(want, allowed);
        final long units = Math.min(allowed, source.units());
        return note(want, new Grant(units, source.warehouse(), source.fromAllotment(), whole.why()));
    }

    private Refused whyNot(final Want want) {
        final Sku sku = books.sku(want.sku());
        if (scope == Scope.ACQUIRE) {
            return sku.frozen
                    ? refuse(want, OutcomeCode.SKU_FROZEN, 0)
                    : sku.retired ? refuse(want, OutcomeCode.OUT_OF_STOCK, 0) : null;
        }
        if (outsideWindow(want)) {
            return refuse(want, OutcomeCode.OUTSIDE_WINDOW, 0);
        }
        if (sku.frozen) {
            return refuse(want, OutcomeCode.SKU_FROZEN, 0);
        }
        if (buyerMissing(want)) {
            return refuse(want, OutcomeCode.BUYER_REQUIRED, 0);
        }
        if (want.units() > limitLeft(want)) {
            return refuse(want, OutcomeCode.PURCHASE_LIMIT, limitLeft(want));
        }
        if (noRoomForCounter(want)) {
            return refuse(want, OutcomeCode.PURCHASE_COUNTERS_FULL, 0);
        }
        return want.units() > capLeft(want) ? refuse(want, OutcomeCode.CAMPAIGN_CAP, capLeft(want)) : null;
    }

    /** Units that steps 1 to 5 leave of what is asked. */
    private long allowed(final Want want) {
        if (outsideWindow(want) || books.sku(want.sku()).frozen || buyerMissing(want) || noRoomForCounter(want)) {
            return 0;
        }
        return Math.min(want.units(), Math.min(limitLeft(want), capLeft(want)));
    }

    private boolean outsideWindow(final Want want) {
        final Campaign campaign = books.campaign(want.campaign());
        return campaign != null && (books.now < campaign.start || books.now >= campaign.end);
    }

    private boolean limited(final Want want) {
        return counters.limitOf(want.sku(), want.campaign()) > 0;
    }

    private boolean buyerMissing(final Want want) {
        return limited(want) && !Counters.isBuyer(want.buyerHigh(), want.buyerLow());
    }

    private long limitLeft(final Want want) {
        if (!limited(want)) {
            return Long.MAX_VALUE;
        }
        final long counted = counters.counted(want.counter()) + noted(want.counter());
        return Math.max(0, counters.limitOf(want.sku(), want.campaign()) - counted);
    }

    private boolean noRoomForCounter(final Want want) {
        return limited(want)
                && !counters.isThere(want.counter())
                && !countersMade.contains(want.counter())
                && books.counters.size() + countersMade.size() >= books.limit(Limit.PURCHASE_COUNTERS);
    }

    private long capLeft(final Want want) {
        final Campaign campaign = books.campaign(want.campaign());
        if (campaign == null || campaign.items.get(want.sku()).cap < 0) {
            return Long.MAX_VALUE;
        }
        final Item item = campaign.items.get(want.sku());
        return Math.max(0, item.cap - item.capUsed - noted(new ItemKey(want.campaign(), want.sku())));
    }

    /** The warehouse named, or the first that has {@code units}, or the one with the most; steps 6 to 8. */
    private Source source(final Want want, final long units) {
        if (want.warehouse() != 0) {
            return sourceAt(want, want.warehouse(), units);
        }
        Source best = null;
        for (final int warehouse : channel.warehouses) {
            final Source source = sourceAt(want, warehouse, units);
            if (source.code() == null) {
                return source;
            }
            if (best == null || source.units() > best.units()) {
                best = source;
            }
        }
        return best == null ? new Source(0, false, 0, OutcomeCode.OUT_OF_STOCK, 0) : best;
    }

    private Source sourceAt(final Want want, final int warehouse, final long units) {
        final Place place = new Place(want.sku(), warehouse);
        if (takesFromAllotment(want)) {
            final long there = books.allotment(want.campaign(), want.sku(), warehouse)
                    - noted(new SourceKey(place, want.campaign()));
            final OutcomeCode code = units > there ? OutcomeCode.ALLOTMENT_EXHAUSTED : null;
            return new Source(warehouse, true, there, code, there);
        }
        final Pair pair = books.pairs.get(place);
        final long sellable = (pair == null ? 0 : pair.sellable) - noted(new SourceKey(place, 0));
        final long offered = Math.max(0, sellable - safety(want.sku()));
        final long quotaLeft = Math.max(0, quotaLeft(want.sku()));
        final long most = Math.min(offered, quotaLeft);
        if (units > quotaLeft) {
            return new Source(warehouse, false, most, OutcomeCode.QUOTA_EXCEEDED, quotaLeft);
        }
        if (units > offered) {
            final OutcomeCode code = units > sellable ? OutcomeCode.OUT_OF_STOCK : OutcomeCode.SAFETY_STOCK;
            return new Source(warehouse, false, most, code, offered);
        }
        return new Source(warehouse, false, most, null, 0);
    }

    private long quotaLeft(final int sku) {
        final long left = stock.quotaLeft(sku, channel.number);
        return left == Long.MAX_VALUE ? left : left - noted(sku);
    }

    private boolean takesFromAllotment(final Want want) {
        return want.campaign() != 0
                && books.now < books.campaign(want.campaign()).end
                && books.hasAllotment(want.campaign(), want.sku());
    }

    private long safety(final int number) {
        final Sku sku = books.sku(number);
        return Math.max(sku.safety, sku.safetyByChannel.getOrDefault(channel.number, 0L));
    }

    private Grant note(final Want want, final Grant grant) {
        if (grant.units() == 0) {
            return grant;
        }
        if (scope != Scope.ACQUIRE && limited(want)) {
            add(want.counter(), grant.units());
            if (!counters.isThere(want.counter())) {
                countersMade.add(want.counter());
            }
        }
        add(new ItemKey(want.campaign(), want.sku()), grant.units());
        final Place place = new Place(want.sku(), grant.warehouse());
        add(new SourceKey(place, grant.fromAllotment() ? want.campaign() : 0), grant.units());
        if (!grant.fromAllotment()) {
            add(want.sku(), grant.units());
        }
        return grant;
    }

    private void add(final Object key, final long units) {
        taken.merge(key, units, Long::sum);
    }

    private long noted(final Object key) {
        return taken.getOrDefault(key, 0L);
    }

    private static Refused refuse(final Want want, final OutcomeCode code, final long available) {
        return Refused.line(code, want.line(), want.units(), available);
    }
}
