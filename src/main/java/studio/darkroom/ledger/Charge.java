package studio.darkroom.ledger;

import java.time.Instant;

/**
 * One line of the billing journal; a call that may cost money has one line before it and one for what came of it.
 *
 * @param intentId ties the lines of one call together
 * @param operation {@code edit}, {@code export}, {@code retouch} or {@code finalize}
 * @param outcome {@code intended}, then {@code accepted}, {@code refused}, {@code unsent} or {@code lost}
 * @param units photos
 */
public record Charge(String id, String shootId, String intentId, String operation, String outcome, int units, String detail,
        Instant at) {

    public static final String INTENDED = "intended";
    public static final String ACCEPTED = "accepted";
    public static final String REFUSED = "refused";
    public static final String UNSENT = "unsent";
    public static final String LOST = "lost";
}
