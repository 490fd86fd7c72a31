package studio.darkroom.ticket;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The order of waiting shoots. */
public enum Priority {
    RUSH, NORMAL, IDLE;

    /** @param word in lower case, as in a ticket; empty if it is not a priority */
    public static Optional<Priority> of(String word) {
        return Arrays.stream(values()).filter(priority -> priority.text().equals(word)).findFirst();
    }

    /** As tickets write it: {@code rush}, {@code normal}, {@code idle}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
