package studio.darkroom.ticket;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Tickets laid over each other: what a later one says covers what an earlier one said.
 *
 * <p>{@code edit} is covered option by option, everything else as a whole. A key without a value says nothing; an
 * option of {@code edit} without a value takes back what an earlier layer said. {@code profile} and {@code edit} belong to the
 * vendor they were written for: a layer that names another vendor starts both afresh.
 */
public final class TicketLayers {

    /** The source of what no layer says. */
    public static final String DEFAULT_SOURCE = "default";

    private final ObjectNode merged = JsonNodeFactory.instance.objectNode();
    private final Map<String, String> sources = new TreeMap<>();

    private TicketLayers() {
    }

    /**
     * @param layers the weakest first: vendor defaults, the lane's ticket, the ticket in the shoot; none needs to be
     *               right, {@link TicketValidator} says what is wrong with the whole
     */
    public static TicketLayers of(List<TicketLayer> layers) {
        TicketLayers result = new TicketLayers();
        layers.forEach(result::mergeLayer);
        return result;
    }

    /** The vendor of the whole, if any layer names one. */
    public Optional<String> vendor() {
        return Optional.ofNullable(merged.path("vendor").textValue());
    }

    /** The whole as one ticket, a copy. */
    public ObjectNode merged() {
        return merged.deepCopy();
    }

    /** Which layer said it, by dotted key: {@code profile}, {@code edit.hdr_merge}, {@code deliver}. */
    public Map<String, String> sources() {
        return Collections.unmodifiableMap(sources);
    }

    /**
     * @throws TicketException if the whole has not the form of a ticket; {@link TicketValidator} tells that with more words, so ask it
     *                     first
     */
    public Ticket toTicket() {
        return Ticket.fromJsonNode(merged, sources);
    }

    /** The layers that a fault at this dotted key comes from, for a sentence; empty if no layer says anything there. */
    String describeSource(String key) {
        String from = sources.get(key);
        if (from != null) {
            return from;
        }
        TreeSet<String> innerSources = new TreeSet<>();
        sources.forEach((inner, source) -> {
            if (inner.startsWith(key + '.')) {
                innerSources.add(source);
            }
        });
        return String.join(" with ", innerSources);
    }

    private void mergeLayer(TicketLayer layer) {
        JsonNode vendor = layer.json().path("vendor");
        boolean vendorChanged = vendor.isTextual() && merged.has("vendor") && !vendor.equals(merged.get("vendor"));
        if (vendorChanged) {
            removeKey("profile");
            removeKey("edit");
        }
        layer.json().properties().forEach(entry -> {
            JsonNode value = entry.getValue();
            if (entry.getKey().equals("edit") && value.isObject()) {
                mergeEdit(value, layer.source());
            } else if (!value.isNull()) {
                removeKey(entry.getKey());
                merged.set(entry.getKey(), value.deepCopy());
                sources.put(entry.getKey(), layer.source());
            }
        });
    }

    private void mergeEdit(JsonNode options, String source) {
        if (!merged.path("edit").isObject()) {
            removeKey("edit");
            merged.putObject("edit");
        }
        ObjectNode edit = (ObjectNode) merged.get("edit");
        options.properties().forEach(option -> {
            String key = "edit." + option.getKey();
            if (option.getValue().isNull()) {
                edit.remove(option.getKey());
                sources.remove(key);
            } else {
                edit.set(option.getKey(), option.getValue().deepCopy());
                sources.put(key, source);
            }
        });
    }

    private void removeKey(String key) {
        merged.remove(key);
        sources.keySet().removeIf(source -> source.equals(key) || source.startsWith(key + '.'));
    }
}
