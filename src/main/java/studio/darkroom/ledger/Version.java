package studio.darkroom.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/**
 * One retouch of one result by prompt or preset, or a reset to the original edit.
 *
 * @param resultId the id of the result
 * @param batch the position in the order of the shoot, from 1; the versions of a result are made one after the other
 * @param prompt what to change, in words; null for a preset or a reset
 * @param preset the name of a preset at the vendor; null for a prompt or a reset
 * @param state one of {@link #WAITING}, {@link #INTENDED}, {@link #LOST}, {@link #UNDECIDED}, {@link #MADE},
 *     {@link #REFUSED}, {@link #SKIPPED}
 * @param tries the number of refusals by the vendor
 * @param unconfirmedTries the number of lost answers after which the vendor showed no new version
 * @param intentId connects it to its entries in the billing journal; null before the first call
 * @param intendedAt the time before the last call; null before the first call
 * @param knownRemoteIds the ids of the versions that the vendor listed before that call, as a JSON list;
 *     null if it listed none
 * @param parentRemoteId the id at the vendor, as JSON, of the version it builds on; null for the original edit
 * @param remoteId its id at the vendor, as JSON; null before it is made, or if the vendor gave none
 * @param reason the reason of the state, as a sentence
 * @param deliveryRequested whether its picture is delivered or about to be
 */
public record Version(String id, String shootId, String resultId, int batch, String prompt, String preset, String state,
        int tries, int unconfirmedTries, String intentId, Instant intendedAt, String knownRemoteIds,
        String parentRemoteId, String remoteId, String reason, Instant madeAt, boolean deliveryRequested) {

    public static final String WAITING = "waiting";
    public static final String INTENDED = "intended";
    public static final String LOST = "lost";
    public static final String UNDECIDED = "undecided";
    public static final String MADE = "made";
    public static final String REFUSED = "refused";
    public static final String SKIPPED = "skipped";

    /** A version that is to be made. */
    public static Version newWaiting(String shootId, String resultId, int batch, String prompt, String preset) {
        return new Version(null, shootId, resultId, batch, prompt, preset, WAITING, 0, 0, null, null, null, null, null, null,
                null, false);
    }

    static Version of(ResultSet row) throws SQLException {
        return new Version(row.getString("id"), row.getString("shoot"), row.getString("result"), row.getInt("turn"),
                row.getString("prompt"), row.getString("preset"), row.getString("state"), row.getInt("tries"),
                row.getInt("silent"), row.getString("intent"), Shoot.getInstantOrNull(row, "intended"),
                row.getString("known"), row.getString("parent"), row.getString("remote"), row.getString("why"),
                Shoot.getInstantOrNull(row, "made"), row.getInt("settled") == 1);
    }

    /** Whether this version resets its result to the original edit. */
    public boolean isReset() {
        return prompt == null && preset == null;
    }

    /** The prompt, the name of the preset, or {@code reset}. */
    public String describeRequest() {
        return prompt != null ? prompt : preset != null ? preset : "reset";
    }

    /** Whether the call was made and its outcome is unknown. */
    public boolean isOutcomeUnknown() {
        return state.equals(INTENDED) || state.equals(LOST);
    }

    /** Whether it was made or a person accepted it as made; false if the vendor refused it repeatedly. */
    public boolean isApplied() {
        return state.equals(MADE) || state.equals(SKIPPED) && tries < 2;
    }

    /** Whether the version needs no further call. */
    public boolean isFinished() {
        return state.equals(MADE) || state.equals(SKIPPED);
    }
}
