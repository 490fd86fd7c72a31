package studio.darkroom.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import studio.darkroom.lifecycle.Step;
import studio.darkroom.ticket.Ticket;

/**
 * Photos that are edited and paid for together: one sub-folder or key prefix of an inbox, as it was when it was read.
 *
 * @param folder its folder below the inbox; empty for photos in the inbox itself
 * @param name unique in the lane, and the name of its delivery folder
 * @param vendor the editing service; null until the shoot is closed
 * @param profile the key of the profile at the vendor; null until opened, or if the vendor has no profiles
 * @param ticketJson the merged ticket as JSON; null until the shoot is closed
 * @param step what it needs next
 * @param tries the number of transient failures of this step in a row
 * @param remoteId its id at the vendor; null until opened
 * @param trouble why it does not proceed; null if it does
 * @param version increases with every claim; writes with an older version are refused
 */
public record Shoot(String id, String lane, String folder, String name, String vendor, String profile,
        String ticketJson, Step step, Instant stepSince, Instant dueAt, int tries, int priority, String remoteId,
        TroubleInfo trouble, long version, Instant createdAt, Instant endedAt) {

    /** A problem, an outage or a decision, with a stable code, a sentence, and the fix. */
    public record TroubleInfo(String kind, String code, String text, String fix) {
    }

    static Shoot of(ResultSet row) throws SQLException {
        String kind = row.getString("trouble_kind");
        TroubleInfo trouble = kind == null ? null : new TroubleInfo(kind, row.getString("trouble_code"),
                row.getString("trouble_text"), row.getString("trouble_fix"));
        return new Shoot(row.getString("id"), row.getString("lane"), row.getString("folder"), row.getString("name"),
                row.getString("vendor"), row.getString("profile"), row.getString("ticket"), Step.of(row.getString("step")),
                Instant.ofEpochMilli(row.getLong("step_since")), Instant.ofEpochMilli(row.getLong("due")),
                row.getInt("tries"), row.getInt("priority"), row.getString("remote"), trouble, row.getLong("version"),
                Instant.ofEpochMilli(row.getLong("created")), getInstantOrNull(row, "ended"));
    }

    static Instant getInstantOrNull(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(Database.getLongOrNull(row, column)).map(Instant::ofEpochMilli).orElse(null);
    }

    /** How to edit the shoot; only after it was closed. */
    public Ticket ticket() {
        return Ticket.fromJson(ticketJson);
    }

    /**
     * The name of its project at the vendor. It contains the id, so that a project is found again if the answer to its
     * creation was lost. Letters, digits, dot, dash and underscore only (docs/vendors/imagen.md 7).
     */
    public String projectName() {
        String plain = (lane + "-" + name).replaceAll("[^A-Za-z0-9._-]+", "_");
        return plain.substring(0, Math.min(plain.length(), 60)) + "-" + id;
    }

    /** The time in the current step; zero during an outage. */
    public Duration timeInStep(Instant now) {
        return trouble == null ? Duration.between(stepSince, now) : Duration.ZERO;
    }

    /** Whether the shoot waits for a person because of a problem or a decision. */
    public boolean isHeld() {
        return trouble != null && !trouble.kind().equals("outage");
    }

    public boolean isEnded() {
        return step.isFinal();
    }

    /** {@code active}, {@code problem}, {@code outage}, {@code decision}, {@code done} or {@code cancelled}. */
    public String state() {
        if (isEnded()) {
            return step.word();
        }
        return trouble == null ? "active" : trouble.kind();
    }
}
