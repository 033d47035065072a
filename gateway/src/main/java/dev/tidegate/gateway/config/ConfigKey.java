package dev.tidegate.gateway.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Every name of the configuration, with what it may say; docs/configuration.md is held against this list. */
public enum ConfigKey {
    DATA("data", "tidegate-data", Kind.TEXT, 1, 4096, "Folder of the journal; made when it is not there"),
    DURABILITY("durability", "process", Kind.CHOICE, "memory process disk", "What an answer survives"),
    JOURNAL("journal", "chronicle", Kind.CHOICE, "chronicle file", "How the journal is kept"),
    RING_SLOTS("engine.ring-slots", "65536", Kind.POWER_OF_TWO, 4096, 4_194_304, "Slots of 192 bytes in the ring"),
    EXPECTED_ORDERS(
            "engine.expected-orders", "100000", Kind.NUMBER, 1, 50_000_000, "Orders to make room for at the start"),
    TABLES(
            "engine.tables",
            "grow",
            Kind.CHOICE,
            "grow limits",
            "Whether tables double when they are full, or are made as large as the limits at once"),
    ORDERS_PER_MILLE(
            "engine.orders-per-mille",
            "875",
            Kind.NUMBER,
            1,
            1000,
            "How full the ring may become by new orders, in thousandths; the rest is for everything else"),
    HOLDS_AFTER_OUTAGE(
            "engine.holds-after-outage-millis",
            "300000",
            Kind.NUMBER,
            0,
            86_400_000,
            "What an unpaid hold has left at least after a start, if it had not expired when the process ended; 0 for none"),
    SNAPSHOTS_AT_ENDS(
            "snapshots.at-ends",
            "true",
            Kind.CHOICE,
            "true false",
            "Whether a snapshot is made after a start that replayed something, and at a clean end"),
    SNAPSHOTS_EVERY(
            "snapshots.every",
            "0",
            Kind.NUMBER,
            0,
            1_000_000_000_000L,
            "Commands after which a shadow in this process makes a snapshot; it holds the state once more; 0 for no shadow"),
    SNAPSHOTS_KEEP("snapshots.keep", "3", Kind.NUMBER, 2, 100, "Newest snapshots that are kept"),
    SNAPSHOTS_PERCENT(
            "snapshots.percent", "50", Kind.NUMBER, 1, 100, "How much of one processor's time the shadow may take"),
    RETENTION_DAYS(
            "retention.days",
            "100",
            Kind.NUMBER,
            0,
            36_500,
            "Days that the journal reaches back at least, 90 or more; older segments go once a snapshot covers them;"
                    + " 0 for ever"),
    RETENTION_CAP(
            "retention.cap-bytes",
            "0",
            Kind.NUMBER,
            0,
            1_000_000_000_000_000L,
            "Size of the sealed segments above which they go earlier, but not before 90 days; 0 for no cap"),
    RETENTION_COMPRESS(
            "retention.compress", "false", Kind.CHOICE, "true false", "Whether sealed segments are compressed"),
    LOW_WATER(
            "disk.low-water-bytes",
            "67108864",
            Kind.NUMBER,
            0,
            1_099_511_627_776L,
            "Free space of the disk below which new orders are refused with DISK_LOW"),
    EVENTS_BYTES(
            "events.retain-bytes",
            "17179869184",
            Kind.NUMBER,
            1_048_576,
            1_000_000_000_000_000L,
            "Size of the event log above which its oldest segments go"),
    EVENTS_DAYS("events.retain-days", "100", Kind.NUMBER, 1, 36_500, "Days after which they go"),
    HTTP("http.address", "127.0.0.1:8080", Kind.ADDRESS, "HOST:PORT of HTTP, or off"),
    BINARY("binary.address", "127.0.0.1:8081", Kind.ADDRESS, "HOST:PORT of the binary protocol, or off"),
    CERTIFICATE("tls.certificate", "", Kind.TEXT, 0, 4096, "PEM file with the certificate chain; empty for no TLS"),
    PRIVATE_KEY("tls.key", "", Kind.TEXT, 0, 4096, "PEM file with the private key, PKCS 8"),
    KEYS_FILE("security.keys-file", "", Kind.TEXT, 0, 4096, "File of API keys; empty asks for none"),
    KEY_RATE(
            "security.commands-per-second-per-key",
            "0",
            Kind.NUMBER,
            0,
            100_000_000,
            "Rate limit of a key, in commands and reads; 0 for none"),
    ADDRESS_RATE(
            "security.requests-per-second-per-address",
            "0",
            Kind.NUMBER,
            0,
            100_000_000,
            "Rate limit of an address, in HTTP requests and binary frames; 0 for none"),
    CONNECTIONS("connections.total", "10000", Kind.NUMBER, 1, 1_000_000, "Connections at once, in all"),
    CONNECTIONS_ADDRESS("connections.per-address", "10000", Kind.NUMBER, 1, 1_000_000, "The same from one address"),
    CONNECTIONS_KEY("connections.per-key", "10000", Kind.NUMBER, 1, 1_000_000, "The same with one key"),
    EVENT_LOOPS(
            "threads.event-loops", "0", Kind.NUMBER, 0, 64, "Threads for sockets; 0 for one for every two processors"),
    EPOLL("threads.epoll", "true", Kind.CHOICE, "true false", "Whether epoll is used where the system has it"),
    WINDOW("binary.window", "256", Kind.POWER_OF_TWO, 1, 16_384, "Commands a connection may have unanswered"),
    READ_WINDOW("binary.read-window", "64", Kind.NUMBER, 1, 1024, "Reads a connection may have unanswered"),
    MAX_FRAME("binary.max-frame-bytes", "327680", Kind.NUMBER, 270_000, 16_777_216, "Largest frame"),
    HELLO_MILLIS("binary.hello-millis", "5000", Kind.NUMBER, 100, 60_000, "Time for the greeting, TLS included"),
    MAX_BODY("http.max-body-bytes", "262144", Kind.NUMBER, 1024, 16_777_216, "Largest request body"),
    MAX_HEADER("http.max-header-bytes", "8192", Kind.NUMBER, 1024, 65_536, "Largest request line and header"),
    MAX_PIPELINED("http.max-pipelined", "64", Kind.NUMBER, 1, 1024, "Requests a connection may have unanswered"),
    REQUEST_MILLIS(
            "timeouts.request-millis", "10000", Kind.NUMBER, 100, 600_000, "Time for a begun frame or request to end"),
    IDLE_MILLIS(
            "timeouts.idle-millis",
            "60000",
            Kind.NUMBER,
            1000,
            3_600_000,
            "Silence after which a connection is closed"),
    STALL_MILLIS("timeouts.stall-millis", "30000", Kind.NUMBER, 100, 600_000, "Time for a caller to take its answers"),
    SHIELD("shield.sold-out", "true", Kind.CHOICE, "true false", "Whether sold-out orders are refused at the edge"),
    FEED_SUBSCRIPTIONS(
            "feed.subscriptions", "256", Kind.NUMBER, 1, 10_000, "Subscriptions and streams at once, in all"),
    FEED_KEY("feed.subscriptions-per-key", "256", Kind.NUMBER, 1, 10_000, "The same with one key"),
    FEED_CONNECTION("feed.subscriptions-per-connection", "4", Kind.NUMBER, 1, 64, "The same on one binary connection"),
    FEED_READERS(
            "feed.readers",
            "8",
            Kind.NUMBER,
            1,
            32,
            "Subscriptions that read old events at once; others wait for a turn"),
    FEED_TAIL(
            "feed.tail-bytes",
            "8388608",
            Kind.NUMBER,
            65_536,
            1_073_741_824,
            "Newest events kept in memory; who falls behind them is cut off"),
    FEED_FLIGHT(
            "feed.bytes-in-flight",
            "131072",
            Kind.NUMBER,
            16_384,
            262_144,
            "Bytes that a subscription may have unsent"),
    FEED_HEARTBEAT(
            "feed.heartbeat-millis", "10000", Kind.NUMBER, 100, 600_000, "Silence after which a heartbeat is sent"),
    FEED_UNITS(
            "feed.units-millis", "100", Kind.NUMBER, 10, 60_000, "Pause between two looks of a stream of units left"),
    FEED_GATHER(
            "feed.gather-millis",
            "1",
            Kind.NUMBER,
            1,
            1000,
            "Time in which new events are gathered before they are sent together"),
    FEED_GIVE_WAY(
            "feed.give-way-millis",
            "1000",
            Kind.NUMBER,
            10,
            60_000,
            "Time that a slow reader of old events may hold others up, in all; a quarter of timeouts.stall-millis at most"),
    DRAIN_MILLIS("shutdown.drain-millis", "10000", Kind.NUMBER, 0, 600_000, "Longest wait for open answers at the end"),
    CLOSE_MILLIS(
            "shutdown.close-millis",
            "60000",
            Kind.NUMBER,
            1000,
            3_600_000,
            "Longest wait behind that for the journal to close; the process ends then, as if killed"),
    SIGNATURE_SECONDS(
            "security.signature-seconds",
            "60",
            Kind.NUMBER,
            1,
            3600,
            "How far a signed request's time may be off, either way"),
    NONCES(
            "security.nonces-per-key",
            "200000",
            Kind.NUMBER,
            100,
            10_000_000,
            "Signed requests of a key remembered, in two turns of twice that time"),
    SEARCH_RECORDS(
            "reads.search-records",
            "100000",
            Kind.NUMBER,
            1000,
            10_000_000,
            "Orders that one page of a search looks at, at most"),
    IMPORT_ROWS("import.max-rows", "5000000", Kind.NUMBER, 1, 1_000_000_000, "Rows of one import"),
    IMPORT_ROW_BYTES("import.max-row-bytes", "16384", Kind.NUMBER, 256, 262_144, "Largest row of an import"),
    IMPORT_CHUNK("import.rows-at-once", "256", Kind.NUMBER, 1, 4096, "Rows of an import that are in the ring together"),
    IMPORT_ERRORS("import.max-errors", "1000", Kind.NUMBER, 0, 100_000, "Refused rows that an answer lists"),
    IMPORTS("import.at-once", "2", Kind.NUMBER, 0, 64, "Imports at a time; 0 for none"),
    IMPORT_SECONDS("import.max-seconds", "3600", Kind.NUMBER, 1, 86_400, "Time for an import to end"),
    LOG_FORMAT("log.format", "text", Kind.CHOICE, "text json", "Lines for people, or one JSON object a line"),
    LOG_LEVEL("log.level", "info", Kind.CHOICE, "error warn info debug", "What is logged, and everything worse");

