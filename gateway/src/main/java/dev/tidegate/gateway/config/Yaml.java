package dev.tidegate.gateway.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads YAML and remembers where everything stood, so that a complaint can name the line. Builds no objects. */
public final class Yaml {
    private static final int MOST_ALIASES = 10;
    private static final int MOST_CHARACTERS = 1 << 20;
    private static final int MOST_BYTES = 4 * MOST_CHARACTERS;
    /** Maps and lists within each other, more than any name has. */
    private static final int MOST_DEPTH = 16;

    /** A text and where it stood. */
    public record Scalar(String text, String where) {}

    private Yaml() {}

    /**
     * The text of a file.
     *
     * @param setting that names the file, for complaints
     */
    public static String read(final String setting, final Path file) throws ConfigException {
        try (InputStream in = Files.newInputStream(file)) {
            final byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new ConfigException(setting + ": " + file + " is longer than " + MOST_CHARACTERS + " characters");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (final ConfigException tooLong) {
            throw tooLong;
        } catch (final NoSuchFileException missing) {
            throw new ConfigException(setting + ": " + file + " does not exist", missing);
        } catch (final AccessDeniedException denied) {
            throw new ConfigException(setting + ": " + file + " may not be read by this user", denied);
        } catch (final CharacterCodingException notUtf8) {
            throw new ConfigException(setting + ": " + file + " is not UTF-8", notUtf8);
        } catch (final IOException wrong) {
            throw new ConfigException(setting + ": " + file + " cannot be read: " + wrong.getMessage(), wrong);
        }
    }

    /**
     * The root of a document; null for an empty one.
     *
     * @param name of the file, for complaints
     */
    public static Optional<Node> root(final String name, final String text) throws ConfigException {
        if (text.length() > MOST_CHARACTERS) {
            throw new ConfigException(name + " is longer than " + MOST_CHARACTERS + " characters");
        }
        final LoadSettings settings = LoadSettings.builder()
                .setLabel(name)
                .setMaxAliasesForCollections(MOST_ALIASES)
                .build();
        try {
            requireShallow(name, new Parse(settings).parseString(text));
            return new Compose(settings).composeString(text);
        } catch (final YamlEngineException wrong) {
            throw new ConfigException(name + ": " + wrong.getMessage(), wrong);
        }
    }

    /** What composes nodes calls itself for each that is within another. */
    private static void requireShallow(final String name, final Iterable<Event> events) throws ConfigException {
        int depth = 0;
        for (final Event event : events) {
            if (event instanceof CollectionStartEvent && ++depth > MOST_DEPTH) {
                throw new ConfigException(name + ": " + MOST_DEPTH + " maps and lists within each other are too many");
            } else if (event instanceof CollectionEndEvent) {
                depth--;
            }
        }
    }

    /** Every text of nested maps under its dotted name; lists of texts joined by commas. */
    public static Map<String, Scalar> flat(final String name, final String text) throws ConfigException {
        final Map<String, Scalar> values = new LinkedHashMap<>();
        final Optional<Node> root = root(name, text);
        if (root.isPresent()) {
            flatten("", map(root.get()), 1, values);
        }
        return values;
    }

    private static void flatten(
            final String prefix, final MappingNode map, final int depth, final Map<String, Scalar> values)
            throws ConfigException {
        // An alias may name the map that it stands in.
        if (depth > MOST_DEPTH) {
            throw new ConfigException(where(map) + ": " + MOST_DEPTH + " maps within each other are too many");
        }
        for (final NodeTuple entry : map.getValue()) {
            final String key = prefix + text(entry.getKeyNode()).text();
            if (entry.getValueNode() instanceof MappingNode inner) {
                flatten(key + '.', map(inner), depth + 1, values);
            } else if (values.put(key, joined(entry)) != null) {
                throw new ConfigException(where(entry.getKeyNode()) + ": " + key + " stands there twice");
            }
        }
    }

    private static Scalar joined(final NodeTuple entry) throws ConfigException {
        final List<String> texts = new ArrayList<>();
        if (entry.getValueNode() instanceof SequenceNode list) {
            for (final Node item : list.getValue()) {
                texts.add(text(item).text());
            }
        } else {
            texts.add(text(entry.getValueNode()).text());
        }
        return new Scalar(String.join(",", texts), where(entry.getKeyNode()));
    }

    /** The map that a node is, in which no name stands twice. */
    public static MappingNode map(final Node node) throws ConfigException {
        if (node instanceof MappingNode map) {
            final Set<String> names = new HashSet<>();
            for (final NodeTuple entry : map.getValue()) {
                final Scalar name = text(entry.getKeyNode());
                if (!names.add(name.text())) {
                    throw new ConfigException(name.where() + ": " + name.text() + " stands there twice");
                }
            }
            return map;
        }
        throw new ConfigException(where(node) + ": names and values are expected here");
    }

    /** The list that a node is. */
    public static List<Node> list(final Node node) throws ConfigException {
        if (node instanceof SequenceNode list) {
            return list.getValue();
        }
        throw new ConfigException(where(node) + ": a list is expected here");
    }

    /** The text that a node is. */
    public static Scalar text(final Node node) throws ConfigException {
        if (node instanceof ScalarNode scalar) {
            return new Scalar(scalar.getValue(), where(node));
        }
        throw new ConfigException(where(node) + ": a single value is expected here");
    }

    /** File, line and column of a node, from 1. */
    public static String where(final Node node) {
        final Optional<Mark> mark = node.getStartMark();
        return mark.map(at -> at.getName() + ":" + (at.getLine() + 1) + ":" + (at.getColumn() + 1))
                .orElse("?");
    }
}
