package studio.darkroom.vendor;

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
import studio.darkroom.ledger.Versions;
import studio.darkroom.transfer.HttpComponents;

/**
 * Finds out what became of a change whose answer was lost, from what the vendor tells of the result's versions: it is never
 * just asked for again, since each call makes and costs another version (contract imagen 7).
 */
final class Aftermath {

    /** No call can still be under way after so long. */
    static final Duration UNDER_WAY = HttpComponents.PATIENCE.plusMinutes(1);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Ledger ledger;
    private final Versions versions;

    Aftermath(Ledger ledger, Versions versions) {
        this.ledger = ledger;
        this.versions = versions;
    }

    /** Judges one that is {@link Version#open()}. @param others every change of the same shoot */
    void judge(Version version, Result result, List<Version> others, History history) {
        if (version.reset()) {
            versions.unsent(version, "made again, for the same effect");
            return;
        }
        boolean tells = tells(version, result, history);
        if (tells) {
            List<History.Told> fresh = fresh(version, result, others, history);
            List<History.Told> ours = ours(version, fresh);
            if (ours.size() == 1) {
                versions.made(version, ours.get(0).id(), "seen in the vendor's history");
                return;
            }
            // A vendor may word a prompt anew: a version in other words may be this one, and silence is when there is none.
            if (!fresh.isEmpty()) {
                versions.undecided(version);
                return;
            }
        }
        if (Duration.between(version.intended(), ledger.now()).compareTo(UNDER_WAY) < 0) {
            return;
        }
        if (tells && version.silent() == 0) {
            versions.silent(version, "no answer came, and the vendor's history shows nothing of it");
        } else {
            versions.undecided(version);
        }
    }

    /**
     * Judges one that was refused and is to be called again: who sits between us and the vendor may refuse what the vendor
     * made.
     */
    void judgeRefused(Version version, Result result, List<Version> others, History history) {
        if (version.reset() || !tells(version, result, history)) {
            return;
        }
        List<History.Told> fresh = fresh(version, result, others, history);
        List<History.Told> ours = ours(version, fresh);
        if (ours.size() == 1) {
            versions.made(version, ours.get(0).id(), "seen in the vendor's history, though it was refused");
        } else if (!fresh.isEmpty()) {
            versions.undecided(version);
        }
    }

    /** Finds the id of one that was made and answered without an id. */
    void name(Version version, Result result, List<Version> others, History history) {
        if (tells(version, result, history)) {
            List<History.Told> ours = ours(version, fresh(version, result, others, history));
            if (ours.size() == 1) {
                versions.named(version, ours.get(0).id());
            }
        }
    }

    private static boolean tells(Version version, Result result, History history) {
        return version.known() != null && history.tells(result.remoteName());
    }

    /** Those of the new versions that can be nothing else than what was asked for. */
    private static List<History.Told> ours(Version version, List<History.Told> fresh) {
        boolean alone = fresh.size() == 1;
        List<History.Told> worded = fresh.stream().filter(told -> alone && told.words() == null
                || version.words().equals(told.words())).toList();
        return worded.size() < 2 ? worded : worded.stream().filter(told -> same(told.parent(), version.parent())).toList();
    }

    /** The versions that were not there before the call and are none of our others. */
    private static List<History.Told> fresh(Version version, Result result, List<Version> others, History history) {
        Set<String> known = new HashSet<>();
        try {
            for (JsonNode id : JSON.readTree(version.known())) {
                known.add(id.toString());
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The ledger holds a list of versions that is no JSON", e);
        }
        others.stream().filter(other -> !other.id().equals(version.id()) && other.remote() != null)
                .forEach(other -> known.add(other.remote()));
        return history.versions(result.remoteName()).stream().filter(told -> !known.contains(told.id())).toList();
    }

    private static boolean same(String one, String other) {
        return one == null ? other == null : one.equals(other);
    }

    /** The ids that the vendor tells of a result, as a JSON list; null when it tells none. */
    static String known(Result result, History history) {
        return !history.tells(result.remoteName()) ? null : history.versions(result.remoteName()).stream()
                .map(History.Told::id).toList().toString();
    }
}
