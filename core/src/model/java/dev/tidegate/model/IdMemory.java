package dev.tidegate.model;

import dev.tidegate.message.Command;
import dev.tidegate.message.Command.Limit;
import dev.tidegate.message.Command.PlaceOrder;
import dev.tidegate.message.Command.ReadmitOrder;
import dev.tidegate.message.CommandHeader;
import dev.tidegate.message.OutcomeCode;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Command ids: docs/rules.md, sections 1 and 2. Both maps are in order of time. */
final class IdMemory {
    private static final long FIVE_MINUTES = 300_000;
    private static final int FORGOTTEN_AT_ONCE = 4;

    private final Books books;
    private final Map<Key, First> accepted = new LinkedHashMap<>();
    private final Map<Key, First> refused = new LinkedHashMap<>();
    private long floor;

    record Key(int principal, long idHigh, long idLow) {}

    /** The first command with an id, and what was answered. */
    record First(Command content, Answer answer, long sequence, long timeMillis) {}

    IdMemory(final Books books) {
        this.books = books;
    }

    void forgetOld() {
        forget(accepted, books.now - books.limit(Limit.ID_HORIZON_MILLIS) - FIVE_MINUTES);
        forget(refused, oldestRefusalTime());
    }

    private static void forget(final Map<Key, First> memory, final long before) {
        final Iterator<First> oldest = memory.values().iterator();
        for (int i = 0; i < FORGOTTEN_AT_ONCE && oldest.hasNext() && oldest.next().timeMillis < before; i++) {
            oldest.remove();
        }
    }

    private long oldestRefusalTime() {
        return books.now - books.limit(Limit.REFUSAL_MILLIS);
    }

    void checkId(final CommandHeader header) {
        if ((header.idHigh() >>> 12 & 0xF) != 7 || header.idLow() >>> 62 != 2) {
            throw Refused.of(OutcomeCode.MALFORMED_ID);
        }
        final long created = header.idHigh() >>> 16;
        if (created < Math.max(books.now - books.limit(Limit.ID_HORIZON_MILLIS), floor)) {
            throw Refused.of(OutcomeCode.ID_TOO_OLD);
        }
        if (created > books.now + FIVE_MINUTES) {
            throw Refused.of(OutcomeCode.ID_FROM_FUTURE);
        }
    }

    /** The first command with that id, as far as it is remembered. */
    Optional<First> first(final CommandHeader header) {
        final Key key = key(header);
        final First yes = accepted.get(key);
        if (yes != null) {
            return Optional.of(yes);
        }
        final First no = refused.get(key);
        if (no != null && no.timeMillis < oldestRefusalTime()) {
            refused.remove(key);
            return Optional.empty();
        }
        return Optional.ofNullable(no);
    }

    /** Whether a command with that id would be held against an earlier one at that time. */
    boolean holds(final CommandHeader header, final long timeMillis) {
        final First no = refused.get(key(header));
        return accepted.containsKey(key(header))
                || no != null && no.timeMillis >= timeMillis - books.limit(Limit.REFUSAL_MILLIS);
    }

    void checkRoom(final Command command) {
        final int spare = command instanceof Command.SetLimits ? 1_000 : 0;
        if (accepted.size() >= books.limit(Limit.IDS_REMEMBERED) + spare) {
            throw Refused.of(OutcomeCode.IDS_FULL);
        }
    }

    void remember(final CommandHeader header, final Command command, final Answer answer) {
        final First first = new First(command, answer, books.sequence, books.now);
        if (answer.code().accepted()) {
            accepted.put(key(header), first);
        } else if (answer.code().remembered() && books.limit(Limit.REFUSALS_REMEMBERED) > 0) {
            if (refused.size() >= books.limit(Limit.REFUSALS_REMEMBERED)) {
                refused.remove(refused.keySet().iterator().next());
            }
            refused.put(key(header), first);
        }
    }

    void raiseFloor(final long horizonBefore) {
        floor = Math.max(floor, books.now - horizonBefore);
    }

    int acceptedCount() {
        return accepted.size();
    }

    int refusedCount() {
        return refused.size();
    }

    static boolean sameContent(final Command one, final Command other) {
        if (one instanceof PlaceOrder a && other instanceof PlaceOrder b) {
            return Arrays.equals(a.document(), b.document())
                    && withoutDocument(a).equals(withoutDocument(b));
        }
        if (one instanceof ReadmitOrder a && other instanceof ReadmitOrder b) {
            return a.orderId() == b.orderId() && a.reason() == b.reason() && Arrays.equals(a.record(), b.record());
        }
        return one.equals(other);
    }

    private static PlaceOrder withoutDocument(final PlaceOrder order) {
        return new PlaceOrder(
                order.channel(),
                order.externalNumber(),
                order.source(),
                order.urgency(),
                order.placing(),
                order.currency(),
                order.totalAmount(),
                order.buyerHigh(),
                order.buyerLow(),
                order.holdMillis(),
                order.lines(),
                order.aliases(),
                null,
                order.orderedMillis(),
                order.backfill());
    }

    private static Key key(final CommandHeader header) {
        return new Key(header.principal(), header.idHigh(), header.idLow());
    }
}
