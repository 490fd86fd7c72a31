package studio.darkroom.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/**
 * One change to one result, in words or by preset, or its way back to the original edit.
 *
 * @param result id of the result
 * @param turn place in the order of the shoot, from 1; a result's turns are taken one after the other
 * @param prompt what to change, in words; null otherwise
 * @param preset the vendor's name of a ready-made change; null otherwise. With neither it takes the result back
 * @param state one of {@link #WAITING}, {@link #INTENDED}, {@link #LOST}, {@link #UNDECIDED}, {@link #MADE},
 *     {@link #REFUSED}, {@link #SKIPPED}
 * @param tries how often the vendor refused it
 * @param silent how often the vendor showed nothing of it after its answer was lost
 * @param intent ties it to its lines in the billing journal; null before the first call
 * @param intended when the last call was about to be made; null before
 * @param known the ids of versions that the vendor told of the result before that call, as a JSON list; null when it
 *     told none
 * @param parent the vendor's id, as JSON, of the version it builds on; null: the original edit
 * @param remote the vendor's id of it, as JSON; null before it is made, or where the vendor gave none
 * @param why reason of its state, as a sentence
 * @param settled whether what came of it is in the delivery, or on its way there
 */
public record Version(String id, String shoot, String result, int turn, String prompt, String preset, String state,
        int tries, int silent, String intent, Instant intended, String known, String parent, String remote, String why,
        Instant made, boolean settled) {

    public static final String WAITING = "waiting";
    public static final String INTENDED = "intended";
    public static final String LOST = "lost";
    public static final String UNDECIDED = "undecided";
    public static final String MADE = "made";
    public static final String REFUSED = "refused";
    public static final String SKIPPED = "skipped";

    /** One that is to be made. */
    public static Version wanted(String shoot, String result, int turn, String prompt, String preset) {
        return new Version(null, shoot, result, turn, prompt, preset, WAITING, 0, 0, null, null, null, null, null, null,
                null, false);
    }

    static Version of(ResultSet row) throws SQLException {
        return new Version(row.getString("id"), row.getString("shoot"), row.getString("result"), row.getInt("turn"),
                row.getString("prompt"), row.getString("preset"), row.getString("state"), row.getInt("tries"),
                row.getInt("silent"), row.getString("intent"), Shoot.instant(row, "intended"), row.getString("known"),
                row.getString("parent"), row.getString("remote"), row.getString("why"), Shoot.instant(row, "made"),
                row.getInt("settled") == 1);
    }

    /** Whether it takes its result back to the original edit. */
    public boolean reset() {
        return prompt == null && preset == null;
    }

    /** What is asked for: the prompt, the preset's name, or {@code reset}. */
    public String words() {
        return prompt != null ? prompt : preset != null ? preset : "reset";
    }

    /** Whether it was called and nobody knows yet what came of it. */
    public boolean open() {
        return state.equals(INTENDED) || state.equals(LOST);
    }

    /** Whether it was made, or a person said to go on as if it was; what the vendor refused again is only left out. */
    public boolean taken() {
        return state.equals(MADE) || state.equals(SKIPPED) && tries < 2;
    }

    /** Whether nothing more is done about it without a person. */
    public boolean over() {
        return state.equals(MADE) || state.equals(SKIPPED);
    }
}
