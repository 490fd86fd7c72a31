package studio.darkroom.vendor;

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
import studio.darkroom.trouble.Plain;

/**
 * Writes down what a vendor tells of itself while results are retouched: the presets it has, and the versions of results
 * that Darkroom knows nothing of. A person who has to decide about a lost retouch looks there first.
 */
final class Tools {

    /** The event under which it is told. */
    static final String TOLD = "ai-tools";

    private static final int MOST = 20;

    private final Ledger ledger;

    Tools(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Told when it is other than the last time. @param ours every change of the shoot @param results its results, by id */
    void tell(Shoot shoot, History history, List<Version> ours, Map<String, Result> results) {
        String text = text(history, ours, results);
        if (!text.isEmpty() && !ledger.lastTold(shoot, TOLD).equals(Optional.of(text))) {
            ledger.tell(shoot, TOLD, text);
        }
    }

    private static String text(History history, List<Version> ours, Map<String, Result> results) {
        Set<String> known = new HashSet<>();
        ours.stream().filter(version -> version.remote() != null).forEach(version -> known.add(
                results.get(version.result()).remoteName().toLowerCase(Locale.ROOT) + "/" + version.remote()));
        List<String> others = history.all().stream()
                .filter(told -> !told.id().equals("null") && !known.contains(told.file() + "/" + told.id()))
                .map(told -> (told.file() == null ? "" : Plain.text(told.file()) + " ") + Plain.text(told.id())
                        + (told.words() == null ? "" : " (" + Plain.text(told.words()) + ")")).toList();
        List<String> parts = new ArrayList<>();
        if (!history.presets().isEmpty()) {
            parts.add("presets: " + Plain.text(String.join(", ", history.presets().stream().sorted().toList())));
        }
        if (!others.isEmpty()) {
            int more = others.size() - MOST;
            parts.add("versions that Darkroom knows nothing of: " + others.stream().limit(MOST)
                    .collect(Collectors.joining(", ")) + (more > 0 ? " and " + more + " more" : ""));
        }
        return String.join("; ", parts);
    }
}
