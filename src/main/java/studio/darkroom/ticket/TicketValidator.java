package studio.darkroom.ticket;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import studio.darkroom.text.Nearest;
import studio.darkroom.text.Quotes;

/**
 * Says everything that is wrong with a ticket, before anything is uploaded: against the schema of tickets, and its
 * {@code edit} against the schema of its vendor. Schemas are made ready once and kept; nothing is ever fetched for
 * them. Safe for many threads.
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
     * @param ticket        the whole: {@link TicketLayers#merged()}
     * @param vendorSchemas the schema of a vendor's {@code edit}, by the vendor's name; nothing if there is no such
     *                      vendor. May throw {@link TicketException}, which then is one of the faults
     * @return one sentence for each fault, none if the ticket is right
     */
    public List<String> findFaults(ObjectNode ticket, Function<String, Optional<JsonNode>> vendorSchemas) {
        return validate(ticket, vendorSchemas).stream().map(SchemaMessage::sentence).distinct().toList();
    }

    /** The same, each sentence beginning with the file in which the faulty key was written. */
    public List<String> findFaults(TicketLayers layers, Function<String, Optional<JsonNode>> vendorSchemas) {
        return validate(layers.merged(), vendorSchemas).stream().map(message -> {
            String source = layers.describeSource(message.key());
            return source.isEmpty() ? message.sentence() : source + ": " + message.sentence();
        }).distinct().toList();
    }

    private List<SchemaMessage> validate(ObjectNode ticket, Function<String, Optional<JsonNode>> vendorSchemas) {
        LinkedHashSet<SchemaMessage> messages = new LinkedHashSet<>();
        OfflineSchema editSchema = null;
        try {
            String vendor = ticket.path("vendor").textValue();
            editSchema = vendor == null || vendor.isEmpty() ? null : findVendorSchema(vendor, vendorSchemas).orElse(null);
            if (editSchema == null && vendor != null && !vendor.isEmpty()) {
                messages.add(new SchemaMessage("vendor", describeUnknownVendor(vendor)));
            }
        } catch (TicketException e) {
            messages.add(new SchemaMessage("", e.getMessage()));
        }
        List<String> ticketKeys = listKeys(ticketSchema.json());
        List<String> editKeys = editSchema == null ? List.of() : listKeys(editSchema.json());
        for (ValidationMessage violation : ticketSchema.findViolations(ticket)) {
            messages.add(SchemaMessage.of(violation, ticketSchema.json(), "", editKeys));
        }
        JsonNode options = ticket.has("edit") ? ticket.get("edit") : JsonNodeFactory.instance.objectNode();
        if (editSchema != null && options.isObject()) {
            try {
                for (ValidationMessage violation : editSchema.findViolations(options)) {
                    messages.add(SchemaMessage.of(violation, editSchema.json(), "edit", ticketKeys));
                }
            } catch (TicketException e) {
                messages.add(new SchemaMessage("", e.getMessage()));
            }
        }
        return new ArrayList<>(messages);
    }

    private Optional<OfflineSchema> findVendorSchema(String vendor, Function<String, Optional<JsonNode>> vendorSchemas) {
        Optional<JsonNode> json = vendorSchemas.apply(vendor);
        return json.map(schema -> schemasByVendor.compute(vendor, (name, cached) -> cached != null && cached.json().equals(schema)
                ? cached : new OfflineSchema("ticket schema of vendor " + Quotes.quote(vendor), schema)));
    }

    private String describeUnknownVendor(String vendor) {
        List<String> knownVendors = StreamSupport.stream(ticketSchema.json().at("/properties/vendor/examples").spliterator(), false)
                .map(JsonNode::asText).toList();
        return "the vendor " + Quotes.quote(vendor) + " is not known here: " + Nearest.suggest(vendor, knownVendors)
                .map(suggestion -> "did you mean " + Quotes.quote(suggestion) + "?")
                .orElse("take " + String.join(", ", knownVendors) + ", or put the vendor's files among the routes");
    }

    private static List<String> listKeys(JsonNode schema) {
        return schema.path("properties").properties().stream().map(Map.Entry::getKey).toList();
    }
}
