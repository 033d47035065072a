package dev.tidegate.gateway.config;

import dev.tidegate.TidegateOptions;
import dev.tidegate.pipeline.Durability;
import dev.tidegate.pipeline.EventLogSettings;
import dev.tidegate.pipeline.JournalSettings;
import dev.tidegate.pipeline.Upkeep;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The configuration: the file, over it the environment, over that the command line. Every value is checked when it is
 * set, and a name that is not known is refused with the place where it stood.
 */
public final class Config {
    private final Map<ConfigKey, String> values = new EnumMap<>(ConfigKey.class);

    /** The defaults. */
    public Config() {
        for (final ConfigKey key : ConfigKey.values()) {
            values.put(key, key.standard());
        }
    }

    /** Takes a YAML file. */
    public Config file(final Path file) throws ConfigException {
        final String name = file.getFileName().toString();
        for (final Map.Entry<String, Yaml.Scalar> entry :
                Yaml.flat(name, Yaml.read("--config", file)).entrySet()) {
            set(entry.getKey(), entry.getValue().text(), entry.getValue().where());
        }
        return this;
    }

    /** Takes what the environment says of the names that are known. */
    public Config environment(final Map<String, String> environment) throws ConfigException {
        for (final ConfigKey key : ConfigKey.values()) {
            final String value = environment.get(key.variable());
            if (value != null) {
                set(key.key(), value, key.variable());
            }
        }
        return this;
    }

    /**
     * Sets one value.
     *
     * @param where it was said, for the complaint
     */
    public Config set(final String name, final String value, final String where) throws ConfigException {
        final ConfigKey key =
                ConfigKey.of(name).orElseThrow(() -> new ConfigException(where + ": unknown name " + name));
        key.check(value, where);
        values.put(key, value);
        return this;
    }

    /** What a name says now. */
    public String text(final ConfigKey key) {
        return values.getOrDefault(key, key.standard());
    }

    private int number(final ConfigKey key) {
        return Integer.parseInt(text(key));
    }

    private long longNumber(final ConfigKey key) {
        return Long.parseLong(text(key));
    }

    private boolean yes(final ConfigKey key) {
        return text(key).equals("true");
    }

    private @Nullable Path path(final ConfigKey key) {
        return text(key).isEmpty() ? null : Path.of(text(key));
    }

    private @Nullable InetSocketAddress address(final ConfigKey key) throws ConfigException {
        final String text = text(key);
        if (text.equals("off")) {
            return null;
        }
        final int colon = text.lastIndexOf(':');
        final String host = text.substring(0, colon).replaceAll("^\\[|]$", "");
        try {
            return new InetSocketAddress(InetAddress.getByName(host), Integer.parseInt(text.substring(colon + 1)));
        } catch (final UnknownHostException unknown) {
            throw new ConfigException(key.key() + ": no such host " + host, unknown);
        }
    }

    /** The folder. */
    public Path data() {
        return Path.of(text(ConfigKey.DATA));
    }

    public Durability durability() {
        return Durability.valueOf(text(ConfigKey.DURABILITY).toUpperCase(Locale.ROOT));
    }

    /** Longest time from being told to end to the end of the process. */
    public long endMillis() {
        return (long) number(ConfigKey.DRAIN_MILLIS) + number(ConfigKey.CLOSE_MILLIS);
    }

    /**
     * How the Tidegate behind the gateway is opened.
     *
     * @throws ConfigException when the retention is shorter than an audit needs
     */
    public TidegateOptions options() throws ConfigException {
        return TidegateOptions.defaults()
                .withDurability(durability())
                .withJournal(journal())
                .withRingSlots(number(ConfigKey.RING_SLOTS))
                .withExpectedOrders(number(ConfigKey.EXPECTED_ORDERS))
                .withTablesAtLimits(text(ConfigKey.TABLES).equals("limits"))
                .withOrdersPerMille(number(ConfigKey.ORDERS_PER_MILLE))
                .withHoldsAfterOutageMillis(number(ConfigKey.HOLDS_AFTER_OUTAGE));
    }

    private JournalSettings journal() throws ConfigException {
        final JournalSettings.Kind kind =
                JournalSettings.Kind.valueOf(text(ConfigKey.JOURNAL).toUpperCase(Locale.ROOT));
        final EventLogSettings events = EventLogSettings.defaults()
                .withRetention(
                        longNumber(ConfigKey.EVENTS_BYTES),
                        Long.MAX_VALUE,
                        TimeUnit.DAYS.toMillis(number(ConfigKey.EVENTS_DAYS)));
        return JournalSettings.of(kind).withEvents(events).withUpkeep(upkeep());
    }

