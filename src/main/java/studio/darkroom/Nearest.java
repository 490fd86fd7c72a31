package studio.darkroom;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the known word a person most likely meant, for sentences of the form <em>did you mean ...?</em>
 *
 * <p>Letter case, {@code -}, {@code _} and blanks do not count: {@code HDR-Merge} is {@code hdr_merge}. A slip of the
 * keys (a letter too many, too few, another, or two swapped) counts one; about one slip in four letters is forgiven,
 * never more than three. Where no word is that close, a word made of the same parts is taken, one or the
 * other leaving some out: {@code hdr_compression} means {@code hdr_output_compression}.
 */
public final class Nearest {

    private static final int MOST_SLIPS = 3;

    private Nearest() {
    }

    /**
     * @param word  what was written; may be empty or very long
     * @param known the words that would have been right
     * @return the nearest of them as it is spelled there, or nothing if none is near. The same words give the same
     *         answer in whatever order they come
     */
    public static Optional<String> to(String word, Collection<String> known) {
        String written = folded(word);
        if (written.isEmpty()) {
            return Optional.empty();
        }
        List<String> candidates = known.stream().filter(candidate -> !folded(candidate).isEmpty()).sorted().toList();
        int allowed = Math.min(MOST_SLIPS, Math.max(1, (written.length() + 1) / 4));
        String best = null;
        int fewest = allowed + 1;
        for (String candidate : candidates) {
            String folded = folded(candidate);
            boolean another = folded.length() <= allowed && !folded.equals(written);
            if (another || Math.abs(folded.length() - written.length()) >= fewest) {
                continue;
            }
            int slips = slips(written, folded);
            if (slips < fewest) {
                best = candidate;
                fewest = slips;
            }
        }
        return best != null ? Optional.of(best) : byParts(word, candidates);
    }

    private static Optional<String> byParts(String word, List<String> candidates) {
        Set<String> written = parts(word);
        return candidates.stream()
                .filter(candidate -> likeness(written, parts(candidate)) >= 0.5)
                .max(Comparator.<String>comparingDouble(candidate -> likeness(written, parts(candidate)))
                        .thenComparing(Comparator.reverseOrder()));
    }

    /** Shared parts over all parts; 0 unless one of the two holds every part of the other. */
    private static double likeness(Set<String> a, Set<String> b) {
        if (a.isEmpty() || b.isEmpty() || !(a.containsAll(b) || b.containsAll(a))) {
            return 0;
        }
        Set<String> all = new HashSet<>(a);
        all.addAll(b);
        return (double) Math.min(a.size(), b.size()) / all.size();
    }

    private static Set<String> parts(String word) {
        Set<String> parts = new TreeSet<>(List.of(word.toLowerCase(Locale.ROOT).split("[-_.\\s]+")));
        parts.remove("");
        return parts;
    }

    private static String folded(String word) {
        return word.toLowerCase(Locale.ROOT).replaceAll("[-_\\s]", "");
    }

    /** Damerau-Levenshtein distance in its optimal-string-alignment form. */
    private static int slips(String a, String b) {
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(last[j - 1] + same, Math.min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            int[] free = beforeLast;
            beforeLast = last;
            last = row;
            row = free;
        }
        return last[b.length()];
    }
}
