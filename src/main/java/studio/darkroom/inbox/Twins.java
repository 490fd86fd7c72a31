package studio.darkroom.inbox;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sorts the photos of one shoot into groups of one kind, as one vendor project takes only one (contract imagen section 4),
 * and finds JPEGs a camera wrote beside its RAWs: sent along they would be edited and paid for twice.
 *
 * @param raws    paths of RAW photos, in order
 * @param jpegs   paths of finished pictures (JPEG, PNG) that stand alone, in order
 * @param leftOut for each picture left out, the RAW of the same stem in the same folder
 */
public record Twins(List<String> raws, List<String> jpegs, Map<String, String> leftOut) {

    public Twins {
        raws = List.copyOf(raws);
        jpegs = List.copyOf(jpegs);
        leftOut = Collections.unmodifiableMap(new TreeMap<>(leftOut));
    }

    /**
     * @param photos path inside the shoot, parts separated by {@code /}, and kind of each photo; {@link Kind#OTHER} is
     *               passed over
     * @return the groups; same photos, same groups, whatever the order of the map
     */
    public static Twins of(Map<String, Kind> photos) {
        Map<String, Kind> sorted = new TreeMap<>(photos);
        Map<String, String> rawOf = new HashMap<>();
        List<String> raws = new ArrayList<>();
        sorted.forEach((path, kind) -> {
            if (kind == Kind.RAW) {
                raws.add(path);
                rawOf.putIfAbsent(key(path), path);
            }
        });
        List<String> jpegs = new ArrayList<>();
        Map<String, String> leftOut = new TreeMap<>();
        sorted.forEach((path, kind) -> {
            if (kind == Kind.JPEG || kind == Kind.PNG) {
                String raw = rawOf.get(key(path));
                if (raw == null) {
                    jpegs.add(path);
                } else {
                    leftOut.put(path, raw);
                }
            }
        });
        return new Twins(raws, jpegs, leftOut);
    }

    private static String key(String path) {
        String folder = path.substring(0, path.lastIndexOf('/') + 1);
        return Normalizer.normalize(folder + Kind.stem(path), Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    }
}
