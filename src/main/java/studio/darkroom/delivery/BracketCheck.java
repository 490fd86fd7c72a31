package studio.darkroom.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import studio.darkroom.ledger.Photo;

/** Whether merged brackets look as cameras make them; the vendor does not tell which photos went into which picture. */
final class BracketCheck {

    /** So many photos make a bracket, or a single one; more in a row without a picture hint at one that is missing. */
    private static final Set<Integer> USUAL_SIZES = Set.of(1, 2, 3, 4, 5, 7, 9);

    private BracketCheck() {
    }

    /** The photos, in the order of their names, that lie between two pictures and are no usual bracket. */
    static List<String> findUnusual(List<Photo> photos) {
        List<String> unusual = new ArrayList<>();
        List<String> run = new ArrayList<>();
        for (Photo photo : photos) {
            if (photo.state().equals(Photo.DELIVERED)) {
                closeRun(run, unusual);
                run = new ArrayList<>();
            } else {
                run.add(photo.name());
            }
        }
        closeRun(run, unusual);
        return unusual;
    }

    private static void closeRun(List<String> run, List<String> unusual) {
        if (!USUAL_SIZES.contains(run.size() + 1)) {
            unusual.addAll(run);
        }
    }
}
