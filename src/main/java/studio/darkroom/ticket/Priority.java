package studio.darkroom.ticket;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Which shoots go first when several wait; lower case wherever it is written. */
public enum Priority {
    RUSH, NORMAL, IDLE;

    /** The word of a ticket, or nothing if it is none. */
    public static Optional<Priority> of(String word) {
        return Arrays.stream(values()).filter(priority -> priority.text().equals(word)).findFirst();
    }

    /** As a ticket has it: {@code rush}, {@code normal}, {@code idle}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
