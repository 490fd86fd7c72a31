package studio.darkroom.vendor.retouch;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import studio.darkroom.ledger.Ledger;
import studio.darkroom.ledger.Result;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.ledger.Version;
import studio.darkroom.text.Redactor;

/**
 * Writes down what a vendor tells of itself while results are retouched: the presets it has, and the versions of results
 * that Darkroom knows nothing of. A person who has to decide about a lost retouch looks there first.
 */
final class RetouchLog {

    /** The event under which it is told. */
    static final String EVENT = "ai-tools";

    private static final int MAX_LISTED = 20;

    private final Ledger ledger;

    RetouchLog(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Told when it is other than the last time. @param versions every change of the shoot @param results its results, by id */
    void recordChanges(Shoot shoot, VersionHistory history, List<Version> versions, Map<String, Result> results) {
        String text = describeHistory(history, versions, results);
        if (!text.isEmpty() && !ledger.findLastEventDetail(shoot, EVENT).equals(Optional.of(text))) {
            ledger.recordEvent(shoot, EVENT, text);
        }
    }

    private static String describeHistory(VersionHistory history, List<Version> versions, Map<String, Result> results) {
        Set<String> known = new HashSet<>();
        versions.stream().filter(version -> version.remoteId() != null).forEach(version -> known.add(
                results.get(version.resultId()).remoteName().toLowerCase(Locale.ROOT) + "/" + version.remoteId()));
        List<String> others = history.allVersions().stream()
                .filter(entry -> !entry.id().equals("null") && !known.contains(entry.file() + "/" + entry.id()))
                .map(entry -> (entry.file() == null ? "" : Redactor.redact(entry.file()) + " ") + Redactor.redact(entry.id())
                        + (entry.instruction() == null ? "" : " (" + Redactor.redact(entry.instruction()) + ")")).toList();
        List<String> parts = new ArrayList<>();
        if (!history.presets().isEmpty()) {
            parts.add("presets: " + Redactor.redact(String.join(", ", history.presets().stream().sorted().toList())));
        }
        if (!others.isEmpty()) {
            int unlisted = others.size() - MAX_LISTED;
            parts.add("versions that Darkroom knows nothing of: " + others.stream().limit(MAX_LISTED)
                    .collect(Collectors.joining(", ")) + (unlisted > 0 ? " and " + unlisted + " more" : ""));
        }
        return String.join("; ", parts);
    }
}
