package studio.darkroom.ledger;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Upload links and brackets of vendors that create a record of a photo when a link for it is requested
 * (docs/vendors/fotolabs.md 2.2 and 8). A link is a credential: it is deleted after use and never shown.
 */
public final class LinkRepository {

    private final Ledger ledger;

    public LinkRepository(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * An upload link of a vendor.
     *
     * @param expiresAt by the clock of this node
     */
    public record UploadLink(String url, Instant expiresAt) {
    }

    /** Stores the id of the vendor's record of a photo, and its upload link. */
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

    /** Stores the brackets. @param leads by photo id, the id of the photo that the merged picture is named after */
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

    /** The bracket leads, by photo id; empty if the answer of the vendor was lost. */
    public Map<String, String> findBracketLeads(Shoot shoot) {
        Map<String, String> leads = new HashMap<>();
        ledger.database().list(row -> leads.put(row.getString("photo"), row.getString("lead")),
                "select * from bracket where shoot = ?", shoot.id());
        return leads;
    }
}
