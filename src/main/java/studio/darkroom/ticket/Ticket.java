package studio.darkroom.ticket;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How one shoot is to be edited.
 *
 * @param vendor   who edits
 * @param profile  key or exact name of the vendor's AI profile; null where none was said
 * @param edit     the vendor's own options, by the vendor's own names; a copy each time it is asked for
 * @param deliver  what comes back: {@code jpeg}, {@code edits}, or both
 * @param retouch  prompts and presets, in the order in which they are done
 * @param priority which shoots go first
 * @param sources  where each of these was written, by dotted key ({@code profile}, {@code edit.hdr_merge}); what nobody
 *                 wrote has {@link Layers#DEFAULT} or is absent
 */
public record Ticket(String vendor, String profile, ObjectNode edit, List<String> deliver, List<Retouch> retouch,
                     Priority priority, Map<String, String> sources) {

    private static final ObjectMapper JSON = new ObjectMapper();

    public Ticket {
        edit = edit.deepCopy();
        deliver = List.copyOf(deliver);
        retouch = List.copyOf(retouch);
        sources = Collections.unmodifiableMap(new TreeMap<>(sources));
    }

    /**
     * @param layers the weakest first, see {@link Layers}
     * @throws TicketFault if no layer names a vendor or the whole has not the form of a ticket; options are checked by
     *                     {@link TicketCheck}, not here
     */
    public static Ticket merge(List<Layer> layers) {
        return Layers.of(layers).ticket();
    }

    /**
     * @param text what {@link #toJson()} gave
     * @throws TicketFault if it is something else
     */
    public static Ticket fromJson(String text) {
        try {
            if (JSON.readTree(text) instanceof ObjectNode json) {
                Map<String, String> sources = new TreeMap<>();
                json.path("sources").properties().forEach(each -> sources.put(each.getKey(), each.getValue().asText()));
                json.remove("sources");
                return of(json, sources);
            }
            throw new TicketFault("the ledger", 0, "the ticket of a shoot is no ticket; cancel the shoot and drop it again");
        } catch (JsonProcessingException e) {
            throw new TicketFault("the ledger", 0, "the ticket of a shoot cannot be read; cancel the shoot and drop it again");
        }
    }

    static Ticket of(ObjectNode json, Map<String, String> written) {
        Map<String, String> sources = new TreeMap<>(written);
        sources.putIfAbsent("deliver", Layers.DEFAULT);
        sources.putIfAbsent("retouch", Layers.DEFAULT);
        sources.putIfAbsent("priority", Layers.DEFAULT);
        JsonNode profile = json.path("profile");
        return new Ticket(
                text(json, "vendor", sources),
                profile.isMissingNode() ? null : profile(profile, sources),
                edit(json, sources),
                deliver(json, sources),
                retouch(json, sources),
                json.has("priority") ? Priority.of(text(json, "priority", sources))
                        .orElseThrow(() -> wrong("priority", "rush, normal or idle", sources)) : Priority.NORMAL,
                sources);
    }

    @Override
    public ObjectNode edit() {
        return edit.deepCopy();
    }

    /** @param what {@code jpeg} or {@code edits} */
    public boolean wants(String what) {
        return deliver.contains(what);
    }

    /** The whole with its sources, on one line, for {@link #fromJson}. */
    public String toJson() {
        ObjectNode json = json();
        ObjectNode from = json.putObject("sources");
        sources.forEach(from::put);
        return json.toString();
    }

    /** The whole, with what nobody wrote at its default. */
    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("vendor", vendor);
        if (profile != null) {
            json.put("profile", profile);
        }
        json.set("edit", edit());
        ArrayNode wanted = json.putArray("deliver");
        deliver.forEach(wanted::add);
        ArrayNode retouches = json.putArray("retouch");
        for (Retouch each : retouch) {
            ObjectNode one = retouches.addObject().put("photos", each.photos());
            if (each.prompt() != null) {
                one.put("prompt", each.prompt());
            } else {
                one.put("preset", each.preset());
            }
        }
        json.put("priority", priority.text());
        return json;
    }

    /** A whole number may come as {@code 17.0}, which for a schema is one. */
    private static String profile(JsonNode profile, Map<String, String> sources) {
        if (profile.isNumber() && profile.canConvertToExactIntegral()) {
            return profile.decimalValue().toBigInteger().toString();
        }
        if (profile.isTextual()) {
            return profile.textValue();
        }
        throw wrong("profile", "a name or a key", sources);
    }

    private static ObjectNode edit(ObjectNode json, Map<String, String> sources) {
        if (!json.has("edit")) {
            return JsonNodeFactory.instance.objectNode();
        }
        if (json.get("edit") instanceof ObjectNode edit) {
            return edit;
        }
        throw wrong("edit", "a group of keys", sources);
    }

    private static List<String> deliver(ObjectNode json, Map<String, String> sources) {
        if (!json.has("deliver")) {
            return List.of("jpeg");
        }
        List<String> deliver = new ArrayList<>();
        for (JsonNode each : json.get("deliver")) {
            deliver.add(each.asText());
        }
        if (deliver.isEmpty()) {
            throw wrong("deliver", "a list of jpeg and edits", sources);
        }
        return deliver;
    }

    private static List<Retouch> retouch(ObjectNode json, Map<String, String> sources) {
        if (!json.path("retouch").isMissingNode() && !json.get("retouch").isArray()) {
            throw wrong("retouch", "a list", sources);
        }
        List<Retouch> retouch = new ArrayList<>();
        for (JsonNode each : json.path("retouch")) {
            try {
                retouch.add(new Retouch(each.path("photos").textValue(), each.path("prompt").textValue(),
                        each.path("preset").textValue()));
            } catch (IllegalArgumentException e) {
                throw wrong("retouch", "a list in which each entry has either a prompt or a preset", sources);
            }
        }
        return retouch;
    }

    private static String text(ObjectNode json, String key, Map<String, String> sources) {
        String text = json.path(key).textValue();
        if (text == null || text.isBlank()) {
            throw wrong(key, "a word", sources);
        }
        return text;
    }

    private static TicketFault wrong(String key, String must, Map<String, String> sources) {
        return new TicketFault(sources.getOrDefault(key, "ticket"), 0, key + " must be " + must + "; write it so");
    }
}
