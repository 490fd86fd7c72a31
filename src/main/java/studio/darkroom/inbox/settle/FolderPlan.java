package studio.darkroom.inbox.settle;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import studio.darkroom.photo.PhotoKind;

/**
 * What would become of the files of one folder, were it looked at for the first time and stood still.
 *
 * @param folder below the inbox; empty for files that lie in the inbox itself
 * @param vendor who would edit
 * @param charged what the vendor charges and when, for people; empty when it is not known
 * @param marked whether it holds a ready marker
 * @param closes when it closes, by {@link SettleRule#describeClosing}
 * @param begins whether any photo lies in it; without one no shoot begins
 * @param shoots those it becomes; none when there is nothing to be edited
 * @param leftOut photos that take no part, and why
 * @param ignored files that are no photos, and why; what a system left behind has a reason as well
 * @param unsure photos that would be waited for, and why
 * @param ticket the merged ticket, key by key
 * @param problems what would hold it; none when it goes through
 * @param remarks what a person may want to know and what holds nothing
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

        /** The photos whose name at the vendor is not their own. */
        public Map<String, String> listRenamedPhotos() {
            return photos.entrySet().stream().filter(photo -> !PhotoKind.getBaseName(photo.getKey()).equals(photo.getValue()))
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, java.util.TreeMap::new));
        }

        /** The kinds of its photos, in small letters. */
        Set<String> listPhotoKinds() {
            return photos.keySet().stream().map(path -> PhotoKind.of(path).name().toLowerCase(java.util.Locale.ROOT))
                    .collect(Collectors.toSet());
        }
    }

    /** A key of the ticket ({@code edit.hdr_merge}), its value as it is written, and who wrote it. */
    public record TicketValue(String key, String value, String source) {
    }

    /** Why it would be held, as {@link studio.darkroom.lifecycle.Problem} has it. */
    public record Fault(String code, String text, String fix) {
    }

    /** Whether a person would have to do something. */
    public boolean hasProblems() {
        return !problems.isEmpty();
    }

    /** Photos that would be edited, in all shoots. */
    public int countPhotos() {
        return shoots.stream().mapToInt(part -> part.photos().size()).sum();
    }
}
