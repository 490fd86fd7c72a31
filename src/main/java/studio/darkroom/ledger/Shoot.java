package studio.darkroom.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import studio.darkroom.lifecycle.Step;
import studio.darkroom.ticket.Ticket;

/**
 * What is edited together: one sub-folder of an inbox, as the ledger knew it when this node took it up.
 *
 * @param folder its folder below the inbox; empty for photos that lie in the inbox itself
 * @param name unique in the lane; also the folder of its delivery
 * @param vendor the editing service; null until the shoot is gathered
 * @param profile the vendor's key of the chosen profile; null until opened, or where the vendor has none
 * @param ticketJson the merged ticket as JSON; null until the shoot is gathered
 * @param step what it needs next
 * @param tries how often this step failed in a row for a passing reason
 * @param remoteId the vendor's id of it; null until opened
 * @param trouble why it does not go on by itself; null while it does
 * @param version changes with every node or person that takes the shoot; writes of an older one are refused
 */
public record Shoot(String id, String lane, String folder, String name, String vendor, String profile,
        String ticketJson, Step step, Instant stepSince, Instant dueAt, int tries, int priority, String remoteId,
        TroubleInfo trouble, long version, Instant createdAt, Instant endedAt) {

    /** Why a shoot is held: a problem, an outage or a decision, with a stable code, a sentence, and what to do. */
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

    /** How it is to be edited; only once gathered. */
    public Ticket ticket() {
        return Ticket.fromJson(ticketJson);
    }

    /**
     * The name of its project at the vendor: made of lane, name and id, so that a project whose creation was never
     * answered is found again; letters, digits, dot, dash and underscore only (contract imagen 7).
     */
    public String projectName() {
        String plain = (lane + "-" + name).replaceAll("[^A-Za-z0-9._-]+", "_");
        return plain.substring(0, Math.min(plain.length(), 60)) + "-" + id;
    }

    /** How long this step has gone on at {@code now}; nothing while an outage kept everybody from looking. */
    public Duration timeInStep(Instant now) {
        return trouble == null ? Duration.between(stepSince, now) : Duration.ZERO;
    }

    /** Whether it waits for a person: it has a problem or a decision. */
    public boolean isHeld() {
        return trouble != null && !trouble.kind().equals("outage");
    }

    public boolean isEnded() {
        return step.isFinal();
    }

    /** One word for lists: {@code active}, {@code problem}, {@code outage}, {@code decision}, {@code done}, {@code cancelled}. */
    public String state() {
        if (isEnded()) {
            return step.word();
        }
        return trouble == null ? "active" : trouble.kind();
    }
}