    private Upkeep upkeep() throws ConfigException {
        final int days = number(ConfigKey.RETENTION_DAYS);
        if (days != Upkeep.FOR_EVER && days < Upkeep.LEAST_DAYS) {
            throw new ConfigException(ConfigKey.RETENTION_DAYS.key() + " is " + days + ", must be " + Upkeep.LEAST_DAYS
                    + " or more, for audits, or " + Upkeep.FOR_EVER + " for ever");
        }
        final long cap = longNumber(ConfigKey.RETENTION_CAP);
        return Upkeep.NONE
                .withSnapshotAtEnds(yes(ConfigKey.SNAPSHOTS_AT_ENDS))
                .withSnapshotEvery(longNumber(ConfigKey.SNAPSHOTS_EVERY))
                .withKeepSnapshots(number(ConfigKey.SNAPSHOTS_KEEP))
                .withShadowPercent(number(ConfigKey.SNAPSHOTS_PERCENT))
                .withRetentionDays(days)
                .withCapBytes(cap == 0 ? Long.MAX_VALUE : cap)
                .withCompress(yes(ConfigKey.RETENTION_COMPRESS))
                .withLowWaterBytes(longNumber(ConfigKey.LOW_WATER));
    }

    /**
     * How the gateway behaves.
     *
     * @throws ConfigException when values that are right alone do not go together
     */
    public GatewaySettings gateway() throws ConfigException {
        final GatewaySettings settings = new GatewaySettings(
                address(ConfigKey.HTTP),
                address(ConfigKey.BINARY),
                path(ConfigKey.CERTIFICATE),
                path(ConfigKey.PRIVATE_KEY),
                path(ConfigKey.KEYS_FILE),
                number(ConfigKey.EVENT_LOOPS),
                yes(ConfigKey.EPOLL),
                number(ConfigKey.WINDOW),
                number(ConfigKey.READ_WINDOW),
                number(ConfigKey.MAX_FRAME),
                number(ConfigKey.MAX_BODY),
                number(ConfigKey.MAX_HEADER),
                number(ConfigKey.MAX_PIPELINED),
                number(ConfigKey.HELLO_MILLIS),
                number(ConfigKey.REQUEST_MILLIS),
                number(ConfigKey.IDLE_MILLIS),
                number(ConfigKey.STALL_MILLIS),
                number(ConfigKey.CONNECTIONS),
                number(ConfigKey.CONNECTIONS_ADDRESS),
                number(ConfigKey.CONNECTIONS_KEY),
                number(ConfigKey.KEY_RATE),
                number(ConfigKey.ADDRESS_RATE),
                yes(ConfigKey.SHIELD),
                number(ConfigKey.DRAIN_MILLIS),
                number(ConfigKey.SIGNATURE_SECONDS),
                number(ConfigKey.NONCES),
                number(ConfigKey.SEARCH_RECORDS),
                new ImportLimits(
                        number(ConfigKey.IMPORT_ROWS),
                        number(ConfigKey.IMPORT_ROW_BYTES),
                        number(ConfigKey.IMPORT_CHUNK),
                        number(ConfigKey.IMPORT_ERRORS),
                        number(ConfigKey.IMPORTS),
                        number(ConfigKey.IMPORT_SECONDS)),
                feed(),
                durability() == Durability.MEMORY ? null : data(),
                options().journal().upkeep().lowWaterBytes());
        checkTogether(settings);
        return settings;
    }

    private FeedSettings feed() {
        return new FeedSettings(
                number(ConfigKey.FEED_SUBSCRIPTIONS),
                number(ConfigKey.FEED_KEY),
                number(ConfigKey.FEED_CONNECTION),
                number(ConfigKey.FEED_READERS),
                number(ConfigKey.FEED_TAIL),
                number(ConfigKey.FEED_FLIGHT),
                number(ConfigKey.FEED_HEARTBEAT),
                number(ConfigKey.FEED_UNITS),
                number(ConfigKey.FEED_GATHER),
                number(ConfigKey.FEED_GIVE_WAY));
    }

    private static void checkTogether(final GatewaySettings settings) throws ConfigException {
        if ((settings.certificate() == null) != (settings.privateKey() == null)) {
            throw new ConfigException("tls.certificate and tls.key go together");
        }
        if (settings.http() == null && settings.binary() == null) {
            throw new ConfigException("http.address and binary.address are both off");
        }
        requireSafe(ConfigKey.HTTP, settings.http(), settings);
        requireSafe(ConfigKey.BINARY, settings.binary(), settings);
    }

    private static void requireSafe(
            final ConfigKey key, final @Nullable InetSocketAddress address, final GatewaySettings settings)
            throws ConfigException {
        final boolean open = settings.certificate() == null || settings.keysFile() == null;
        if (address != null && !address.getAddress().isLoopbackAddress() && open) {
            throw new ConfigException(key.key() + " is " + address.getAddress().getHostAddress()
                    + ", which others can reach: that needs tls.certificate, tls.key and security.keys-file");
        }
    }
}
