package dev.tidegate.gateway.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
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

    /** A text and where it stood. */
    public record Scalar(String text, String where) {}

    private Yaml() {}

    /**
     * The text of a file.
     *
     * @param setting that names the file, for complaints
     */
    public static String read(final String setting, final Path file) throws ConfigException {
        try {
            return Files.readString(file);
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
                .setAllowDuplicateKeys(false)
                .setMaxAliasesForCollections(MOST_ALIASES)
                .build();
        try {
            return new Compose(settings).composeString(text);
        } catch (final YamlEngineException wrong) {
            throw new ConfigException(name + ": " + wrong.getMessage(), wrong);
        }
    }

    /** Every text of nested maps under its dotted name; lists of texts joined by commas. */
    public static Map<String, Scalar> flat(final String name, final String text) throws ConfigException {
        final Map<String, Scalar> values = new LinkedHashMap<>();
        final Optional<Node> root = root(name, text);
        if (root.isPresent()) {
            flatten("", map(root.get()), values);
        }
        return values;
    }

    private static void flatten(final String prefix, final MappingNode map, final Map<String, Scalar> values)
            throws ConfigException {
        for (final NodeTuple entry : map.getValue()) {
            final String key = prefix + text(entry.getKeyNode()).text();
            if (entry.getValueNode() instanceof MappingNode inner) {
                flatten(key + '.', inner, values);
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

    /** The map that a node is. */
    public static MappingNode map(final Node node) throws ConfigException {
        if (node instanceof MappingNode map) {
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
