package dev.tidegate.model;

import dev.tidegate.message.Command.HoldAnchor;
import dev.tidegate.message.Command.HoldTiming;
import dev.tidegate.message.Command.Limit;
import dev.tidegate.message.Command.OnPaymentFailure;
import dev.tidegate.message.Command.QuotaMode;
import dev.tidegate.message.Command.Urgency;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Everything the model knows, in plain collections; what can be derived is derived and not kept. */
final class Books {
    /** A deadline that is not there. */
    static final long NEVER = Long.MAX_VALUE;
    /** The floor of numbers before the first is forgotten. */
    static final long NO_FLOOR = Long.MIN_VALUE;

    static final int CREATED = 1;
    static final int PAYING = 2;
    static final int PAID = 3;
    static final int OUTBOUND = 9;
    static final int CLOSED = 12;

    static final int CANCELLED = 1;
    static final int EXPIRED = 2;
    static final int PAYMENT_FAILED = 3;
    static final int SHORT = 4;
    static final int COMPLETED = 5;

    private static final long MINUTE = 60_000;
    private static final long DAY = 24 * 60 * MINUTE;

    long now;
    /** The time of the command applied last before this one. */
    long before;

    /** Of the command being applied. */
    long sequence;

    final Map<Limit, Long> limits = birthLimits();
    final List<Sku> skus = new ArrayList<>();
    final List<Warehouse> warehouses = new ArrayList<>();
    final List<Channel> channels = new ArrayList<>();
    final List<Campaign> campaigns = new ArrayList<>();
    final Map<Place, Pair> pairs = new TreeMap<>();
    final Map<AllotmentKey, Long> allotments = new TreeMap<>();
    final Map<QuotaKey, Quota> quotas = new HashMap<>();
    /** By id, which is also by placing sequence. */
    final Map<Long, Order> orders = new TreeMap<>();
    /** In order of making. */
    final Map<CounterKey, Counter> counters = new LinkedHashMap<>();
    /** Of orders that have left, in the order in which they left. */
    final Map<NumberKey, Remembered> numbers = new LinkedHashMap<>();
    /** By order, every record with which it left: what a listener keeps, of which the rules themselves know nothing. */
    final Map<Long, List<byte[]>> records = new TreeMap<>();

    Policy defaultPolicy = new Policy(30 * MINUTE, 0, 400 * DAY, HoldAnchor.ORDER, OnPaymentFailure.RELEASE);
    HoldTiming defaultTiming = HoldTiming.AT_ORDER;
    long lastOrderId;
    long floorOfNumbers = NO_FLOOR;
    long closings;

    static final class Sku {
        int number;
        String code;
        boolean retired;
        boolean frozen;
        long safety;
        final Map<Integer, Long> safetyByChannel = new HashMap<>();
        int limitPerBuyer;
        long periodMillis;
        Policy policy;
    }

    static final class Warehouse {
        int number;
        String code;
        boolean retired;
    }

    static final class Channel {
        int number;
        String code;
        boolean retired;
        boolean shipUnpaid;
        List<Integer> warehouses = List.of();
        Policy policy;
        HoldTiming timing;
    }

    static final class Campaign {
        int number;
        String code;
        long start;
        long end;
        /** Its end has been carried out, by a tick or by settling. */
        boolean wound;

        final Map<Integer, Item> items = new TreeMap<>();
        Policy policy;
    }

    static final class Item {
        int limitPerBuyer;
        long cap;
        long capUsed;
    }

    static final class Pair {
        long sellable;
        long allotted;
        long held;
        long sold;
        long shipped;
        long quarantine;

        long inHouse() {
            return sellable + allotted + held + sold;
        }

        long total() {
            return inHouse() + shipped + quarantine;
        }
    }

    static final class Quota {
        QuotaMode mode;
        long value;
        long base;
        long used;
        long sequence;

        long units() {
            return mode == QuotaMode.UNITS ? value : Math.max(0, base) * value / 10_000;
        }
    }

    static final class Counter {
        long from;
        /** End of the plain period; a campaign's counter goes by the campaign's end. */
        long to;

        long count;
    }

    static final class Order {
        long id;
        long placedSequence;
        long placedTime;
        int channel;
        String externalNumber;
        Urgency urgency;
        String source;
        String currency;
        long buyerHigh;
        long buyerLow;
        long total;
        Policy policy;
        long deadline = NEVER;
        int state = CREATED;
        int closing;
        boolean paid;
        boolean refundRequested;
        /** A line was granted less than asked, or cancelled in part before payment. */
        boolean cut;

