package studio.darkroom.inbox.settle;

import java.time.Instant;

/**
 * Whether a photo may be taken.
 *
 * @param state the answer
 * @param reason   what is being waited for, for the person; empty when settled
 * @param nextCheckAt when it should be looked at next; {@code null} when settled
 */
public record SettleVerdict(State state, String reason, Instant nextCheckAt) {

    /** What to do with the photo. */
    public enum State { SETTLED, WAITING }

    /** @return whether it may be taken */
    public boolean isSettled() {
        return state == State.SETTLED;
    }
}
