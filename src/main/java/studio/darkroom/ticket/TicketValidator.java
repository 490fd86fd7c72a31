package studio.darkroom.ticket;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import studio.darkroom.text.Nearest;
import studio.darkroom.text.Redactor;

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
}