        /** Closed, and in memory again since it left. */
        boolean readmitted;

        boolean paymentStarted;
        /** Whether its live units have been taken from stock; not yet with hold timing AT_PAYMENT. */
        boolean holding;

        long paymentSequence;
        long lastShipment;
        /** When it closes by itself, from when it is done. */
        long completesAt = NEVER;

        /** Of its closing, or of its readmission. */
        long closingNumber;

        long leavesAt = NEVER;
        final List<Line> lines = new ArrayList<>();

        boolean closed() {
            return state == CLOSED;
        }

        long live() {
            return lines.stream().mapToLong(Line::live).sum();
        }

        long shipped() {
            return lines.stream().mapToLong(line -> line.shipped).sum();
        }

        long returned() {
            return lines.stream().mapToLong(line -> line.returned).sum();
        }

        boolean done() {
            return state == OUTBOUND && (paid || returned() == shipped());
        }

        boolean dueAt(final long now) {
            return !closed() && !paid && deadline <= now;
        }
    }

    static final class Line {
        int number;
        int sku;
        /** As named in the order; 0 for none. */
        int named;
        /** Where its units come from; 0 while there are none. */
        int warehouse;

        int campaign;
        boolean fromAllotment;
        long asked;
        long granted;
        /** By command. */
        long cancelled;
        /** Let go by expiry, a failed payment or a shortfall; nothing once they are acquired again. */
        long released;

        long shipped;
        long returned;
        long netAmount;
        long shortUnits;
        /** Counts in its campaign's cap. */
        boolean inCap;
        /** Counts for its buyer. */
        boolean counted;

        long countedTime;

        long live() {
            return granted - cancelled - released - shipped;
        }
    }

    record Policy(
            long initialMillis,
            long extendedMillis,
            long maximumMillis,
            HoldAnchor anchor,
            OnPaymentFailure onPaymentFailure) {}

    record Place(int sku, int warehouse) implements Comparable<Place> {
        private static final Comparator<Place> ORDER =
                Comparator.comparingInt(Place::sku).thenComparingInt(Place::warehouse);

        @Override
        public int compareTo(final Place other) {
            return ORDER.compare(this, other);
        }
    }

    record AllotmentKey(int campaign, int sku, int warehouse) implements Comparable<AllotmentKey> {
        private static final Comparator<AllotmentKey> ORDER = Comparator.comparingInt(AllotmentKey::campaign)
                .thenComparingInt(AllotmentKey::sku)
                .thenComparingInt(AllotmentKey::warehouse);

        @Override
        public int compareTo(final AllotmentKey other) {
            return ORDER.compare(this, other);
        }
    }

    record QuotaKey(int sku, int channel) {}

    record NumberKey(int channel, String number) {}

    /** What is remembered of an order that has left. */
    record Remembered(long orderId, long placedTime, long leftTime, byte[] record) {}

    record CounterKey(long buyerHigh, long buyerLow, int sku, int campaign) {}

    Sku sku(final int number) {
        return number < 1 || number > skus.size() ? null : skus.get(number - 1);
    }

    Warehouse warehouse(final int number) {
        return number < 1 || number > warehouses.size() ? null : warehouses.get(number - 1);
    }

    Channel channel(final int number) {
        return number < 1 || number > channels.size() ? null : channels.get(number - 1);
    }

    Campaign campaign(final int number) {
        return number < 1 || number > campaigns.size() ? null : campaigns.get(number - 1);
    }

    long limit(final Limit limit) {
        return limits.get(limit);
    }

    long linesInMemory() {
        return orders.values().stream().mapToLong(order -> order.lines.size()).sum();
    }

    long shortAt(final int sku, final int warehouse) {
        return orders.values().stream()
                .flatMap(order -> order.lines.stream())
                .filter(line -> line.sku == sku && line.warehouse == warehouse)
                .mapToLong(line -> line.shortUnits)
                .sum();
    }

    long allotment(final int campaign, final int sku, final int warehouse) {
        return allotments.getOrDefault(new AllotmentKey(campaign, sku, warehouse), 0L);
    }

    /** Whether SetAllotment was ever used on that campaign's item, at any warehouse. */
    boolean hasAllotment(final int campaign, final int sku) {
        return allotments.keySet().stream().anyMatch(key -> key.campaign() == campaign && key.sku() == sku);
    }

    private static Map<Limit, Long> birthLimits() {
        final Map<Limit, Long> map = new EnumMap<>(Limit.class);
        for (final Limit limit : Limit.values()) {
            map.put(limit, LimitRange.of(limit).birth());
        }
        return map;
    }
}
