package studio.darkroom.ticket;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaException;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.resource.DisallowSchemaLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import studio.darkroom.text.Quotes;

/**
 * A JSON Schema (draft 2020-12) that stands by itself: nothing is ever loaded for it, neither from the network nor from
 * a file, and a schema that asks for it is refused before it is used.
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
    private static final SchemaValidatorsConfig CONFIG = SchemaValidatorsConfig.builder().locale(Locale.ROOT).build();

    private final String name;
    private final JsonNode json;
    private final JsonSchema schema;

    /**
     * @param name what it is, for sentences: {@code ticket schema of vendor "imagen"}
     * @throws TicketException if it cannot be used
     */
    OfflineSchema(String name, JsonNode json) {
        this.name = name;
        this.json = json;
        if (!json.isObject()) {
            throw new TicketException(name, 0, "a schema is a group of keys, this is " + Quotes.describeValue(json)
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

    /** @throws TicketException if the schema turns out to be unusable */
    List<ValidationMessage> findViolations(JsonNode value) {
        try {
            return new ArrayList<>(schema.validate(value));
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
                throw new TicketException(name, 0, "it refers to " + Quotes.quote(text)
                        + ", and nothing is fetched from outside; put what it needs into the same file under $defs");
            }
            if (text != null && entry.getKey().equals("$schema") && !text.replaceFirst("#$", "").equals(DRAFT)) {
                throw new TicketException(name, 0, "its $schema is " + Quotes.quote(text) + "; write it in draft 2020-12, "
                        + Quotes.quote(DRAFT));
            }
        });
        node.forEach(this::requireNoExternalReferences);
    }

    private TicketException createUnusableException(RuntimeException e) {
        return new TicketException(name, 0, "it is not a JSON Schema that can be used: "
                + Quotes.shortenExplanation(String.valueOf(e.getMessage())) + "; correct the file");
    }

    private TicketException createCycleException() {
        return new TicketException(name, 0, "it refers to itself without end; take the circle of $ref out");
    }
}
