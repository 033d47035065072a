package dev.tidegate;

import dev.tidegate.message.Command;
import dev.tidegate.message.Command.Alias;
import dev.tidegate.message.Command.OrderLine;
import dev.tidegate.message.Command.PlaceOrder;
import dev.tidegate.message.Command.Placing;
import dev.tidegate.message.Command.Urgency;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Spells out commands with many fields, the usual values left out. */
public final class Orders {

    private Orders() {}

    /**
     * Begins an order: all or none of its lines, in CNY. Its total is the sum of its lines unless given.
     *
     * @param externalNumber the channel's own number of the order, 1 to 40 bytes
     * @param source where the order came from: 1 to 8 printable ASCII characters
     */
    public static Place place(
            final int channel, final String externalNumber, final String source, final Urgency urgency) {
        return new Place(channel, externalNumber, source, urgency);
    }

    /** Cancels everything of an order that has not been shipped. */
    public static Command.CancelOrder cancel(final long orderId, final int reason) {
        return new Command.CancelOrder(orderId, reason, List.of());
    }

    /** Ships everything of an order that has not been shipped. */
    public static Command.ShipOrder ship(final long orderId) {
        return new Command.ShipOrder(orderId, List.of());
    }

    /** An order to be placed. */
    public static final class Place {
        private final int channel;
        private final String externalNumber;
        private final List<OrderLine> lines = new ArrayList<>();
        private final List<Alias> aliases = new ArrayList<>();
        private final String source;
        private final Urgency urgency;
        private String currency = "CNY";
        private Placing placing = Placing.ALL_OR_NONE;
        private long buyerHigh;
        private long buyerLow;
        private long holdMillis;
        private long total;
        private boolean totalGiven;
        private byte[] document = {};
        private long orderedMillis;
        private boolean backfill;

        Place(final int channel, final String externalNumber, final String source, final Urgency urgency) {
            this.channel = channel;
            this.externalNumber = externalNumber;
            this.source = source;
            this.urgency = urgency;
        }

        /** Adds units of a SKU for a net amount in minor units, from any warehouse of the channel. */
        public Place line(final int sku, final long quantity, final long netAmount) {
            return line(new OrderLine(sku, 0, 0, quantity, netAmount, 0, 0));
        }

        /** Adds units that a campaign sells. */
        public Place campaignLine(final int campaign, final int sku, final long quantity, final long netAmount) {
            return line(new OrderLine(sku, 0, campaign, quantity, netAmount, 0, 0));
        }

        public Place line(final OrderLine line) {
            lines.add(line);
            return this;
        }

        /** ISO 4217. */
        public Place currency(final String code) {
            currency = code;
            return this;
        }

        /** Takes what there is of each line. */
        public Place partial() {
            placing = Placing.PARTIAL;
            return this;
        }

        /** Who buys, as an authenticated id or a keyed hash; needed where a purchase limit applies. */
        public Place buyer(final long high, final long low) {
            buyerHigh = high;
            buyerLow = low;
            return this;
        }

        /** How long the units are held; the hold policy's time otherwise. */
        public Place holdMillis(final long millis) {
            holdMillis = millis;
            return this;
        }

        /** The total in minor units, to be checked against the lines. */
        public Place total(final long amount) {
            total = amount;
            totalGiven = true;
            return this;
        }

        /** Another number that the order goes by. */
        public Place alias(final int kind, final String value) {
            aliases.add(new Alias(kind, value));
            return this;
        }

        /** Address, remarks and whatever else travels with the order, opaque; up to 64 KiB. */
        public Place document(final String text) {
            document = text.getBytes(StandardCharsets.UTF_8);
            return this;
        }

        /** When the platform took the order, UTC epoch milliseconds; now otherwise. */
        public Place ordered(final long millis) {
            orderedMillis = millis;
            return this;
        }

        /** Says that an order this old was never placed before: the sender has made sure. */
        public Place backfill() {
            backfill = true;
            return this;
        }

        public PlaceOrder build() {
            final long sum = lines.stream().mapToLong(OrderLine::netAmount).sum();
            return new PlaceOrder(
                    channel,
                    externalNumber,
                    source,
                    urgency,
                    placing,
                    currency,
                    totalGiven ? total : sum,
                    buyerHigh,
                    buyerLow,
                    holdMillis,
                    List.copyOf(lines),
                    List.copyOf(aliases),
                    document,
                    orderedMillis,
                    backfill);
        }
    }
}
