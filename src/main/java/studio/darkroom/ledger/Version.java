package studio.darkroom.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/**
 * One change to one result, in words or by preset, or its way back to the original edit.
 *
 * @param resultId id of the result
 * @param batch place in the order of the shoot, from 1; a result's turns are taken one after the other
 * @param prompt what to change, in words; null otherwise
 * @param preset the vendor's name of a ready-made change; null otherwise. With neither it takes the result back
 * @param state one of {@link #WAITING}, {@link #INTENDED}, {@link #LOST}, {@link #UNDECIDED}, {@link #MADE},
 *     {@link #REFUSED}, {@link #SKIPPED}
 * @param tries how often the vendor refused it
 * @param unconfirmedTries how often the vendor showed nothing of it after its answer was lost
 * @param intentId ties it to its lines in the billing journal; null before the first call
 * @param intendedAt when the last call was about to be made; null before
 * @param knownRemoteIds the ids of versions that the vendor told of the result before that call, as a JSON list; null when it
 *     told none
 * @param parentRemoteId the vendor's id, as JSON, of the version it builds on; null: the original edit
 * @param remoteId the vendor's id of it, as JSON; null before it is made, or where the vendor gave none
 * @param reason reason of its state, as a sentence
 * @param deliveryRequested whether what came of it is in the delivery, or on its way there
 */
public record Version(String id, String shootId, String resultId, int batch, String prompt, String preset, String state,
        int tries, int unconfirmedTries, String intentId, Instant intendedAt, String knownRemoteIds, String parentRemoteId, String remoteId, String reason,
        Instant madeAt, boolean deliveryRequested) {

    public static final String WAITING = "waiting";
    public static final String INTENDED = "intended";
    public static final String LOST = "lost";
    public static final String UNDECIDED = "undecided";
    public static final String MADE = "made";
    public static final String REFUSED = "refused";
    public static final String SKIPPED = "skipped";

    /** One that is to be made. */
    public static Version newWaiting(String shootId, String resultId, int batch, String prompt, String preset) {
        return new Version(null, shootId, resultId, batch, prompt, preset, WAITING, 0, 0, null, null, null, null, null, null,
                null, false);
    }

    static Version of(ResultSet row) throws SQLException {
        return new Version(row.getString("id"), row.getString("shoot"), row.getString("result"), row.getInt("turn"),
                row.getString("prompt"), row.getString("preset"), row.getString("state"), row.getInt("tries"),
                row.getInt("silent"), row.getString("intent"), Shoot.getInstantOrNull(row, "intended"), row.getString("known"),
                row.getString("parent"), row.getString("remote"), row.getString("why"), Shoot.getInstantOrNull(row, "made"),
                row.getInt("settled") == 1);
    }

    /** Whether it takes its result back to the original edit. */
    public boolean isReset() {
        return prompt == null && preset == null;
    }

    /** What is asked for: the prompt, the preset's name, or {@code reset}. */
    public String describeRequest() {
        return prompt != null ? prompt : preset != null ? preset : "reset";
    }

    /** Whether it was called and nobody knows yet what came of it. */
    public boolean isOutcomeUnknown() {
        return state.equals(INTENDED) || state.equals(LOST);
    }

    /** Whether it was made, or a person said to go on as if it was; what the vendor refused again is only left out. */
    public boolean isApplied() {
        return state.equals(MADE) || state.equals(SKIPPED) && tries < 2;
    }

    /** Whether nothing more is done about it without a person. */
    public boolean isFinished() {
        return state.equals(MADE) || state.equals(SKIPPED);
    }
}
