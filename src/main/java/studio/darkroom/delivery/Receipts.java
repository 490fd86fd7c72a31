package studio.darkroom.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import studio.darkroom.ledger.Charge;
import studio.darkroom.ledger.Charges;
import studio.darkroom.ledger.Ledger;
import studio.darkroom.ledger.Photo;
import studio.darkroom.ledger.Photos;
import studio.darkroom.ledger.Proofs;
import studio.darkroom.ledger.Result;
import studio.darkroom.ledger.Results;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.trouble.Outage;
import studio.darkroom.trouble.Plain;

/** The receipt of a shoot, {@code receipt.json} beside its results: what was asked, what was sent, what came back, what it cost. */
public final class Receipts {

    /** The receipt's file name in the delivery. */
    public static final String NAME = "receipt.json";

    private final Ledger ledger;
    private final Photos photos;
    private final Results results;
    private final Charges charges;
    private final Function<String, Delivery> deliveries;
    private final ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** @param deliveries the delivery of a lane */
    public Receipts(Ledger ledger, Photos photos, Results results, Charges charges,
            Function<String, Delivery> deliveries) {
        this.ledger = ledger;
        this.photos = photos;
        this.results = results;
        this.charges = charges;
        this.deliveries = deliveries;
    }

    /** @throws Outage when the delivery cannot be written */
    public void write(Shoot shoot) {
        try {
            deliveries.apply(shoot.lane()).note(shoot, NAME, text(shoot));
        } catch (IOException e) {
            throw new Outage("delivery:" + shoot.lane(), "delivery-unwritable", "The delivery of lane " + shoot.lane()
                    + " cannot be written: " + Plain.text(e.getMessage()) + ".",
                    "Make room or mend the disk or share; Darkroom goes on by itself.");
        }
    }

    /** The receipt as JSON, sealed; times are ISO 8601 in UTC, sizes bytes, hashes SHA-256 in hex. */
    byte[] text(Shoot shoot) throws JsonProcessingException {
        Map<String, Object> receipt = new LinkedHashMap<>();
        receipt.put("receipt", 1);
        receipt.put("shoot", shoot.name());
        receipt.put("id", shoot.id());
        receipt.put("lane", shoot.lane());
        receipt.put("vendor", shoot.vendor());
        receipt.put("project", shoot.remote());
        receipt.put("profile", shoot.profile());
        receipt.put("ticket", mapper.readTree(shoot.ticketText()));
        receipt.put("begun", text(shoot.created()));
        receipt.put("written", text(ledger.now()));
        Map<String, Proofs.Proof> proofs = new Proofs(ledger).of(shoot.id());
        receipt.put("photos", photos.all(shoot.id()).stream().filter(photo -> !photo.kind().equals("marker"))
                .map(photo -> row(photo, proofs.get(photo.id()))).toList());
        List<Photo> ours = photos.of(shoot.id());
        receipt.put("results", results.of(shoot.id()).stream().map(result -> row(result, ours)).toList());
        receipt.put("charges", charges.of(shoot.id()).stream().map(Receipts::row).toList());
        return mapper.writeValueAsBytes(Seal.sealed(mapper.valueToTree(receipt)));
    }

    private static Map<String, Object> row(Photo photo, Proofs.Proof proof) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("path", photo.path());
        row.put("name", photo.name());
        row.put("state", photo.state());
        put(row, "why", photo.why());
        row.put("size", photo.size());
        put(row, "sha256AtFirstSight", proof == null ? null : proof.sha256());
        put(row, "sha256", photo.sha256());
        put(row, "storeTag", proof == null ? null : proof.etag());
        put(row, "vendorId", photo.remote());
        row.put("seen", text(photo.seen()));
        put(row, "uploaded", text(photo.uploaded()));
        return row;
    }

    private static Map<String, Object> row(Result result, List<Photo> ours) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("name", result.name());
        row.put("kind", result.kind());
        ours.stream().filter(photo -> photo.id().equals(result.photo())).findFirst()
                .ifPresent(photo -> row.put("photo", photo.path()));
        put(row, "size", result.size());
        put(row, "sha256", result.sha256());
        put(row, "delivered", text(result.delivered()));
        return row;
    }

    private static Map<String, Object> row(Charge charge) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("what", charge.what());
        row.put("outcome", charge.outcome());
        row.put("photos", charge.units());
        row.put("at", text(charge.at()));
        put(row, "detail", charge.detail());
        return row;
    }

    private static void put(Map<String, Object> row, String key, Object value) {
        if (value != null) {
            row.put(key, value);
        }
    }

    private static String text(Instant instant) {
        return instant == null ? null : instant.toString();
    }
}
