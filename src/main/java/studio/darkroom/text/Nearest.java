package studio.darkroom.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the known word that a person most likely meant, for sentences of the form <em>did you mean ...?</em>
 *
 * <p>Letter case, {@code -}, {@code _} and spaces are ignored: {@code HDR-Merge} is {@code hdr_merge}. One typing error
 * (a letter added, missing, replaced, or two swapped) is allowed for every four letters, at most three. If no word is
 * that close, a word with the same parts is used, even if some are missing: {@code hdr_compression} finds
 * {@code hdr_output_compression}.
 */
public final class Nearest {

    private static final int MAX_EDITS = 3;

    private Nearest() {
    }

    /**
     * @param word  the word found; may be empty or very long
     * @param known the valid words
     * @return the nearest valid word; empty if none is near. The result does not depend on the order of {@code known}
     */
    public static Optional<String> suggest(String word, Collection<String> known) {
        String normalizedWord = normalizeWord(word);
        if (normalizedWord.isEmpty()) {
            return Optional.empty();
        }
        List<String> candidates = known.stream().filter(candidate -> !normalizeWord(candidate).isEmpty()).sorted().toList();
        int maxDistance = Math.min(MAX_EDITS, Math.max(1, (normalizedWord.length() + 1) / 4));
        String best = null;
        int bestDistance = maxDistance + 1;
        for (String candidate : candidates) {
            String normalized = normalizeWord(candidate);
            boolean tooShort = normalized.length() <= maxDistance && !normalized.equals(normalizedWord);
            if (tooShort || Math.abs(normalized.length() - normalizedWord.length()) >= bestDistance) {
                continue;
            }
            int distance = computeEditDistance(normalizedWord, normalized);
            if (distance < bestDistance) {
                best = candidate;
                bestDistance = distance;
            }
        }
        return best != null ? Optional.of(best) : findByParts(word, candidates);
    }

    private static Optional<String> findByParts(String word, List<String> candidates) {
        Set<String> wordParts = splitParts(word);
        return candidates.stream()
                .filter(candidate -> computeSimilarity(wordParts, splitParts(candidate)) >= 0.5)
                .max(Comparator.<String>comparingDouble(candidate -> computeSimilarity(wordParts, splitParts(candidate)))
                        .thenComparing(Comparator.reverseOrder()));
    }

    /** Shared parts divided by all parts; 0 unless one word contains every part of the other. */
    private static double computeSimilarity(Set<String> a, Set<String> b) {
        if (a.isEmpty() || b.isEmpty() || !(a.containsAll(b) || b.containsAll(a))) {
            return 0;
        }
        Set<String> all = new HashSet<>(a);
        all.addAll(b);
        return (double) Math.min(a.size(), b.size()) / all.size();
    }

    private static Set<String> splitParts(String word) {
        Set<String> parts = new TreeSet<>(List.of(word.toLowerCase(Locale.ROOT).split("[-_.\\s]+")));
        parts.remove("");
        return parts;
    }

    private static String normalizeWord(String word) {
        return word.toLowerCase(Locale.ROOT).replaceAll("[-_\\s]", "");
    }

    /** Damerau-Levenshtein distance in its optimal-string-alignment form. */
    private static int computeEditDistance(String a, String b) {
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitutionCost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(last[j - 1] + substitutionCost, Math.min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            int[] spare = beforeLast;
            beforeLast = last;
            last = row;
            row = spare;
        }
        return last[b.length()];
    }
}
