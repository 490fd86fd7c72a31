package studio.darkroom.ticket;

/**
 * One retouch of a ticket: a prompt or a preset, on some of the results.
 *
 * @param photos which results, by file name: {@code *} is any letters, {@code ?} one; case does not count
 * @param prompt what to change, in words; null if there is a preset
 * @param preset the vendor's name of a ready-made change; null if there is a prompt
 */
public record Retouch(String photos, String prompt, String preset) {

    /** A prompt has at most so many characters (contract imagen 2.8). */
    public static final int LONGEST = 255;

    /** @throws IllegalArgumentException unless there is exactly one of prompt and preset */
    public Retouch {
        photos = photos == null ? "*" : photos;
        if ((prompt == null) == (preset == null)) {
            throw new IllegalArgumentException("a retouch needs either a prompt or a preset, one of the two");
        }
    }

    /**
     * Whether it is meant for what becomes of a photo: results are JPEGs of the photo's stem, however the vendor writes the
     * ending.
     */
    public boolean meant(String photoName) {
        String stem = photoName.contains(".") ? photoName.substring(0, photoName.lastIndexOf('.')) : photoName;
        return matches(photoName) || matches(stem + ".jpg") || matches(stem + ".jpeg");
    }

    /**
     * @param fileName without folders
     * @return whether this retouch is meant for that file; time grows with the lengths only, whatever the pattern
     */
    public boolean matches(String fileName) {
        int at = 0;
        int inPhotos = 0;
        int star = -1;
        int afterStar = 0;
        while (at < fileName.length()) {
            if (inPhotos < photos.length() && photos.charAt(inPhotos) == '*') {
                star = inPhotos++;
                afterStar = at;
            } else if (inPhotos < photos.length() && alike(photos.charAt(inPhotos), fileName.charAt(at))) {
                inPhotos++;
                at++;
            } else if (star >= 0) {
                inPhotos = star + 1;
                at = ++afterStar;
            } else {
                return false;
            }
        }
        while (inPhotos < photos.length() && photos.charAt(inPhotos) == '*') {
            inPhotos++;
        }
        return inPhotos == photos.length();
    }

    private static boolean alike(char pattern, char letter) {
        return pattern == '?' || pattern == letter
                || Character.toLowerCase(Character.toUpperCase(pattern))
                == Character.toLowerCase(Character.toUpperCase(letter));
    }
}
