package studio.darkroom.inbox.settle;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import studio.darkroom.photo.PhotoKind;

/**
 * What would become of the files of one folder if it were new and did not change any more.
 *
 * @param folder below the inbox; empty for files in the inbox itself
 * @param vendor the vendor that would edit
 * @param charged what the vendor charges and when, as text; empty if unknown
 * @param marked whether it holds a ready marker
 * @param closes when it closes, by {@link SettleRule#describeClosing}
 * @param begins whether it holds any photo; without one there is no shoot
 * @param shoots the shoots it becomes; none if there is nothing to edit
 * @param leftOut photos that are not edited, with the reason
 * @param ignored files that are not photos, with the reason
 * @param unsure photos that may be incomplete, with the reason
 * @param ticket the merged ticket, key by key
 * @param problems why it would be held; none if nothing prevents the edit
 * @param remarks warnings that do not hold it
 */
public record FolderPlan(String lane, String folder, String vendor, String charged, boolean marked, String closes, boolean begins,
        List<ShootPlan> shoots, Map<String, String> leftOut, Map<String, String> ignored, Map<String, String> unsure,
        List<TicketValue> ticket, List<Fault> problems, List<String> remarks) {

    /**
     * One shoot: one project at the vendor, one edit.
     *
     * @param kind as in {@link ShootSplit.Group}
     * @param photos the name of each at the vendor, by path
     */
    public record ShootPlan(String name, String kind, Map<String, String> photos) {

        /** The photos that have another name at the vendor. */
        public Map<String, String> listRenamedPhotos() {
            return photos.entrySet().stream().filter(photo -> !PhotoKind.getBaseName(photo.getKey()).equals(photo.getValue()))
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, java.util.TreeMap::new));
        }

        /** The kinds of its photos, in lower case. */
        Set<String> listPhotoKinds() {
            return photos.keySet().stream().map(path -> PhotoKind.of(path).name().toLowerCase(java.util.Locale.ROOT))
                    .collect(Collectors.toSet());
        }
    }

    /** A key of the ticket ({@code edit.hdr_merge}), its value as text, and the file or default it comes from. */
    public record TicketValue(String key, String value, String source) {
    }

    /** Why it would be held, with the fields of {@link studio.darkroom.lifecycle.Trouble.Problem}. */
    public record Fault(String code, String text, String fix) {
    }

    /** Whether it would be held. */
    public boolean hasProblems() {
        return !problems.isEmpty();
    }

    /** The number of photos in all shoots. */
    public int countPhotos() {
        return shoots.stream().mapToInt(part -> part.photos().size()).sum();
    }
}
