package dev.tidegate.launcher.reading;

import dev.tidegate.message.MessageCheck;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * The messages by name, read from the schema that the codecs are made from: so that a tool can print any message, one of
 * a later day included, without knowing it.
 */
final class MessageSchema {
    private static final String RESOURCE = "/dev/tidegate/message/tidegate-schema.xml";
    private static final Map<String, Integer> PRIMITIVE_BYTES = Map.of(
            "char", 1, "int8", 1, "uint8", 1, "int16", 2, "uint16", 2, "int32", 4, "uint32", 4, "int64", 8, "uint64",
            8);
    private static final int SHORT_LENGTH_BYTES = 2;
    private static final int LONG_LENGTH_BYTES = 4;

    private final Map<Integer, Message> messages = new HashMap<>();
    private final Map<String, Type> types = new HashMap<>();

    /**
     * How a field is coded.
     *
     * @param primitive name of the primitive type
     * @param count how many of them; above 1 only for characters
     * @param names of an enumeration's values, empty for a number
     */
    record Type(String primitive, int count, Map<Long, String> names) {
        int bytes() {
            return PRIMITIVE_BYTES.getOrDefault(primitive, 1) * count;
        }
    }

    record Field(String name, Type type) {}

    record Group(String name, List<Field> fields) {}

    /** Variable-length data; {@code text} tells UTF-8 from opaque bytes. */
    record Data(String name, int lengthBytes, boolean text) {}

    record Message(int template, String name, List<Field> fields, List<Group> groups, List<Data> data) {}

    private MessageSchema() {}

    /** The schema of this release. */
    static MessageSchema load() {
        final MessageSchema schema = new MessageSchema();
        try (InputStream in = MessageCheck.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("the schema is missing from the class path");
            }
            final Element root = DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    .parse(in)
                    .getDocumentElement();
            schema.addTypes(root);
            schema.addMessages(root);
        } catch (final IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (final ParserConfigurationException | SAXException broken) {
            throw new IllegalStateException("the schema cannot be parsed", broken);
        }
        return schema;
    }

    /** The message with that template id, or null. */
    @Nullable
    Message message(final int template) {
        return messages.get(template);
    }

    private void addTypes(final Element root) {
        for (final Element type : all(root, "type")) {
            final int length = type.getAttribute("length").isEmpty() ? 1 : number(type, "length");
            types.put(type.getAttribute("name"), new Type(type.getAttribute("primitiveType"), length, Map.of()));
        }
        for (final Element type : all(root, "enum")) {
            final Map<Long, String> names = new HashMap<>();
            for (final Element value : all(type, "validValue")) {
                names.put(Long.parseLong(value.getTextContent().strip()), value.getAttribute("name"));
            }
            types.put(type.getAttribute("name"), new Type(type.getAttribute("encodingType"), 1, Map.copyOf(names)));
        }
    }

    private void addMessages(final Element root) {
        for (final Element each : all(root, "sbe:message")) {
            final List<Group> groups = new ArrayList<>();
            final List<Data> data = new ArrayList<>();
            for (final Element child : children(each)) {
                if (child.getTagName().equals("group")) {
                    groups.add(new Group(child.getAttribute("name"), fields(child)));
                } else if (child.getTagName().equals("data")) {
                    final boolean text = child.getAttribute("type").equals("text");
                    data.add(new Data(child.getAttribute("name"), text ? SHORT_LENGTH_BYTES : LONG_LENGTH_BYTES, text));
                }
            }
            final int template = number(each, "id");
            messages.put(
                    template,
                    new Message(template, each.getAttribute("name"), fields(each), groups, List.copyOf(data)));
        }
    }

    private List<Field> fields(final Element parent) {
        final List<Field> fields = new ArrayList<>();
        for (final Element child : children(parent)) {
            if (child.getTagName().equals("field")) {
                final String name = child.getAttribute("type");
                fields.add(
                        new Field(child.getAttribute("name"), types.getOrDefault(name, new Type(name, 1, Map.of()))));
            }
        }
        return List.copyOf(fields);
    }

    private static List<Element> all(final Element parent, final String tag) {
        return elements(parent.getElementsByTagName(tag));
    }

    private static List<Element> children(final Element parent) {
        return elements(parent.getChildNodes());
    }

    private static List<Element> elements(final NodeList nodes) {
        final List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            final Node node = nodes.item(i);
            if (node instanceof Element element) {
                elements.add(element);
            }
        }
        return elements;
    }

    private static int number(final Element element, final String attribute) {
        return Integer.parseInt(element.getAttribute(attribute));
    }
}
