package dev.tidegate.gateway.http;

import java.util.Locale;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The contract as a page for people: every path with what it does, without scripts. */
final class DocsPage {
    private static final String HEAD = """
            <!doctype html><html lang="en"><head><meta charset="utf-8"><title>Tidegate</title><style>
            body{font:15px/1.5 system-ui,sans-serif;max-width:60em;margin:2em auto;padding:0 1em;color:#222}
            code{background:#f2f2f2;padding:0 .25em}h2{font-size:1.05em;margin:1.6em 0 .2em}
            table{border-collapse:collapse}td{padding:.1em 1em .1em 0;vertical-align:top}
            @media(prefers-color-scheme:dark){body{background:#1b1b1b;color:#ddd}code{background:#333}a{color:#9cf}}
            </style></head><body><h1>Tidegate over HTTP</h1>
            """;

    private final StringBuilder page = new StringBuilder(HEAD);
    private final Map<?, ?> contract;

    private DocsPage(final Map<?, ?> contract) {
        this.contract = contract;
    }

    static String of(final String yaml) {
        final Map<?, ?> contract = (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(yaml);
        return new DocsPage(contract).write();
    }

    private String write() {
        page.append("<p>").append(escaped(at(contract, "info", "description"))).append("</p>");
        page.append("<p>The contract: <a href=\"/openapi.yaml\">openapi.yaml</a></p>");
        final Map<?, ?> paths = (Map<?, ?>) at(contract, "paths");
        paths.forEach((path, item) -> ((Map<?, ?>) item).forEach((method, operation) -> {
            page.append("<h2><code>")
                    .append(escaped(String.valueOf(method).toUpperCase(Locale.ROOT)))
                    .append(' ')
                    .append(escaped(path))
                    .append("</code></h2><p>")
                    .append(escaped(at((Map<?, ?>) operation, "summary")))
                    .append("</p>");
            fields((Map<?, ?>) operation);
        }));
        return page.append("</body></html>").toString();
    }

    private void fields(final Map<?, ?> operation) {
        if (at(operation, "requestBody", "content", "application/json", "schema", "$ref") instanceof String ref) {
            final String name = ref.substring(ref.lastIndexOf('/') + 1);
            if (at(contract, "components", "schemas", name, "properties") instanceof Map<?, ?> properties) {
                page.append("<table>");
                properties.forEach((field, schema) -> page.append("<tr><td><code>")
                        .append(escaped(field))
                        .append("</code></td><td>")
                        .append(escaped(at((Map<?, ?>) schema, "description")))
                        .append("</td></tr>"));
                page.append("</table>");
            }
        }
    }

    private static Object at(final Map<?, ?> map, final String... names) {
        Object value = map;
        for (final String name : names) {
            value = value instanceof Map<?, ?> inner ? inner.get(name) : null;
        }
        return value == null ? "" : value;
    }

    private static String escaped(final Object text) {
        return String.valueOf(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
