package studio.darkroom.ticket;

/**
 * One retouch of a ticket: a prompt or a preset for some of the results.
 *
 * @param photos a pattern of result file names: {@code *} matches any characters, {@code ?} one; letter case is ignored
 * @param prompt what to change, in words; null if {@code preset} is set
 * @param preset the vendor's name of a ready-made change; null if {@code prompt} is set
 */
public record Retouch(String photos, String prompt, String preset) {

    /** Longest prompt in characters (docs/vendors/imagen.md 2.8). */
    public static final int MAX_PROMPT_LENGTH = 255;

    /** @throws IllegalArgumentException unless there is exactly one of prompt and preset */
    public Retouch {
        photos = photos == null ? "*" : photos;
        if ((prompt == null) == (preset == null)) {
            throw new IllegalArgumentException("a retouch needs either a prompt or a preset");
        }
    }

    /**
     * Whether this retouch applies to the result of a photo: a JPEG with the photo's stem and whichever extension the
     * vendor uses.
     */
    public boolean appliesToPhoto(String photoName) {
        String stem = photoName.contains(".") ? photoName.substring(0, photoName.lastIndexOf('.')) : photoName;
        return matches(photoName) || matches(stem + ".jpg") || matches(stem + ".jpeg");
    }

    /**
     * @param fileName without folders
     * @return whether this retouch applies to the file; takes at most pattern length times name length steps
     */
    public boolean matches(String fileName) {
        int nameIndex = 0;
        int patternIndex = 0;
        int starIndex = -1;
        int afterStarIndex = 0;
        while (nameIndex < fileName.length()) {
            if (patternIndex < photos.length() && photos.charAt(patternIndex) == '*') {
                starIndex = patternIndex++;
                afterStarIndex = nameIndex;
            } else if (patternIndex < photos.length() && matchesLetter(photos.charAt(patternIndex), fileName.charAt(nameIndex))) {
                patternIndex++;
                nameIndex++;
            } else if (starIndex >= 0) {
                patternIndex = starIndex + 1;
                nameIndex = ++afterStarIndex;
            } else {
                return false;
            }
        }
        while (patternIndex < photos.length() && photos.charAt(patternIndex) == '*') {
            patternIndex++;
        }
        return patternIndex == photos.length();
    }

    private static boolean matchesLetter(char pattern, char letter) {
        return pattern == '?' || pattern == letter
                || Character.toLowerCase(Character.toUpperCase(pattern))
                == Character.toLowerCase(Character.toUpperCase(letter));
    }
}
