package studio.darkroom.inbox;

import java.time.Instant;

/**
 * Whether a photo may be taken.
 *
 * @param state the answer
 * @param why   what is being waited for, for the person; empty when settled
 * @param again when it should be looked at next; {@code null} when settled
 */
public record Verdict(State state, String why, Instant again) {

    /** What to do with the photo. */
    public enum State { SETTLED, WAITING }

    /** @return whether it may be taken */
    public boolean settled() {
        return state == State.SETTLED;
    }
}
