package studio.darkroom.inbox.settle;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import studio.darkroom.photo.PhotoKind;

/**
 * Sorts the photos of one shoot into groups of one kind, as one vendor project takes only one (contract imagen section 4),
 * and finds JPEGs a camera wrote beside its RAWs: sent along they would be edited and paid for twice.
 *
 * @param raws    paths of RAW photos, in order
 * @param jpegs   paths of finished pictures (JPEG, PNG) that stand alone, in order
 * @param leftOut for each picture left out, the RAW of the same stem in the same folder
 */
public record RawJpegPairs(List<String> raws, List<String> jpegs, Map<String, String> leftOut) {

    public RawJpegPairs {
        raws = List.copyOf(raws);
        jpegs = List.copyOf(jpegs);
        leftOut = Collections.unmodifiableMap(new TreeMap<>(leftOut));
    }

    /**
     * @param photos path inside the shoot, parts separated by {@code /}, and kind of each photo; {@link PhotoKind#OTHER} is
     *               passed over
     * @return the groups; same photos, same groups, whatever the order of the map
     */
    public static RawJpegPairs of(Map<String, PhotoKind> photos) {
        Map<String, PhotoKind> sorted = new TreeMap<>(photos);
        Map<String, String> rawByStem = new HashMap<>();
        List<String> raws = new ArrayList<>();
        sorted.forEach((path, kind) -> {
            if (kind == PhotoKind.RAW) {
                raws.add(path);
                rawByStem.putIfAbsent(toStemKey(path), path);
            }
        });
        List<String> jpegs = new ArrayList<>();
        Map<String, String> leftOut = new TreeMap<>();
        sorted.forEach((path, kind) -> {
            if (kind == PhotoKind.JPEG || kind == PhotoKind.PNG) {
                String raw = rawByStem.get(toStemKey(path));
                if (raw == null) {
                    jpegs.add(path);
                } else {
                    leftOut.put(path, raw);
                }
            }
        });
        return new RawJpegPairs(raws, jpegs, leftOut);
    }

    private static String toStemKey(String path) {
        String folder = path.substring(0, path.lastIndexOf('/') + 1);
        return Normalizer.normalize(folder + PhotoKind.getStem(path), Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    }
}
