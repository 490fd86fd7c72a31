package studio.darkroom.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import studio.darkroom.testing.RawHttpClient.Response;

/** Checks responses against {@code docs/openapi.yaml}. */
public final class OpenApi {

    private static final Set<String> METHODS = Set.of("get", "post");

    private final JsonNode document;
    private final Set<String> checked = new TreeSet<>();

    public OpenApi() {
        try {
            document = new YAMLMapper().readTree(Path.of("docs/openapi.yaml").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All documented operations, such as {@code GET /api/lanes}. */
    public Set<String> listOperations() {
        Set<String> operations = new TreeSet<>();
        document.path("paths").properties().forEach(path -> path.getValue().properties().stream()
                .filter(operation -> METHODS.contains(operation.getKey()))
                .forEach(operation -> operations.add(operation.getKey().toUpperCase() + " " + path.getKey())));
        return operations;
    }

    /** All documented responses, such as {@code GET /api/lanes 200}, except the default ones. */
    public Set<String> listResponses() {
        Set<String> responses = new TreeSet<>();
        listOperations().forEach(operation -> findOperation(operation).path("responses").fieldNames().forEachRemaining(status -> {
            if (!status.equals("default")) {
                responses.add(operation + " " + status);
            }
        }));
        return responses;
    }

    /** The documented responses that were checked so far. */
    public Set<String> listCheckedResponses() {
        return checked;
    }

    /** Fails unless the response is documented: its status, media type, body, and the order of its fields. */
    public void check(String method, String path, Response response) {
        JsonNode documented = findResponse(method, path, response.status());
        JsonNode content = documented.path("content");
        if (content.isMissingNode()) {
            assertThat(response.body()).isEmpty();
            return;
        }
        String mediaType = content.fieldNames().next();
        assertThat(response.head()).as(method + " " + path).containsIgnoringCase("Content-Type: " + mediaType);
        if (mediaType.equals("application/json")) {
            checkJson(content.path(mediaType).path("schema"), response.parseJson(), method + " " + path + " " + response.status());
        }
    }

    /** Fails unless the JSON conforms to the component. */
    public void checkComponent(String name, JsonNode json) {
        checkJson(document.at("/components/schemas/" + name), json, name);
    }

    private void checkJson(JsonNode schema, JsonNode json, String subject) {
        ObjectNode standalone = schema.deepCopy();
        standalone.set("components", document.path("components"));
        assertThat(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(standalone).validate(json))
                .extracting(ValidationMessage::getMessage).as(subject + ": " + json).isEmpty();
        checkOrder(schema, json, subject);
    }

    private void checkOrder(JsonNode schema, JsonNode json, String subject) {
        JsonNode resolved = resolve(schema);
        if (json.isArray()) {
            json.forEach(item -> checkOrder(resolved.path("items"), item, subject));
            return;
        }
        List<Map.Entry<String, JsonNode>> properties = new ArrayList<>();
        collectProperties(resolved, properties);
        if (!json.isObject() || properties.isEmpty()) {
            return;
        }
        List<String> names = new ArrayList<>();
        json.fieldNames().forEachRemaining(names::add);
        assertThat(names).as("order of the fields of " + subject)
                .isEqualTo(properties.stream().map(Map.Entry::getKey).filter(names::contains).toList());
        properties.forEach(property -> checkOrder(property.getValue(), json.path(property.getKey()), subject));
    }

    private void collectProperties(JsonNode schema, List<Map.Entry<String, JsonNode>> properties) {
        schema.path("allOf").forEach(part -> collectProperties(resolve(part), properties));
        properties.addAll(schema.path("properties").properties());
    }

    private JsonNode findResponse(String method, String path, int status) {
        String operation = listOperations().stream().filter(each -> matches(each, method + " " + path.replaceFirst("\\?.*", "")))
                .min(java.util.Comparator.comparing((String each) -> each.contains("{"))).orElse(null);
        if (operation == null) {
            // No documented path matches the call
            assertThat(status).as("%s %s", method, path).isIn(401, 403, 404, 413);
            return document.at("/components/responses/Error");
        }
        JsonNode responses = findOperation(operation).path("responses");
        if (responses.has(String.valueOf(status))) {
            checked.add(operation + " " + status);
        }
        JsonNode response = responses.path(responses.has(String.valueOf(status)) ? String.valueOf(status) : "default");
        assertThat(response.isMissingNode() || !responses.has(String.valueOf(status)) && !Set.of(401, 403, 413, 500, 503).contains(status))
                .as("%s returned the undocumented status %s", operation, status).isFalse();
        return resolve(response);
    }

    private static boolean matches(String operation, String call) {
        String pattern = Pattern.compile("\\{\\w+}").splitAsStream(operation).map(Pattern::quote)
                .collect(java.util.stream.Collectors.joining("[^/]+")) + (operation.endsWith("}") ? "[^/]+" : "");
        return call.matches(pattern);
    }

    private JsonNode findOperation(String operation) {
        int space = operation.indexOf(' ');
        return document.path("paths").path(operation.substring(space + 1)).path(operation.substring(0, space).toLowerCase());
    }

    private JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
    }
}
