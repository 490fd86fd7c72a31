package studio.darkroom.vendor.retouch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import studio.darkroom.ledger.Result;
import studio.darkroom.ledger.Version;

/**
 * One change of one result on its way to the vendor, as the verbs {@code retouch} and {@code reset} get it.
 *
 * @param parentId the vendor's id of the version it builds on, as JSON; null: the original edit
 * @param knownIds the ids that the vendor tells of the result before, as a JSON list; null when it tells none
 */
public record RetouchRequest(Version version, Result result, String parentId, String knownIds) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The result's name at the vendor. */
    public String resultName() {
        return result.remoteName();
    }

    /** The verb that does it. */
    public String verb() {
        return version.isReset() ? "reset" : "retouch";
    }

    /** The first for a prompt, the second for a preset. */
    public String chooseByInstruction(String forPrompt, String forPreset) {
        return version.prompt() != null ? forPrompt : forPreset;
    }

    /**
     * The body of the call.
     *
     * @param promptField the vendor's name for the prompt; {@code preset} and {@code parent} likewise. A parent is left out where
     *     there is none
     */
    public Map<String, Object> toRequestBody(String promptField, String presetField, String parentField) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put(chooseByInstruction(promptField, presetField), version.describeRequest());
        if (this.parentId != null) {
            try {
                body.put(parentField, JSON.readTree(this.parentId));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("The ledger holds a version's id that is no JSON", e);
            }
        }
        return body;
    }

    RetouchRequest withVersion(Version newVersion) {
        return new RetouchRequest(newVersion, result, parentId, knownIds);
    }

    /** For people. */
    String label() {
        return result.name() + ": " + version.describeRequest();
    }
}
