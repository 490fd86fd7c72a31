package studio.darkroom.delivery.receipt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import studio.darkroom.delivery.Delivery;
import studio.darkroom.ledger.Charge;
import studio.darkroom.ledger.ChargeRepository;
import studio.darkroom.ledger.HashRepository;
import studio.darkroom.ledger.Ledger;
import studio.darkroom.ledger.Photo;
import studio.darkroom.ledger.PhotoRepository;
import studio.darkroom.ledger.Result;
import studio.darkroom.ledger.ResultRepository;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Outage;
import studio.darkroom.text.Redactor;

/** The receipt of a shoot, {@code receipt.json} beside its results: what was asked, what was sent, what came back, what it cost. */
public final class ReceiptWriter {

    /** The receipt's file name in the delivery. */
    public static final String FILE_NAME = "receipt.json";

    private final Ledger ledger;
    private final PhotoRepository photos;
    private final ResultRepository results;
    private final ChargeRepository charges;
    private final Function<String, Delivery> deliveries;
    private final ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** @param deliveries the delivery of a lane */
    public ReceiptWriter(Ledger ledger, PhotoRepository photos, ResultRepository results, ChargeRepository charges,
            Function<String, Delivery> deliveries) {
        this.ledger = ledger;
        this.photos = photos;
        this.results = results;
        this.charges = charges;
        this.deliveries = deliveries;
    }

    /** @throws Outage when the delivery cannot be written */
    public void writeReceipt(Shoot shoot) {
        try {
            deliveries.apply(shoot.lane()).writeText(shoot, FILE_NAME, toJson(shoot));
        } catch (IOException e) {
            throw new Outage("delivery:" + shoot.lane(), "delivery-unwritable", "The delivery of lane " + shoot.lane()
                    + " cannot be written: " + Redactor.redact(e.getMessage()) + ".",
                    "Make room or mend the disk or share; Darkroom goes on by itself.");
        }
    }

    /** The receipt as JSON, sealed; times are ISO 8601 in UTC, sizes bytes, hashes SHA-256 in hex. */
    byte[] toJson(Shoot shoot) throws JsonProcessingException {
        Map<String, Object> receipt = new LinkedHashMap<>();
        receipt.put("receipt", 1);
        receipt.put("shoot", shoot.name());
        receipt.put("id", shoot.id());
        receipt.put("lane", shoot.lane());
        receipt.put("vendor", shoot.vendor());
        receipt.put("project", shoot.remoteId());
        receipt.put("profile", shoot.profile());
        receipt.put("ticket", mapper.readTree(shoot.ticketJson()));
        receipt.put("begun", formatTime(shoot.createdAt()));
        receipt.put("written", formatTime(ledger.now()));
        Map<String, HashRepository.PhotoHash> hashes = new HashRepository(ledger).mapByShoot(shoot.id());
        receipt.put("photos", photos.listAllByShoot(shoot.id()).stream().filter(photo -> !photo.kind().equals("marker"))
                .map(photo -> toRow(photo, hashes.get(photo.id()))).toList());
        List<Photo> all = photos.listByShoot(shoot.id());
        receipt.put("results", results.listByShoot(shoot.id()).stream().map(result -> toRow(result, all)).toList());
        receipt.put("charges", charges.listByShoot(shoot.id()).stream().map(ReceiptWriter::toRow).toList());
        return mapper.writeValueAsBytes(ReceiptSeal.addSeal(mapper.valueToTree(receipt)));
    }

    private static Map<String, Object> toRow(Photo photo, HashRepository.PhotoHash hash) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("path", photo.path());
        row.put("name", photo.name());
        row.put("state", photo.state());
        putIfPresent(row, "why", photo.reason());
        row.put("size", photo.size());
        putIfPresent(row, "sha256AtFirstSight", hash == null ? null : hash.sha256());
        putIfPresent(row, "sha256", photo.sha256());
        putIfPresent(row, "storeTag", hash == null ? null : hash.etag());
        putIfPresent(row, "vendorId", photo.remoteId());
        row.put("seen", formatTime(photo.firstSeenAt()));
        putIfPresent(row, "uploaded", formatTime(photo.uploadedAt()));
        return row;
    }

    private static Map<String, Object> toRow(Result result, List<Photo> all) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("name", result.name());
        row.put("kind", result.kind());
        all.stream().filter(photo -> photo.id().equals(result.photoId())).findFirst()
                .ifPresent(photo -> row.put("photo", photo.path()));
        putIfPresent(row, "size", result.size());
        putIfPresent(row, "sha256", result.sha256());
        putIfPresent(row, "delivered", formatTime(result.deliveredAt()));
        return row;
    }

    private static Map<String, Object> toRow(Charge charge) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("what", charge.operation());
        row.put("outcome", charge.outcome());
        row.put("photos", charge.units());
        row.put("at", formatTime(charge.at()));
        putIfPresent(row, "detail", charge.detail());
        return row;
    }

    private static void putIfPresent(Map<String, Object> row, String key, Object value) {
        if (value != null) {
            row.put(key, value);
        }
    }

    private static String formatTime(Instant instant) {
        return instant == null ? null : instant.toString();
    }
}
