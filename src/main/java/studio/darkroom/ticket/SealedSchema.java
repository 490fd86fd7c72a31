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

/**
 * A JSON Schema (draft 2020-12) that stands by itself: nothing is ever loaded for it, neither from the network nor from
 * a file, and a schema that asks for it is refused before it is used.
 */
final class SealedSchema {

    private static final String DRAFT = "https://json-schema.org/draft/2020-12/schema";
    private static final Set<String> REFERENCES = Set.of("$ref", "$dynamicRef", "$recursiveRef");

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
     * @throws TicketFault if it cannot be used
     */
    SealedSchema(String name, JsonNode json) {
        this.name = name;
        this.json = json;
        if (!json.isObject()) {
            throw new TicketFault(name, 0, "a schema is a group of keys, this is " + Shown.value(json)
                    + "; write a JSON Schema (draft 2020-12)");
        }
        standsByItself(json);
        try {
            this.schema = FACTORY.getSchema(json, CONFIG);
            schema.initializeValidators();
        } catch (RuntimeException e) {
            throw unusable(e);
        } catch (StackOverflowError e) {
            throw endless();
        }
    }

    JsonNode json() {
        return json;
    }

    /** @throws TicketFault if the schema turns out to be unusable */
    List<ValidationMessage> violations(JsonNode value) {
        try {
            return new ArrayList<>(schema.validate(value));
        } catch (JsonSchemaException e) {
            throw unusable(e);
        } catch (StackOverflowError e) {
            throw endless();
        }
    }

    private void standsByItself(JsonNode node) {
        node.properties().forEach(entry -> {
            String text = entry.getValue().textValue();
            if (text != null && REFERENCES.contains(entry.getKey()) && !text.startsWith("#")) {
                throw new TicketFault(name, 0, "it refers to " + Shown.quoted(text)
                        + ", and nothing is fetched from outside; put what it needs into the same file under $defs");
            }
            if (text != null && entry.getKey().equals("$schema") && !text.replaceFirst("#$", "").equals(DRAFT)) {
                throw new TicketFault(name, 0, "its $schema is " + Shown.quoted(text) + "; write it in draft 2020-12, "
                        + Shown.quoted(DRAFT));
            }
        });
        node.forEach(this::standsByItself);
    }

    private TicketFault unusable(RuntimeException e) {
        return new TicketFault(name, 0, "it is not a JSON Schema that can be used: "
                + Shown.clipped(String.valueOf(e.getMessage())) + "; correct the file");
    }

    private TicketFault endless() {
        return new TicketFault(name, 0, "it refers to itself without end; take the circle of $ref out");
    }
}
