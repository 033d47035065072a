package dev.tidegate.gateway.http;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The contract as a page for people: every path with what it does, without scripts. */
final class DocsPage {
    private static final String HEAD = """
            <!doctype html><html lang="en"><head><meta charset="utf-8">
            <meta name="viewport" content="width=device-width"><title>Tidegate</title><style>
            body{font:15px/1.5 system-ui,sans-serif;max-width:60em;margin:2em auto;padding:0 1em;color:#222}
            code{background:#f2f2f2;padding:0 .25em}td code{white-space:nowrap}h2{font-size:1.05em;margin:1.6em 0 .2em}
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

    /** What stands in the path, the query, the header and the body; of lists of objects the objects' fields too. */
    private void fields(final Map<?, ?> operation) {
        page.append("<table>");
        if (at(operation, "parameters") instanceof List<?> parameters) {
            for (final Object given : parameters) {
                final Map<?, ?> parameter = resolved(given);
                row(at(parameter, "name"), "in the " + at(parameter, "in") + ": " + at(parameter, "description"));
            }
        }
        body("", at(operation, "requestBody", "content", "application/json", "schema"));
        page.append("</table>");
    }

    private void body(final String prefix, final Object schema) {
        if (at(resolved(schema), "properties") instanceof Map<?, ?> properties) {
            final Object required = at(resolved(schema), "required");
            properties.forEach((field, value) -> {
                final Object text = at(resolved(value), "description");
                final boolean must = required instanceof List<?> names && names.contains(field);
                row(prefix + field, must ? (text + " (required)").strip() : text);
                body(prefix + field + "[].", at((Map<?, ?>) value, "items"));
            });
        }
    }

    private void row(final Object name, final Object text) {
        page.append("<tr><td><code>")
                .append(escaped(name))
                .append("</code></td><td>")
                .append(escaped(text))
                .append("</td></tr>");
    }

    /** What a node says, or the node that it refers to. */
    private Map<?, ?> resolved(final Object node) {
        if (!(node instanceof Map<?, ?> map)) {
            return Map.of();
        }
        return map.get("$ref") instanceof String ref
                ? (Map<?, ?>) at(contract, ref.substring("#/".length()).split("/"))
                : map;
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
