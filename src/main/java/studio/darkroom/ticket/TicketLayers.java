package studio.darkroom.ticket;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import studio.darkroom.ticket.TicketException.TicketFault;

/**
 * Tickets merged into one: a later layer overrides an earlier one.
 *
 * <p>{@code edit} is overridden option by option, every other key as a whole. A key without a value changes nothing; an
 * option of {@code edit} without a value removes the option of an earlier layer. {@code profile} and {@code edit} belong
 * to the vendor they were written for: a layer that names another vendor removes both.
 */
public final class TicketLayers {

    /** The source of a value that no layer contains. */
    public static final String DEFAULT_SOURCE = "default";

    private final ObjectNode merged = JsonNodeFactory.instance.objectNode();
    private final Map<String, TicketLayer> origins = new TreeMap<>();

    private TicketLayers() {
    }

    /**
     * @param layers in rising precedence: the lane's defaults, the lane's ticket, the ticket in the shoot. They may contain
     *               faults; {@link TicketValidator} checks the merged ticket
     */
    public static TicketLayers of(List<TicketLayer> layers) {
        TicketLayers result = new TicketLayers();
        layers.forEach(result::mergeLayer);
        return result;
    }

    /** The vendor of the merged ticket, if any layer names one. */
    public Optional<String> vendor() {
        return Optional.ofNullable(merged.path("vendor").textValue());
    }

    /** A copy of the merged ticket. */
    public ObjectNode merged() {
        return merged.deepCopy();
    }

    /** The layer that each value comes from, by dotted key: {@code profile}, {@code edit.hdr_merge}, {@code deliver}. */
    public Map<String, String> sources() {
        Map<String, String> sources = new TreeMap<>();
        origins.forEach((key, layer) -> sources.put(key, layer.source()));
        return Collections.unmodifiableMap(sources);
    }

    /** @throws TicketException if the merged ticket has a wrong form; {@link TicketValidator} explains more, so call it first */
    public Ticket toTicket() {
        return Ticket.fromJsonNode(merged, sources());
    }

    /**
     * @param path keys and list indexes of the merged ticket
     * @return a fault with the file and line that the value comes from; both file names and no line if several layers are
     *         involved, no file if no layer contains the key
     */
    TicketFault locateFault(TicketFault.Code code, List<Object> path, String key, String text) {
        String dottedKey = path.stream().limit(path.isEmpty() || !path.get(0).equals("edit") ? 1 : 2).map(Object::toString)
                .collect(Collectors.joining("."));
        TicketLayer origin = origins.get(dottedKey);
        if (origin != null) {
            return new TicketFault(code, origin.source(), origin.findLine(path), key, text);
        }
        TreeMap<String, TicketLayer> inner = new TreeMap<>();
        origins.forEach((each, layer) -> {
            if (each.startsWith(dottedKey + '.')) {
                inner.put(layer.source(), layer);
            }
        });
        return new TicketFault(code, String.join(" and ", inner.keySet()),
                inner.size() == 1 ? inner.firstEntry().getValue().findLine(path) : 0, key, text);
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
                mergeEdit(value, layer);
            } else if (!value.isNull()) {
                removeKey(entry.getKey());
                merged.set(entry.getKey(), value.deepCopy());
                origins.put(entry.getKey(), layer);
            }
        });
    }

    private void mergeEdit(JsonNode options, TicketLayer layer) {
        if (!merged.path("edit").isObject()) {
            removeKey("edit");
            merged.putObject("edit");
        }
        ObjectNode edit = (ObjectNode) merged.get("edit");
        options.properties().forEach(option -> {
            String key = "edit." + option.getKey();
            if (option.getValue().isNull()) {
                edit.remove(option.getKey());
                origins.remove(key);
            } else {
                edit.set(option.getKey(), option.getValue().deepCopy());
                origins.put(key, layer);
            }
        });
    }

    private void removeKey(String key) {
        merged.remove(key);
        origins.keySet().removeIf(source -> source.equals(key) || source.startsWith(key + '.'));
    }

    /**
     * One of the tickets that are merged into the ticket of a shoot.
     *
     * @param source the file as its author knows it, or another name such as {@code vendor defaults}
     * @param json   the content
     * @param lines  the line of each key and list entry, 1 for the first; empty if the content does not come from a file
     */
    public record TicketLayer(String source, ObjectNode json, Map<JsonPointer, Integer> lines) {

        public TicketLayer {
            lines = Map.copyOf(lines);
        }

        public TicketLayer(String source, ObjectNode json) {
            this(source, json, Map.of());
        }

        /**
         * @param path keys and list indexes from the root
         * @return the line of the value, or of the nearest value around it; 0 if unknown
         */
        int findLine(List<Object> path) {
            JsonPointer pointer = JsonPointer.empty();
            int line = 0;
            for (Object element : path) {
                pointer = element instanceof Integer index ? pointer.appendIndex(index) : pointer.appendProperty(element.toString());
                line = lines.getOrDefault(pointer, line);
            }
            return line;
        }
    }
}
