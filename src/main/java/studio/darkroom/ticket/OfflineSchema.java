package studio.darkroom.ticket;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaException;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.resource.DisallowSchemaLoader;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import studio.darkroom.text.Redactor;

/**
 * A JSON Schema (draft 2020-12) that loads nothing, neither from the network nor from a file. A schema with a reference
 * to another document is refused before it is used.
 */
final class OfflineSchema {

    private static final String DRAFT = "https://json-schema.org/draft/2020-12/schema";
    private static final Set<String> REFERENCE_KEYWORDS = Set.of("$ref", "$dynamicRef", "$recursiveRef");

    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(VersionFlag.V202012, factory -> factory
            .enableSchemaCache(false)
            .schemaLoaders(loaders -> loaders.values(all -> {
                all.clear();
                all.add(DisallowSchemaLoader.getInstance());
            })));
    private static final SchemaValidatorsConfig CONFIG = SchemaValidatorsConfig.builder()
            .locale(Locale.ROOT).messageSource(SchemaMessages::format).errorMessageKeyword("errorMessage").build();

    private final String name;
    private final JsonNode json;
    private final JsonSchema schema;

    /**
     * @param name for messages: {@code ticket schema of vendor "imagen"}
     * @throws TicketException if the schema cannot be used
     */
    OfflineSchema(String name, JsonNode json) {
        this.name = name;
        this.json = json;
        if (!json.isObject()) {
            throw createException("a schema is an object, found " + Redactor.describeValue(json)
                    + "; write a JSON Schema (draft 2020-12)");
        }
        requireNoExternalReferences(json);
        try {
            this.schema = FACTORY.getSchema(json, CONFIG);
            schema.initializeValidators();
        } catch (RuntimeException e) {
            throw createUnusableException(e);
        } catch (StackOverflowError e) {
            throw createCycleException();
        }
    }

    JsonNode json() {
        return json;
    }

    /**
     * @return one violation for each broken rule; what was found inside another violated rule is left out
     * @throws TicketException if the schema turns out to be unusable
     */
    List<ValidationMessage> findViolations(JsonNode value) {
        try {
            Set<ValidationMessage> violations = schema.validate(value);
            return violations.stream().filter(inner -> violations.stream().noneMatch(outer -> outer != inner
                    && inner.getEvaluationPath().startsWith(outer.getEvaluationPath())
                    && !inner.getEvaluationPath().equals(outer.getEvaluationPath()))).toList();
        } catch (JsonSchemaException e) {
            throw createUnusableException(e);
        } catch (StackOverflowError e) {
            throw createCycleException();
        }
    }

    private void requireNoExternalReferences(JsonNode node) {
        node.properties().forEach(entry -> {
            String text = entry.getValue().textValue();
            if (text != null && REFERENCE_KEYWORDS.contains(entry.getKey()) && !text.startsWith("#")) {
                throw createException("the reference " + Redactor.quote(text)
                        + " leaves the file, and nothing is loaded; copy its target into this file under $defs");
            }
            if (text != null && entry.getKey().equals("$schema") && !text.replaceFirst("#$", "").equals(DRAFT)) {
                throw createException("unsupported $schema " + Redactor.quote(text) + "; use draft 2020-12, "
                        + Redactor.quote(DRAFT));
            }
        });
        node.forEach(this::requireNoExternalReferences);
    }

    private TicketException createUnusableException(RuntimeException e) {
        return createException("the schema is invalid: " + Redactor.shortenExplanation(String.valueOf(e.getMessage()))
                + "; correct the file");
    }

    private TicketException createCycleException() {
        return createException("the schema refers to itself in an endless cycle; remove the cycle of $ref");
    }

    private TicketException createException(String sentence) {
        return new TicketException(TicketFault.Code.SCHEMA_UNUSABLE, name, 0, sentence);
    }
}
