package studio.darkroom.photo;

import java.io.IOException;
import java.util.List;

/**
 * A RAW, judged by what it begins with and not by its extension, as makers put one structure behind many extensions.
 */
final class RawStructure {

    /** No camera writes so little; below it not even the beginning of a known structure may be there. */
    private static final int MIN_SIZE = 4096;

    private RawStructure() {
    }

    static Completeness check(String extension, WindowedReader file) throws BrokenStructure, IOException {
        if (TiffStructure.hasTiffHeader(file)) {
            return TiffStructure.check(file);
        }
        if (file.hasTextAt(0, "FUJIFILMCCD-RAW")) {
            return MakerRawStructure.checkFuji(file);
        }
        if (file.hasTextAt(0, "\0MRM")) {
            return MakerRawStructure.checkMinolta(file);
        }
        if (file.hasTextAt(6, "HEAPCCDR")) {
            return MakerRawStructure.checkCanonHeap(file);
        }
        if (file.hasTextAt(0, "FOVb")) {
            return MakerRawStructure.checkSigma(file);
        }
        if (file.hasTextAt(4, "ftyp") && (extension.equals("cr3") || file.hasTextAt(8, "crx "))) {
            return IsoBoxes.check(file);
        }
        if (extension.equals("raw")) {
            if (file.size() < MIN_SIZE) {
                throw new BrokenStructure("is too short to be a photo: " + file.size() + " bytes");
            }
            Completeness result = ZeroFill.check(file, List.of(ByteRange.of(0, file.size())));
            return result != Completeness.COMPLETE ? result : new Completeness(Completeness.State.COMPLETE,
                    "has no known structure, only time and fingerprint judged");
        }
        throw FileSignature.createWrongType("a RAW photo", file);
    }
}
