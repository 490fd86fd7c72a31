package studio.darkroom.sim.fotolabs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/**
 * A validated order to process a listing (docs/vendors/fotolabs.md 2.4).
 *
 * @param style          {@code original}, {@code twilight} or {@code virtual-stage}
 * @param autoLevel      whether to straighten a tilted horizon
 * @param lensCorrection true, false, or null for automatic
 * @param note           free text for all images, or null
 * @param window         longest time in seconds between frames of a bracket set
 */
public record ProcessRequest(String style, boolean autoLevel, Boolean lensCorrection, String note, double window) {

    static final Set<String> STYLES = Set.of("original", "twilight", "virtual-stage");
    private static final Set<String> FIELDS = Set.of("templateId", "autoLevel", "lensCorrection", "changeRequestNote",
            "bracketWindowSeconds");

    /**
     * Parses the body of a process call.
     *
     * @throws IllegalArgumentException if the body is not allowed; the message is the error text for the client
     */
    static ProcessRequest parse(JsonNode body, boolean ignoreUnknown) {
        require(body.isObject(), "The body must be a JSON object");
        body.fieldNames().forEachRemaining(name -> require(ignoreUnknown || FIELDS.contains(name), "Unknown field '" + name + "'"));
        JsonNode style = body.path("templateId");
        JsonNode level = body.path("autoLevel");
        JsonNode lens = body.path("lensCorrection");
        JsonNode note = body.path("changeRequestNote");
        JsonNode window = body.path("bracketWindowSeconds");
        require(style.isMissingNode() || style.isTextual() && STYLES.contains(style.asText()),
                "templateId must be one of original, twilight, virtual-stage");
        require(level.isMissingNode() || level.isBoolean(), "autoLevel must be a boolean");
        require(lens.isMissingNode() || lens.isBoolean(), "lensCorrection must be a boolean");
        require(note.isMissingNode() || note.isTextual(), "changeRequestNote must be a string");
        require(window.isMissingNode() || window.isNumber() && window.asDouble() >= .5 && window.asDouble() <= 30,
                "bracketWindowSeconds must be a number from 0.5 to 30");
        return new ProcessRequest(style.asText("original"), level.asBoolean(true),
                lens.isMissingNode() ? null : lens.asBoolean(), note.isMissingNode() ? null : note.asText(), window.asDouble(2));
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
