package studio.darkroom.vendor.retouch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import studio.darkroom.ledger.Ledger;
import studio.darkroom.ledger.Result;
import studio.darkroom.ledger.Version;
import studio.darkroom.ledger.VersionRepository;
import studio.darkroom.transfer.HttpComponents;

/**
 * Finds out what became of a change whose answer was lost, from what the vendor tells of the result's versions: it is never
 * just asked for again, since each call makes and costs another version (contract imagen 7).
 */
final class LostRetouch {

    /** No call can still be under way after so long. */
    static final Duration MAX_CALL_DURATION = HttpComponents.SLOW_CALL_TIMEOUT.plusMinutes(1);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Ledger ledger;
    private final VersionRepository versions;

    LostRetouch(Ledger ledger, VersionRepository versions) {
        this.ledger = ledger;
        this.versions = versions;
    }

    /** Judges one that is {@link Version#isOutcomeUnknown()}. @param others every change of the same shoot */
    void resolveLost(Version version, Result result, List<Version> others, VersionHistory history) {
        if (version.isReset()) {
            versions.recordUnsent(version, "made again, for the same effect");
            return;
        }
        boolean historyUsable = hasUsableHistory(version, result, history);
        if (historyUsable) {
            List<VersionHistory.VersionEntry> newVersions = findNewVersions(version, result, others, history);
            List<VersionHistory.VersionEntry> matches = findMatchingVersions(version, newVersions);
            if (matches.size() == 1) {
                versions.recordMade(version, matches.get(0).id(), "seen in the vendor's history");
                return;
            }
            // A vendor may word a prompt anew: a version in other words may be this one, and silence is when there is none.
            if (!newVersions.isEmpty()) {
                versions.markUndecided(version);
                return;
            }
        }
        if (Duration.between(version.intendedAt(), ledger.now()).compareTo(MAX_CALL_DURATION) < 0) {
            return;
        }
        if (historyUsable && version.unconfirmedTries() == 0) {
            versions.recordUnconfirmed(version, "no answer came, and the vendor's history shows nothing of it");
        } else {
            versions.markUndecided(version);
        }
    }

    /**
     * Judges one that was refused and is to be called again: who sits between us and the vendor may refuse what the vendor
     * made.
     */
    void resolveRefused(Version version, Result result, List<Version> others, VersionHistory history) {
        if (version.isReset() || !hasUsableHistory(version, result, history)) {
            return;
        }
        List<VersionHistory.VersionEntry> newVersions = findNewVersions(version, result, others, history);
        List<VersionHistory.VersionEntry> matches = findMatchingVersions(version, newVersions);
        if (matches.size() == 1) {
            versions.recordMade(version, matches.get(0).id(), "seen in the vendor's history, though it was refused");
        } else if (!newVersions.isEmpty()) {
            versions.markUndecided(version);
        }
    }

    /** Finds the id of one that was made and answered without an id. */
    void resolveMissingId(Version version, Result result, List<Version> others, VersionHistory history) {
        if (hasUsableHistory(version, result, history)) {
            List<VersionHistory.VersionEntry> matches = findMatchingVersions(version, findNewVersions(version, result, others, history));
            if (matches.size() == 1) {
                versions.recordRemoteId(version, matches.get(0).id());
            }
        }
    }

    private static boolean hasUsableHistory(Version version, Result result, VersionHistory history) {
        return version.knownRemoteIds() != null && history.hasAllVersionsOf(result.remoteName());
    }

    /** Those of the new versions that can be nothing else than what was asked for. */
    private static List<VersionHistory.VersionEntry> findMatchingVersions(Version version, List<VersionHistory.VersionEntry> newVersions) {
        boolean onlyOne = newVersions.size() == 1;
        List<VersionHistory.VersionEntry> sameText = newVersions.stream().filter(entry -> onlyOne && entry.instruction() == null
                || version.describeRequest().equals(entry.instruction())).toList();
        return sameText.size() < 2 ? sameText : sameText.stream().filter(entry -> isSameId(entry.parentId(), version.parentRemoteId())).toList();
    }

    /** The versions that were not there before the call and are none of our others. */
    private static List<VersionHistory.VersionEntry> findNewVersions(Version version, Result result, List<Version> others, VersionHistory history) {
        Set<String> knownIds = new HashSet<>();
        try {
            for (JsonNode id : JSON.readTree(version.knownRemoteIds())) {
                knownIds.add(id.toString());
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The ledger holds a list of versions that is no JSON", e);
        }
        others.stream().filter(other -> !other.id().equals(version.id()) && other.remoteId() != null)
                .forEach(other -> knownIds.add(other.remoteId()));
        return history.versions(result.remoteName()).stream().filter(entry -> !knownIds.contains(entry.id())).toList();
    }

    private static boolean isSameId(String one, String other) {
        return one == null ? other == null : one.equals(other);
    }

    /** The ids that the vendor tells of a result, as a JSON list; null when it tells none. */
    static String listKnownIds(Result result, VersionHistory history) {
        return !history.hasAllVersionsOf(result.remoteName()) ? null : history.versions(result.remoteName()).stream()
                .map(VersionHistory.VersionEntry::id).toList().toString();
    }
}
