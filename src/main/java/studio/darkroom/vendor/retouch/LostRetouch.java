package studio.darkroom.vendor.retouch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import studio.darkroom.ledger.Ledger;
import studio.darkroom.ledger.Version;
import studio.darkroom.ledger.VersionRepository;
import studio.darkroom.transfer.HttpComponents;

/**
 * Decides what happened to a retouch whose response was lost, by the number of versions that the vendor lists for the picture
 * before and after the call. Every call creates and charges another version (docs/vendors/imagen.md 7), so in any doubt the
 * retouch becomes a question to a person.
 */
final class LostRetouch {

    /** No call can still be running after this time. */
    static final Duration MAX_CALL_DURATION = HttpComponents.SLOW_CALL_TIMEOUT.plusMinutes(1);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Ledger ledger;
    private final VersionRepository versions;

    LostRetouch(Ledger ledger, VersionRepository versions) {
        this.ledger = ledger;
        this.versions = versions;
    }

    /**
     * Resolves a retouch that is {@link Version#isOutcomeUnknown()}.
     *
     * @param idsNow the ids of the picture's versions, as a JSON list; null if the vendor does not list them
     */
    void resolveLost(Version version, String idsNow) {
        if (version.isReset()) {
            versions.recordUnsent(version, "repeated, with the same effect");
            return;
        }
        List<JsonNode> before = readIds(version.knownRemoteIds());
        List<JsonNode> after = readIds(idsNow);
        boolean counted = before != null && after != null;
        if (counted && after.size() != before.size()) {
            recordMadeOrUndecided(version, before, after);
        } else if (Duration.between(version.intendedAt(), ledger.now()).compareTo(MAX_CALL_DURATION) >= 0) {
            if (counted && version.unconfirmedTries() == 0) {
                versions.recordUnconfirmed(version, "no response, and the vendor lists no new version");
            } else {
                versions.markUndecided(version);
            }
        }
    }

    /** Resolves a refused retouch before it is called again: a proxy may refuse a call that the vendor has processed. */
    void resolveRefused(Version version, String idsNow) {
        List<JsonNode> before = readIds(version.knownRemoteIds());
        List<JsonNode> after = readIds(idsNow);
        if (!version.isReset() && before != null && after != null && after.size() != before.size()) {
            recordMadeOrUndecided(version, before, after);
        }
    }

    private void recordMadeOrUndecided(Version version, List<JsonNode> before, List<JsonNode> after) {
        if (after.size() != before.size() + 1) {
            versions.markUndecided(version);
            return;
        }
        List<JsonNode> added = new ArrayList<>(after);
        added.removeAll(before);
        boolean known = added.size() == 1 && !added.get(0).isNull();
        versions.recordMade(version, known ? added.get(0).toString() : null, "the vendor lists one more version");
    }

    private static List<JsonNode> readIds(String ids) {
        if (ids == null) {
            return null;
        }
        try {
            List<JsonNode> list = new ArrayList<>();
            JSON.readTree(ids).forEach(list::add);
            return list;
        } catch (JsonProcessingException e) {
            return null;
        }
    }
}
