package dev.tidegate.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** The schema is documented field by field: nothing stands in it without a word on what it means. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SchemaDescriptionTest {
    private static final Set<String> DESCRIBED =
            Set.of("composite", "type", "enum", "validValue", "sbe:message", "field", "group", "data");

    private final List<Element> parts = new ArrayList<>();

    @BeforeAll
    void read() throws Exception {
        try (InputStream schema = CommandEncoder.class.getResourceAsStream("tidegate-schema.xml")) {
            final NodeList all = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(Objects.requireNonNull(schema))
                    .getElementsByTagName("*");
            for (int i = 0; i < all.getLength(); i++) {
                if (DESCRIBED.contains(all.item(i).getNodeName())) {
                    parts.add((Element) all.item(i));
                }
            }
        }
    }

    private static String path(final Element part) {
        final Node parent = part.getParentNode();
        return parent instanceof Element above && DESCRIBED.contains(above.getNodeName())
                ? path(above) + '/' + part.getAttribute("name")
                : part.getAttribute("name");
    }

    @Test
    void shouldDescribeEveryMessageFieldTypeAndValue() {
        assertThat(parts).hasSizeGreaterThan(500);
        assertThat(parts)
                .filteredOn(part -> part.getAttribute("description").isBlank())
                .extracting(SchemaDescriptionTest::path)
                .isEmpty();
    }

    @Test
    void shouldDescribeNothingByItsNameAlone() {
        assertThat(parts)
                .filteredOn(part -> part.getAttribute("description").equalsIgnoreCase(part.getAttribute("name")))
                .extracting(SchemaDescriptionTest::path)
                .isEmpty();
    }
}
