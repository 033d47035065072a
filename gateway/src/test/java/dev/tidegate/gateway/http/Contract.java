package dev.tidegate.gateway.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** openapi.yaml as a validator sees it. */
final class Contract {
    static final ObjectMapper MAPPER = new ObjectMapper();

    private final ObjectNode root =
            MAPPER.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(SystemRequests.contract()));

    /** Every {@code METHOD /path}. */
    Set<String> operations() {
        final Set<String> operations = new TreeSet<>();
        root.get("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(
                                method -> operations.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        return operations;
    }

    private JsonNode operation(final String method, final String path) {
        return root.get("paths").get(path).get(method.toLowerCase(Locale.ROOT));
    }

    /** Names of an operation's parameters in its header. */
    Set<String> headers(final String method, final String path) {
        return parameters(method, path, "header");
    }

    /** Names of an operation's parameters in that place. */
    Set<String> parameters(final String method, final String path, final String place) {
        final Set<String> names = new TreeSet<>();
        for (final JsonNode said : operation(method, path).path("parameters")) {
            final JsonNode parameter =
                    said.has("$ref") ? root.at(said.get("$ref").asText().substring(1)) : said;
            if (parameter.get("in").asText().equals(place)) {
                names.add(parameter.get("name").asText());
            }
        }
        return names;
    }

    /** Names of the fields in the body of a POST. */
    Set<String> bodyFields(final String path) {
        final String ref = operation("POST", path)
                .at("/requestBody/content/application~1json/schema/$ref")
                .asText();
        final Set<String> fields = new TreeSet<>();
        root.at(ref.substring(1)).get("properties").fieldNames().forEachRemaining(fields::add);
        return fields;
    }

    /** What is wrong with a request's body, empty when nothing is. */
    Set<ValidationMessage> checkRequest(final String method, final String path, final String body)
            throws JsonProcessingException {
        return check(operation(method, path).at("/requestBody/content/application~1json/schema"), body);
    }

    /** What is wrong with an answer, empty when nothing is. */
    Set<ValidationMessage> checkResponse(
            final String method, final String path, final int status, final String type, final String body)
            throws JsonProcessingException {
        final JsonNode responses = operation(method, path).get("responses");
        JsonNode response = responses.has("" + status) ? responses.get("" + status) : responses.get("default");
        if (response.has("$ref")) {
            response = root.at(response.get("$ref").asText().substring(1));
        }
        final String plain = type.replaceAll(";.*", "");
        final JsonNode content = response.path("content").path(plain);
        if (content.isMissingNode()) {
            throw new AssertionError(method + " " + path + " " + status + " is not said to be " + plain);
        }
        return plain.endsWith("json") ? check(content.get("schema"), body) : Set.of();
    }

    /** What is wrong with an object of a named schema, empty when nothing is. */
    Set<ValidationMessage> checkObject(final String schema, final String body) throws JsonProcessingException {
        return check(root.at("/components/schemas/" + schema), body);
    }

    private Set<ValidationMessage> check(final JsonNode schema, final String body) throws JsonProcessingException {
        final ObjectNode whole = MAPPER.createObjectNode();
        whole.setAll((ObjectNode) schema);
        whole.set("components", root.get("components"));
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(whole)
                .validate(MAPPER.readTree(body));
    }
}
