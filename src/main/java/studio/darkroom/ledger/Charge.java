package studio.darkroom.ledger;

import java.time.Instant;

/**
 * One entry of the billing journal. A paid call has one entry before it and one for its outcome.
 *
 * @param intentId connects the entries of one call
 * @param operation {@code edit}, {@code export}, {@code retouch} or {@code finalize}
 * @param outcome {@code intended}, then {@code accepted}, {@code refused}, {@code unsent} or {@code lost}
 * @param units the number of photos
 */
public record Charge(String id, String shootId, String intentId, String operation, String outcome, int units, String detail,
        Instant at) {

    public static final String INTENDED = "intended";
    public static final String ACCEPTED = "accepted";
    public static final String REFUSED = "refused";
    public static final String UNSENT = "unsent";
    public static final String LOST = "lost";
}
