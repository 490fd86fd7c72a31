package studio.darkroom.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Routes use the canonical form that Camel's visual editors read and write, not its short forms. */
class CanonicalYamlTest {

    private static final Set<String> TOPS = Set.of("route", "routeTemplate", "templatedRoute", "routeConfiguration",
            "beans");
    private static final Set<String> LANGUAGES = Set.of("simple", "constant", "method", "header", "variable",
            "exchangeProperty", "jsonpath", "jq", "ref", "language");
    /** Keys that may contain a language directly, according to Camel's schema. */
    private static final Set<String> HOLDERS = Set.of("expression", "handled", "continued", "retryWhile",
            "correlationExpression", "completionPredicate");

    private static JsonSchema schema;

    static List<String> routeFiles() {
        return RouteFileTexts.listNames();
    }

    @ParameterizedTest
    @MethodSource("routeFiles")
    void routeFile_form_isCanonical(String name) {
        assertThat(findFaults(RouteFileTexts.readYaml(name))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("routeFiles")
    void routeFile_schema_isValid(String name) throws IOException {
        assertThat(schema().validate(RouteFileTexts.readYaml(name))).extracting(ValidationMessage::getMessage).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "- from: {uri: 'direct:a', steps: []}",
        "- route: {id: a-b, from: {uri: direct, steps: [{log: hello}]}}",
        "- route: {id: a-b, from: {uri: direct, steps: [{to: 'direct:c'}]}}",
        "- route: {id: a-b, from: {uri: direct, steps: [{setBody: {simple: hello}}]}}",
        "- route: {id: a-b, from: {uri: direct, steps: [{setBody: {expression: {simple: hello}}}]}}",
        "- route: {id: a-b, from: {uri: direct}, steps: [{log: {message: hello}}]}",
        "- route: {id: a-b, from: {uri: direct, steps: [stop]}}",
        "- route: {id: a-b, from: 'direct:a'}",
        "- rest: {path: /a}",
        "route: {id: a-b, from: {uri: direct, steps: []}}"})
    void shortForm_isRejected(String yaml) throws IOException {
        assertThat(findFaults(new com.fasterxml.jackson.dataformat.yaml.YAMLMapper().readTree(yaml))).isNotEmpty();
    }

    @Test
    void schema_unknownKey_isRejected() throws IOException {
        JsonNode wrong = new com.fasterxml.jackson.dataformat.yaml.YAMLMapper().readTree(
                "- route: {id: a-b, colour: blue, from: {uri: direct, steps: []}}");
        assertThat(schema().validate(wrong)).isNotEmpty();
    }

    private static synchronized JsonSchema schema() throws IOException {
        if (schema == null) {
            try (InputStream in = CanonicalYamlTest.class.getResourceAsStream("/schema/camelYamlDsl.json")) {
                schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4).getSchema(new ObjectMapper()
                        .readTree(in));
            }
        }
        return schema;
    }

    private static List<String> findFaults(JsonNode file) {
        List<String> faults = new ArrayList<>();
        if (!file.isArray()) {
            return List.of("a file must be a list");
        }
        for (JsonNode entry : file) {
            if (!entry.isObject() || entry.size() != 1 || !TOPS.contains(entry.fieldNames().next())) {
                faults.add("a top-level entry is one of " + TOPS + ", not " + beginning(entry));
                continue;
            }
            if (!entry.has("beans")) {
                checkNode("", "", entry, faults);
            }
        }
        return faults;
    }

    private static void checkNode(String path, String key, JsonNode node, List<String> faults) {
        if (node.isArray()) {
            node.forEach(each -> checkNode(path, key, each, faults));
            return;
        }
        if (!node.isObject()) {
            return;
        }
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            String name = field.getKey();
            JsonNode value = field.getValue();
            String here = path + "/" + name;
            if (name.equals("steps")) {
                checkSteps(here, value, faults);
                if (key.equals("route") || key.equals("routeTemplate")) {
                    faults.add(here + ": steps must be inside from");
                }
            }
            if (name.equals("from") && !(value.isObject() && value.path("uri").isTextual() && value.has("steps"))) {
                faults.add(here + ": from must have uri and steps");
            }
            if (LANGUAGES.contains(name) && HOLDERS.contains(key) && !value.isObject()) {
                faults.add(here + ": write " + name + ": { expression: ... }");
            }
            if (Set.of("simple", "constant", "method").contains(name) && !HOLDERS.contains(key) && !key.equals("bean")) {
                faults.add(here + ": a language must be inside expression");
            }
            boolean language = LANGUAGES.contains(name) && HOLDERS.contains(key);
            if (!name.equals("parameters") && !language) {
                checkNode(here, name, value, faults);
            }
        }
    }

    private static void checkSteps(String path, JsonNode steps, List<String> faults) {
        for (JsonNode step : steps) {
            if (!step.isObject() || step.size() != 1 || !step.properties().iterator().next().getValue().isObject()) {
                faults.add(path + ": a step must be one name with its settings, not " + beginning(step));
            }
        }
    }

    private static String beginning(JsonNode node) {
        String text = node.toString();
        return text.substring(0, Math.min(80, text.length()));
    }
}
