package studio.darkroom.ticket;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaException;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.resource.DisallowSchemaLoader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import studio.darkroom.text.Nearest;
import studio.darkroom.text.Redactor;
import studio.darkroom.ticket.TicketException.TicketFault;

/**
 * Finds every fault of a ticket before anything is uploaded: checks the ticket against the schema of tickets and its
 * {@code edit} against the schema of its vendor. Compiled schemas are cached. Safe for use by many threads.
 */
public final class TicketValidator {

    private final OfflineSchema ticketSchema;
    private final Map<String, OfflineSchema> schemasByVendor = new ConcurrentHashMap<>();

    public TicketValidator() {
        try (InputStream schema = TicketValidator.class.getResourceAsStream("/ticket.schema.json")) {
            ticketSchema = new OfflineSchema("ticket schema", new ObjectMapper().readTree(Objects.requireNonNull(schema)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param vendorSchemas the schema of a vendor's {@code edit} by the vendor's name; empty if there is no such vendor. A
     *                      {@link TicketException} it throws becomes a fault
     * @return every fault with its file and line; empty if the ticket is correct
     */
    public List<TicketFault> findFaults(TicketLayers layers, Function<String, Optional<JsonNode>> vendorSchemas) {
        LinkedHashSet<TicketFault> faults = new LinkedHashSet<>();
        OfflineSchema editSchema = null;
        String vendor = layers.vendor().orElse("");
        try {
            editSchema = vendor.isEmpty() ? null : findVendorSchema(vendor, vendorSchemas).orElse(null);
            if (editSchema == null && !vendor.isEmpty()) {
                faults.add(layers.locateFault(TicketFault.Code.UNKNOWN_VENDOR, List.of("vendor"), "vendor", describeUnknownVendor(vendor)));
            }
        } catch (TicketException e) {
            faults.add(e.fault());
        }
        ObjectNode ticket = layers.merged();
        SchemaMessages messages = new SchemaMessages(layers, List.of(), editSchema == null ? List.of() : listKeys(editSchema.json()));
        for (ValidationMessage violation : ticketSchema.findViolations(ticket)) {
            faults.add(messages.createFault(violation, ticketSchema.json()));
        }
        JsonNode options = ticket.has("edit") ? ticket.get("edit") : JsonNodeFactory.instance.objectNode();
        if (editSchema != null && options.isObject()) {
            SchemaMessages editMessages = new SchemaMessages(layers, List.of("edit"), listKeys(ticketSchema.json()));
            try {
                for (ValidationMessage violation : editSchema.findViolations(options)) {
                    faults.add(editMessages.createFault(violation, editSchema.json()));
                }
            } catch (TicketException e) {
                faults.add(e.fault());
            }
        }
        return List.copyOf(faults);
    }

    private Optional<OfflineSchema> findVendorSchema(String vendor, Function<String, Optional<JsonNode>> vendorSchemas) {
        Optional<JsonNode> json = vendorSchemas.apply(vendor);
        return json.map(schema -> schemasByVendor.compute(vendor, (name, cached) -> cached != null && cached.json().equals(schema)
                ? cached : new OfflineSchema("ticket schema of vendor " + Redactor.quote(vendor), schema)));
    }

    private String describeUnknownVendor(String vendor) {
        List<String> knownVendors = StreamSupport.stream(ticketSchema.json().at("/properties/vendor/examples").spliterator(), false)
                .map(JsonNode::asText).toList();
        return "unknown vendor " + Redactor.quote(vendor) + Nearest.suggest(vendor, knownVendors)
                .map(suggestion -> "; did you mean " + Redactor.quote(suggestion) + "?")
                .orElse("; use one of " + String.join(", ", knownVendors) + ", or install the vendor's route file");
    }

    private static List<String> listKeys(JsonNode schema) {
        return schema.path("properties").properties().stream().map(Map.Entry::getKey).toList();
    }

    /**
     * A JSON Schema (draft 2020-12) that loads nothing, neither from the network nor from a file. A schema with a reference
     * to another document is refused before it is used.
     */
    static final class OfflineSchema {

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
                            + " points outside the file, which Darkroom does not load; copy its target into this file under $defs");
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
}
