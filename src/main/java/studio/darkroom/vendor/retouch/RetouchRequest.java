package studio.darkroom.vendor.retouch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import studio.darkroom.ledger.Result;
import studio.darkroom.ledger.Version;

/**
 * One retouch of one result, the variable {@code change} of the verbs {@code retouch} and {@code reset}.
 *
 * @param parentId the vendor's id of the version to build on, as JSON; null for the original edit
 * @param knownIds the ids of the result's versions before the call, as a JSON list; null if the vendor does not list them
 */
public record RetouchRequest(Version version, Result result, String parentId, String knownIds) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The result's name at the vendor. */
    public String resultName() {
        return result.remoteName();
    }

    /** The verb to call. */
    public String verb() {
        return version.isReset() ? "reset" : "retouch";
    }

    /** {@code forPrompt} if this is a prompt, {@code forPreset} if it is a preset. */
    public String chooseByInstruction(String forPrompt, String forPreset) {
        return version.prompt() != null ? forPrompt : forPreset;
    }

    /**
     * The body of the call.
     *
     * @param promptField the vendor's name for the prompt; {@code preset} and {@code parent} likewise; the parent is omitted if
     *     there is none
     */
    public Map<String, Object> toRequestBody(String promptField, String presetField, String parentField) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put(chooseByInstruction(promptField, presetField), version.describeRequest());
        if (this.parentId != null) {
            try {
                body.put(parentField, JSON.readTree(this.parentId));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("The ledger contains a version id that is not JSON", e);
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
