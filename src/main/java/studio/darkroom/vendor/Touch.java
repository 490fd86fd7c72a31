package studio.darkroom.vendor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import studio.darkroom.ledger.Result;
import studio.darkroom.ledger.Version;

/**
 * One change of one result on its way to the vendor, as the verbs {@code retouch} and {@code reset} get it.
 *
 * @param parent the vendor's id of the version it builds on, as JSON; null: the original edit
 * @param known the ids that the vendor tells of the result before, as a JSON list; null when it tells none
 */
public record Touch(Version version, Result result, String parent, String known) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The result's name at the vendor. */
    public String name() {
        return result.remoteName();
    }

    /** The verb that does it. */
    public String verb() {
        return version.reset() ? "reset" : "retouch";
    }

    /** The first for a prompt, the second for a preset. */
    public String either(String forPrompt, String forPreset) {
        return version.prompt() != null ? forPrompt : forPreset;
    }

    /**
     * The body of the call.
     *
     * @param prompt the vendor's name for the prompt; {@code preset} and {@code parent} likewise. A parent is left out where
     *     there is none
     */
    public Map<String, Object> order(String prompt, String preset, String parent) {
        Map<String, Object> order = new LinkedHashMap<>();
        order.put(either(prompt, preset), version.words());
        if (this.parent != null) {
            try {
                order.put(parent, JSON.readTree(this.parent));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("The ledger holds a version's id that is no JSON", e);
            }
        }
        return order;
    }

    Touch with(Version now) {
        return new Touch(now, result, parent, known);
    }

    /** For people. */
    String label() {
        return result.name() + ": " + version.words();
    }
}
