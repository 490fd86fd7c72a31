package studio.darkroom.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import studio.darkroom.ledger.Photo;

/** Whether merged brackets look as cameras make them; the vendor does not tell which photos went into which picture. */
final class Brackets {

    /** So many photos make a bracket, or a single one; more in a row without a picture hint at one that is missing. */
    private static final Set<Integer> USUAL = Set.of(1, 2, 3, 4, 5, 7, 9);

    private Brackets() {
    }

    /** The photos, in the order of their names, that lie between two pictures and are no usual bracket. */
    static List<String> odd(List<Photo> photos) {
        List<String> odd = new ArrayList<>();
        List<String> run = new ArrayList<>();
        for (Photo photo : photos) {
            if (photo.state().equals(Photo.DELIVERED)) {
                close(run, odd);
                run = new ArrayList<>();
            } else {
                run.add(photo.name());
            }
        }
        close(run, odd);
        return odd;
    }

    private static void close(List<String> run, List<String> odd) {
        if (!USUAL.contains(run.size() + 1)) {
            odd.addAll(run);
        }
    }
}