    /** What a value is. */
    public enum Kind {
        /** Between so many and so many characters. */
        TEXT,
        /** Between low and high. */
        NUMBER,
        /** The same, and a power of two. */
        POWER_OF_TWO,
        /** One of some words. */
        CHOICE,
        /** A host and a port, or off. */
        ADDRESS
    }

    private final String key;
    private final String standard;
    private final Kind kind;
    private final long low;
    private final long high;
    private final String words;
    private final String meaning;

    ConfigKey(
            final String key,
            final String standard,
            final Kind kind,
            final long low,
            final long high,
            final String meaning) {
        this(key, standard, kind, low, high, "", meaning);
    }

    ConfigKey(final String key, final String standard, final Kind kind, final String words, final String meaning) {
        this(key, standard, kind, 0, 0, words, meaning);
    }

    ConfigKey(final String key, final String standard, final Kind kind, final String meaning) {
        this(key, standard, kind, 0, 0, "", meaning);
    }

    ConfigKey(
            final String key,
            final String standard,
            final Kind kind,
            final long low,
            final long high,
            final String words,
            final String meaning) {
        this.key = key;
        this.standard = standard;
        this.kind = kind;
        this.low = low;
        this.high = high;
        this.words = words;
        this.meaning = meaning;
    }

    /** The key with that name. */
    public static Optional<ConfigKey> of(final String key) {
        return Arrays.stream(values()).filter(value -> value.key.equals(key)).findFirst();
    }

