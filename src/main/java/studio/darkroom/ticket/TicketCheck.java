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
import studio.darkroom.Nearest;

/**
 * Says everything that is wrong with a ticket, before anything is uploaded: against the schema of tickets, and its
 * {@code edit} against the schema of its vendor. Schemas are made ready once and kept; nothing is ever fetched for
 * them. Safe for many threads.
 */
public final class TicketCheck {

    private final SealedSchema whole;
    private final Map<String, SealedSchema> byVendor = new ConcurrentHashMap<>();

    public TicketCheck() {
        try (InputStream schema = TicketCheck.class.getResourceAsStream("/ticket.schema.json")) {
            whole = new SealedSchema("ticket schema", new ObjectMapper().readTree(Objects.requireNonNull(schema)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param ticket        the whole: {@link Layers#merged()}
     * @param vendorSchemas the schema of a vendor's {@code edit}, by the vendor's name; nothing if there is no such
     *                      vendor. May throw {@link TicketFault}, which then is one of the faults
     * @return one sentence for each fault, none if the ticket is right
     */
    public List<String> faults(ObjectNode ticket, Function<String, Optional<JsonNode>> vendorSchemas) {
        return complaints(ticket, vendorSchemas).stream().map(Complaint::sentence).distinct().toList();
    }

    /** The same, each sentence beginning with the file in which the faulty key was written. */
    public List<String> faults(Layers layers, Function<String, Optional<JsonNode>> vendorSchemas) {
        return complaints(layers.merged(), vendorSchemas).stream().map(complaint -> {
            String writtenBy = layers.writtenBy(complaint.key());
            return writtenBy.isEmpty() ? complaint.sentence() : writtenBy + ": " + complaint.sentence();
        }).distinct().toList();
    }

    private List<Complaint> complaints(ObjectNode ticket, Function<String, Optional<JsonNode>> vendorSchemas) {
        LinkedHashSet<Complaint> complaints = new LinkedHashSet<>();
        SealedSchema edit = null;
        try {
            String vendor = ticket.path("vendor").textValue();
            edit = vendor == null || vendor.isEmpty() ? null : ofVendor(vendor, vendorSchemas).orElse(null);
            if (edit == null && vendor != null && !vendor.isEmpty()) {
                complaints.add(new Complaint("vendor", noVendor(vendor)));
            }
        } catch (TicketFault e) {
            complaints.add(new Complaint("", e.getMessage()));
        }
        List<String> beside = keys(whole.json());
        List<String> within = edit == null ? List.of() : keys(edit.json());
        for (ValidationMessage violation : whole.violations(ticket)) {
            complaints.add(Complaint.of(violation, whole.json(), "", within));
        }
        JsonNode options = ticket.has("edit") ? ticket.get("edit") : JsonNodeFactory.instance.objectNode();
        if (edit != null && options.isObject()) {
            try {
                for (ValidationMessage violation : edit.violations(options)) {
                    complaints.add(Complaint.of(violation, edit.json(), "edit", beside));
                }
            } catch (TicketFault e) {
                complaints.add(new Complaint("", e.getMessage()));
            }
        }
        return new ArrayList<>(complaints);
    }

    private Optional<SealedSchema> ofVendor(String vendor, Function<String, Optional<JsonNode>> vendorSchemas) {
        Optional<JsonNode> json = vendorSchemas.apply(vendor);
        return json.map(schema -> byVendor.compute(vendor, (name, kept) -> kept != null && kept.json().equals(schema)
                ? kept : new SealedSchema("ticket schema of vendor " + Shown.quoted(vendor), schema)));
    }

    private String noVendor(String vendor) {
        List<String> ours = StreamSupport.stream(whole.json().at("/properties/vendor/examples").spliterator(), false)
                .map(JsonNode::asText).toList();
        return "the vendor " + Shown.quoted(vendor) + " is not known here: " + Nearest.to(vendor, ours)
                .map(near -> "did you mean " + Shown.quoted(near) + "?")
                .orElse("take " + String.join(", ", ours) + ", or put the vendor's files among the routes");
    }

    private static List<String> keys(JsonNode schema) {
        return schema.path("properties").properties().stream().map(Map.Entry::getKey).toList();
    }
}
