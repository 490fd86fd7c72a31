package studio.darkroom.ticket;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import studio.darkroom.ticket.TicketException.TicketFault;
import studio.darkroom.ticket.TicketLayers.TicketLayer;

/**
 * How to edit one shoot.
 *
 * @param vendor   the vendor that edits
 * @param profile  key or exact name of the vendor's AI profile; null if there is none
 * @param edit     the vendor's own options, under the vendor's own names; each call returns a copy
 * @param deliver  the kinds of results to deliver: {@code jpeg}, {@code edits}, or both
 * @param retouch  prompts and presets, in the order in which they are applied
 * @param priority the order among waiting shoots
 * @param sources  the file of each value, by dotted key ({@code profile}, {@code edit.hdr_merge}); a default has
 *                 {@link TicketLayers#DEFAULT_SOURCE} or is absent
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
     * @param layers in rising precedence, see {@link TicketLayers}
     * @throws TicketException if no layer names a vendor or a key has a wrong form; {@link TicketValidator} checks the options
     */
    public static Ticket merge(List<TicketLayer> layers) {
        return TicketLayers.of(layers).toTicket();
    }

    /**
     * @param text from {@link #toJson()}
     * @throws TicketException if it is anything else
     */
    public static Ticket fromJson(String text) {
        try {
            if (JSON.readTree(text) instanceof ObjectNode json) {
                Map<String, String> sources = new TreeMap<>();
                json.path("sources").properties().forEach(each -> sources.put(each.getKey(), each.getValue().asText()));
                json.remove("sources");
                return fromJsonNode(json, sources);
            }
            throw createLedgerException();
        } catch (JsonProcessingException e) {
            throw createLedgerException();
        }
    }

    static Ticket fromJsonNode(ObjectNode json, Map<String, String> keySources) {
        Map<String, String> sources = new TreeMap<>(keySources);
        sources.putIfAbsent("deliver", TicketLayers.DEFAULT_SOURCE);
        sources.putIfAbsent("retouch", TicketLayers.DEFAULT_SOURCE);
        sources.putIfAbsent("priority", TicketLayers.DEFAULT_SOURCE);
        JsonNode profile = json.path("profile");
        return new Ticket(
                readText(json, "vendor", sources),
                profile.isMissingNode() ? null : readProfile(profile, sources),
                readEdit(json, sources),
                readDeliver(json, sources),
                readRetouch(json, sources),
                json.has("priority") ? Priority.of(readText(json, "priority", sources))
                        .orElseThrow(() -> createException("priority", "rush, normal or idle", sources)) : Priority.NORMAL,
                sources);
    }

    @Override
    public ObjectNode edit() {
        return edit.deepCopy();
    }

    /** @param deliverable {@code jpeg} or {@code edits} */
    public boolean hasDeliverable(String deliverable) {
        return deliver.contains(deliverable);
    }

    /** The ticket with its sources on one line, for {@link #fromJson}. */
    public String toJson() {
        ObjectNode json = toJsonNode();
        ObjectNode sourcesNode = json.putObject("sources");
        sources.forEach(sourcesNode::put);
        return json.toString();
    }

    /** The ticket with its defaults, without sources. */
    public ObjectNode toJsonNode() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("vendor", vendor);
        if (profile != null) {
            json.put("profile", profile);
        }
        json.set("edit", edit());
        ArrayNode deliverables = json.putArray("deliver");
        deliver.forEach(deliverables::add);
        ArrayNode retouches = json.putArray("retouch");
        for (Retouch source : retouch) {
            ObjectNode entry = retouches.addObject().put("photos", source.photos());
            if (source.prompt() != null) {
                entry.put("prompt", source.prompt());
            } else {
                entry.put("preset", source.preset());
            }
        }
        json.put("priority", priority.text());
        return json;
    }

    /** JSON Schema treats {@code 17.0} as a whole number. */
    private static String readProfile(JsonNode profile, Map<String, String> sources) {
        if (profile.isNumber() && profile.canConvertToExactIntegral()) {
            return profile.decimalValue().toBigInteger().toString();
        }
        if (profile.isTextual()) {
            return profile.textValue();
        }
        throw createException("profile", "a name or a whole number", sources);
    }

    private static ObjectNode readEdit(ObjectNode json, Map<String, String> sources) {
        if (!json.has("edit")) {
            return JsonNodeFactory.instance.objectNode();
        }
        if (json.get("edit") instanceof ObjectNode edit) {
            return edit;
        }
        throw createException("edit", "a group of keys", sources);
    }

    private static List<String> readDeliver(ObjectNode json, Map<String, String> sources) {
        if (!json.has("deliver")) {
            return List.of("jpeg");
        }
        List<String> deliver = new ArrayList<>();
        for (JsonNode each : json.get("deliver")) {
            deliver.add(each.asText());
        }
        if (deliver.isEmpty()) {
            throw createException("deliver", "a list of jpeg and edits", sources);
        }
        return deliver;
    }

    private static List<Retouch> readRetouch(ObjectNode json, Map<String, String> sources) {
        if (!json.path("retouch").isMissingNode() && !json.get("retouch").isArray()) {
            throw createException("retouch", "a list", sources);
        }
        List<Retouch> retouch = new ArrayList<>();
        for (JsonNode each : json.path("retouch")) {
            try {
                retouch.add(new Retouch(each.path("photos").textValue(), each.path("prompt").textValue(),
                        each.path("preset").textValue()));
            } catch (IllegalArgumentException e) {
                throw createException("retouch", "a list in which each entry has either a prompt or a preset", sources);
            }
        }
        return retouch;
    }

    private static String readText(ObjectNode json, String key, Map<String, String> sources) {
        String text = json.path(key).textValue();
        if (text == null || text.isBlank()) {
            throw createException(key, "text", sources);
        }
        return text;
    }

    private static TicketException createException(String key, String expectation, Map<String, String> sources) {
        return new TicketException(new TicketFault(TicketFault.Code.WRONG_TYPE, sources.getOrDefault(key, "ticket"), 0, key,
                key + " must be " + expectation + "; correct it"));
    }

    private static TicketException createLedgerException() {
        return new TicketException(TicketFault.Code.LEDGER_TICKET, "ledger", 0,
                "the stored ticket is damaged; cancel the shoot and copy its photos into a new folder");
    }

    /** The order of waiting shoots. */
    public enum Priority {
        RUSH, NORMAL, IDLE;

        /** @param word in lower case, as in a ticket; empty if it is not a priority */
        public static Optional<Priority> of(String word) {
            return Arrays.stream(values()).filter(priority -> priority.text().equals(word)).findFirst();
        }

        /** As tickets write it: {@code rush}, {@code normal}, {@code idle}. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One retouch of a ticket: a prompt or a preset for some of the results.
     *
     * @param photos a pattern of result file names: {@code *} matches any characters, {@code ?} one; letter case is ignored
     * @param prompt what to change, in words; null if {@code preset} is set
     * @param preset the vendor's name of a ready-made change; null if {@code prompt} is set
     */
    public record Retouch(String photos, String prompt, String preset) {

        /** Longest prompt in characters (docs/vendors/imagen.md 2.8). */
        public static final int MAX_PROMPT_LENGTH = 255;

        /** @throws IllegalArgumentException unless there is exactly one of prompt and preset */
        public Retouch {
            photos = photos == null ? "*" : photos;
            if ((prompt == null) == (preset == null)) {
                throw new IllegalArgumentException("a retouch needs either a prompt or a preset");
            }
        }

        /**
         * Whether this retouch applies to the result of a photo: a JPEG with the photo's stem and whichever extension the
         * vendor uses.
         */
        public boolean appliesToPhoto(String photoName) {
            String stem = photoName.contains(".") ? photoName.substring(0, photoName.lastIndexOf('.')) : photoName;
            return matches(photoName) || matches(stem + ".jpg") || matches(stem + ".jpeg");
        }

        /**
         * @param fileName without folders
         * @return whether this retouch applies to the file; takes at most pattern length times name length steps
         */
        public boolean matches(String fileName) {
            int nameIndex = 0;
            int patternIndex = 0;
            int starIndex = -1;
            int afterStarIndex = 0;
            while (nameIndex < fileName.length()) {
                if (patternIndex < photos.length() && photos.charAt(patternIndex) == '*') {
                    starIndex = patternIndex++;
                    afterStarIndex = nameIndex;
                } else if (patternIndex < photos.length() && matchesLetter(photos.charAt(patternIndex), fileName.charAt(nameIndex))) {
                    patternIndex++;
                    nameIndex++;
                } else if (starIndex >= 0) {
                    patternIndex = starIndex + 1;
                    nameIndex = ++afterStarIndex;
                } else {
                    return false;
                }
            }
            while (patternIndex < photos.length() && photos.charAt(patternIndex) == '*') {
                patternIndex++;
            }
            return patternIndex == photos.length();
        }

        private static boolean matchesLetter(char pattern, char letter) {
            return pattern == '?' || pattern == letter
                    || Character.toLowerCase(Character.toUpperCase(pattern))
                    == Character.toLowerCase(Character.toUpperCase(letter));
        }
    }
}