    /** The dotted name. */
    public String key() {
        return key;
    }

    /** The name in the environment. */
    public String variable() {
        return "TIDEGATE_" + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** What counts when nothing is said. */
    public String standard() {
        return standard;
    }

    /** What it means, in one line. */
    public String meaning() {
        return meaning;
    }

    /** What it may be, in words. */
    public String range() {
        return switch (kind) {
            case TEXT -> low + " to " + high + " characters";
            case NUMBER -> low + " to " + high;
            case POWER_OF_TWO -> "a power of two from " + low + " to " + high;
            case CHOICE -> String.join(", ", words.split(" "));
            case ADDRESS -> "HOST:PORT or off";
        };
    }

    /** Refuses what it may not be. */
    void check(final String value, final String where) throws ConfigException {
        final boolean right = switch (kind) {
            case TEXT -> value.length() >= low && value.length() <= high;
            case NUMBER -> inRange(value);
            case POWER_OF_TWO -> inRange(value) && Long.bitCount(Long.parseLong(value)) == 1;
            case CHOICE -> Arrays.asList(words.split(" ")).contains(value);
            case ADDRESS -> value.equals("off") || value.matches("\\S+:\\d{1,5}") && port(value) <= 65_535;
        };
        if (!right) {
            throw new ConfigException(where + ": " + key + " is '" + value + "', must be " + range());
        }
    }

    private boolean inRange(final String value) {
        return value.matches("\\d{1,18}") && Long.parseLong(value) >= low && Long.parseLong(value) <= high;
    }

    private static int port(final String value) {
        return Integer.parseInt(value.substring(value.lastIndexOf(':') + 1));
    }
}
