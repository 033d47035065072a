package dev.tidegate.gateway.security;

import dev.tidegate.gateway.config.ConfigException;
import dev.tidegate.gateway.config.Yaml;
import dev.tidegate.gateway.security.ApiKeys.Entry;
import dev.tidegate.message.CommandHeader.ActorType;
import dev.tidegate.wire.Scope;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/**
 * The file of keys: YAML, a list {@code keys} of entries with {@code id}, {@code sha256}, {@code principal},
 * {@code scopes}, and if wanted {@code actor}, {@code actor-type}, {@code channels} and {@code signed}.
 */
final class KeyFile {
    private static final Set<String> FIELDS =
            Set.of("id", "sha256", "principal", "actor", "actor-type", "scopes", "channels", "signed");
    private static final int MOST_CHANNEL = 65_535;

    private KeyFile() {}

    static String text(final Path file) throws ConfigException {
        return Yaml.read("security.keys-file", file);
    }

    static Map<String, Entry> parse(final Path file, final String text, final Supplier<ReplayWindow> windows)
            throws ConfigException {
        final Map<String, Entry> entries = new HashMap<>();
        final String name = file.getFileName().toString();
        final Node root = Yaml.root(name, text)
                .orElseThrow(() -> new ConfigException(name + " is empty; a list keys is expected"));
        for (final NodeTuple tuple : Yaml.map(root).getValue()) {
            final Yaml.Scalar key = Yaml.text(tuple.getKeyNode());
            if (!key.text().equals("keys")) {
                throw new ConfigException(key.where() + ": unknown name " + key.text());
            }
            for (final Node node : Yaml.list(tuple.getValueNode())) {
                add(node, entries, windows);
            }
        }
        return entries;
    }

    private static void add(final Node node, final Map<String, Entry> entries, final Supplier<ReplayWindow> windows)
            throws ConfigException {
        final Map<String, Node> fields = new LinkedHashMap<>();
        for (final NodeTuple tuple : Yaml.map(node).getValue()) {
            final Yaml.Scalar name = Yaml.text(tuple.getKeyNode());
            if (!FIELDS.contains(name.text())) {
                throw new ConfigException(name.where() + ": unknown name " + name.text());
            }
            fields.put(name.text(), tuple.getValueNode());
        }
        final String id = text(node, fields, "id");
        if (!id.matches("[a-z0-9-]{1,32}")) {
            throw new ConfigException(Yaml.where(node) + ": id is 1 to 32 of a-z, 0-9 and -");
        }
        final int principal = (int) number(node, fields, "principal", null, 1, Integer.MAX_VALUE);
        final Caller caller = new Caller(
                id,
                principal,
                number(node, fields, "actor", (long) principal, Long.MIN_VALUE, Long.MAX_VALUE),
                actorType(fields),
                scopes(node, fields),
                channels(fields));
        if (entries.put(id, new Entry(hash(node, fields), caller, signed(fields) ? windows.get() : null)) != null) {
            throw new ConfigException(Yaml.where(node) + ": the id " + id + " stands there twice");
        }
    }

    private static String text(final Node node, final Map<String, Node> fields, final String name)
            throws ConfigException {
        final Node value = fields.get(name);
        if (value == null) {
            throw new ConfigException(Yaml.where(node) + ": " + name + " is missing");
        }
        return Yaml.text(value).text();
    }

    private static long number(
            final Node node,
            final Map<String, Node> fields,
            final String name,
            final @Nullable Long otherwise,
            final long low,
            final long high)
            throws ConfigException {
        if (otherwise != null && !fields.containsKey(name)) {
            return otherwise;
        }
        return parse(Yaml.where(node) + ": " + name, text(node, fields, name), low, high);
    }

    private static long parse(final String what, final String text, final long low, final long high)
            throws ConfigException {
        try {
            final long value = Long.parseLong(text);
            if (value >= low && value <= high) {
                return value;
            }
        } catch (final NumberFormatException notOne) {
            // Told below, as a number out of range is.
        }
        throw new ConfigException(what + " is " + text + ", must be " + low + " to " + high);
    }

    private static byte[] hash(final Node node, final Map<String, Node> fields) throws ConfigException {
        final String hex = text(node, fields, "sha256");
        if (!hex.matches("[0-9a-f]{64}")) {
            throw new ConfigException(Yaml.where(node) + ": sha256 is 64 hexadecimal digits");
        }
        return HexFormat.of().parseHex(hex);
    }

    private static boolean signed(final Map<String, Node> fields) throws ConfigException {
        final Node node = fields.get("signed");
        if (node == null) {
            return false;
        }
        final Yaml.Scalar text = Yaml.text(node);
        if (!text.text().equals("true") && !text.text().equals("false")) {
            throw new ConfigException(text.where() + ": signed is true or false");
        }
        return text.text().equals("true");
    }

    private static ActorType actorType(final Map<String, Node> fields) throws ConfigException {
        final Node node = fields.get("actor-type");
        return node == null ? ActorType.SYSTEM : oneOf(ActorType.class, node);
    }

    private static Set<Scope> scopes(final Node node, final Map<String, Node> fields) throws ConfigException {
        final Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        final Node list = fields.get("scopes");
        if (list == null) {
            throw new ConfigException(Yaml.where(node) + ": scopes is missing");
        }
        for (final Node item : Yaml.list(list)) {
            scopes.add(oneOf(Scope.class, item));
        }
        return scopes;
    }

    private static <E extends Enum<E>> E oneOf(final Class<E> type, final Node node) throws ConfigException {
        final Yaml.Scalar text = Yaml.text(node);
        for (final E value : type.getEnumConstants()) {
            if (value.name().toLowerCase(Locale.ROOT).equals(text.text())) {
                return value;
            }
        }
        throw new ConfigException(text.where() + ": " + text.text() + " is none of "
                + List.of(type.getEnumConstants()).toString().toLowerCase(Locale.ROOT));
    }

    private static int[] channels(final Map<String, Node> fields) throws ConfigException {
        final Node list = fields.get("channels");
        if (list == null) {
            return new int[0];
        }
        final List<Node> items = Yaml.list(list);
        if (items.isEmpty()) {
            throw new ConfigException(Yaml.where(list) + ": channels is empty; leave it out to allow all");
        }
        final int[] channels = new int[items.size()];
        for (int i = 0; i < channels.length; i++) {
            final Yaml.Scalar item = Yaml.text(items.get(i));
            channels[i] = (int) parse(item.where() + ": a channel", item.text(), 1, MOST_CHANNEL);
        }
        return channels;
    }
}
