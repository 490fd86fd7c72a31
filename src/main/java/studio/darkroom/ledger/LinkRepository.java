package studio.darkroom.ledger;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Upload links and brackets of the vendors that make a record of a photo as soon as a link for it is asked for (contract
 * fotolabs 2.2, 8). A link is a credential: it is kept until it was used and shown to nobody.
 */
public final class LinkRepository {

    private final Ledger ledger;

    public LinkRepository(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * A link that was given.
     *
     * @param expiresAt by our own clock, to be used before
     */
    public record UploadLink(String url, Instant expiresAt) {
    }

    /** The vendor has a record of the photo now, and takes its bytes through this link. */
    public void saveLink(Shoot shoot, Photo photo, String remoteId, UploadLink link) {
        ledger.writeIfCurrent(shoot, session -> {
            session.update("update photo set remote = ? where id = ?", remoteId, photo.id());
            session.update("""
                    insert into link (photo, shoot, url, until) values (?, ?, ?, ?)
                    on conflict (photo) do update set url = excluded.url, until = excluded.until""",
                    photo.id(), shoot.id(), link.url(), link.expiresAt().toEpochMilli());
        });
    }

    /** The links that were not used yet, by photo id. */
    public Map<String, UploadLink> findUnusedLinks(Shoot shoot) {
        Map<String, UploadLink> links = new HashMap<>();
        ledger.database().list(row -> links.put(row.getString("photo"), new UploadLink(row.getString("url"),
                Instant.ofEpochMilli(row.getLong("until")))), "select * from link where shoot = ?", shoot.id());
        return links;
    }

    /** The vendor has put the photos together. @param leads the id of the photo that each photo's picture is named after */
    public void recordBrackets(Shoot shoot, Map<String, String> leads) {
        ledger.writeIfCurrent(shoot, session -> {
            for (Map.Entry<String, String> lead : leads.entrySet()) {
                session.update("""
                        insert into bracket (photo, shoot, lead) values (?, ?, ?)
                        on conflict (photo) do update set lead = excluded.lead""",
                        lead.getKey(), shoot.id(), lead.getValue());
            }
        });
    }

    /** The leads as they were told, by photo id; empty when the vendor's answer was lost. */
    public Map<String, String> findBracketLeads(Shoot shoot) {
        Map<String, String> leads = new HashMap<>();
        ledger.database().list(row -> leads.put(row.getString("photo"), row.getString("lead")),
                "select * from bracket where shoot = ?", shoot.id());
        return leads;
    }
}
