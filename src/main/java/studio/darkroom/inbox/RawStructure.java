package studio.darkroom.inbox;

import java.io.IOException;
import java.util.List;

/**
 * A RAW, judged by what it begins with and not by its extension, as makers put one structure behind many extensions.
 */
final class RawStructure {

    /** No camera writes so little; below it not even the beginning of a known structure may be there. */
    private static final int LEAST = 4096;

    private RawStructure() {
    }

    static Wholeness judge(String extension, Loupe file) throws Broken, IOException {
        if (TiffStructure.begins(file)) {
            return TiffStructure.judge(file);
        }
        if (file.says(0, "FUJIFILMCCD-RAW")) {
            return MakerStructure.fuji(file);
        }
        if (file.says(0, "\0MRM")) {
            return MakerStructure.minolta(file);
        }
        if (file.says(6, "HEAPCCDR")) {
            return MakerStructure.canonHeap(file);
        }
        if (file.says(0, "FOVb")) {
            return MakerStructure.sigma(file);
        }
        if (file.says(4, "ftyp") && (extension.equals("cr3") || file.says(8, "crx "))) {
            return BoxStructure.judge(file);
        }
        if (extension.equals("raw")) {
            if (file.size() < LEAST) {
                throw new Broken("is too short to be a photo: " + file.size() + " bytes");
            }
            Wholeness found = Emptiness.judge(file, List.of(Extent.of(0, file.size())));
            return found != Wholeness.FINE ? found : new Wholeness(Wholeness.State.WHOLE,
                    "has no known structure, only time and fingerprint judged");
        }
        throw Beginning.isNot("a RAW photo", file);
    }
}
