package studio.darkroom.delivery.receipt;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import studio.darkroom.ledger.ChargeRepository.Charge;
import studio.darkroom.ledger.Photo;
import studio.darkroom.ledger.PhotoRepository;
import studio.darkroom.ledger.Result;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.text.Hashes;

/**
 * The content of {@code receipt.json}. Receipts are kept for years, and the seal covers the order of the fields: add
 * fields, but never rename or reorder them. Times are ISO 8601 in UTC, sizes are bytes, hashes are SHA-256 in hex.
 *
 * @param version the version of this format
 * @param project the vendor's id of the project
 * @param begun when the shoot was first seen
 */
@JsonPropertyOrder({"receipt", "shoot", "id", "lane", "vendor", "project", "profile", "ticket", "begun", "written", "photos",
    "results", "charges"})
record Receipt(@JsonProperty("receipt") int version, String shoot, String id, String lane, String vendor, String project, String profile,
        JsonNode ticket, String begun, String written, List<PhotoRow> photos, List<ResultRow> results, List<ChargeRow> charges) {

    static final int VERSION = 1;

    /**
     * The last field of a receipt: the SHA-256 of all other fields, as JSON without white space, in their order in the file.
     * It detects damage, not forgery: anyone who edits a receipt on purpose can compute a new seal.
     */
    static final String SEAL_FIELD = "seal";

    private static final ObjectMapper COMPACT = new ObjectMapper();
    private static final ObjectMapper INDENTED = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    static Receipt of(Shoot shoot, JsonNode ticket, Instant written, List<PhotoRow> photos, List<ResultRow> results,
            List<ChargeRow> charges) {
        return new Receipt(VERSION, shoot.name(), shoot.id(), shoot.lane(), shoot.vendor(), shoot.remoteId(), shoot.profile(), ticket,
                formatTime(shoot.createdAt()), formatTime(written), photos, results, charges);
    }

    /**
     * One file of the shoot.
     *
     * @param why why it was not delivered or not uploaded
     * @param sha256AtFirstSight of the original when the shoot was closed
     * @param sha256 of the bytes that were uploaded
     * @param storeTag the ETag that the vendor's store returned
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonPropertyOrder({"path", "name", "state", "why", "size", "sha256AtFirstSight", "sha256", "storeTag", "vendorId", "seen", "uploaded"})
    record PhotoRow(String path, String name, String state, String why, long size, String sha256AtFirstSight, String sha256,
            String storeTag, String vendorId, String seen, String uploaded) {

        static PhotoRow of(Photo photo, PhotoRepository.PhotoHash hash) {
            return new PhotoRow(photo.path(), photo.name(), photo.state(), photo.reason(), photo.size(), hash == null ? null : hash.sha256(),
                    photo.sha256(), hash == null ? null : hash.etag(), photo.remoteId(), formatTime(photo.firstSeenAt()),
                    formatTime(photo.uploadedAt()));
        }
    }

    /** One delivered file. @param photo the path of the photo it was made from */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonPropertyOrder({"name", "kind", "photo", "size", "sha256", "delivered"})
    record ResultRow(String name, String kind, String photo, Long size, String sha256, String delivered) {

        static ResultRow of(Result result, String photoPath) {
            return new ResultRow(result.name(), result.kind(), photoPath, result.size(), result.sha256(), formatTime(result.deliveredAt()));
        }
    }

    /** One paid call. @param photos the number of photos it was made for */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonPropertyOrder({"what", "outcome", "photos", "at", "detail"})
    record ChargeRow(String what, String outcome, int photos, String at, String detail) {

        static ChargeRow of(Charge charge) {
            return new ChargeRow(charge.operation(), charge.outcome(), charge.units(), formatTime(charge.at()), charge.detail());
        }
    }

    private static String formatTime(Instant instant) {
        return instant == null ? null : instant.toString();
    }

    /** The receipt as indented JSON with its seal. */
    byte[] toSealedJson() throws JsonProcessingException {
        ObjectNode json = INDENTED.valueToTree(this);
        return INDENTED.writeValueAsBytes(json.put(SEAL_FIELD, computeSeal(json)));
    }

    /** Whether the seal matches. The first versions of Darkroom wrote no seal; such a receipt is valid. */
    static boolean isSealValid(ObjectNode receipt) {
        JsonNode seal = receipt.get(SEAL_FIELD);
        return seal == null || computeSeal(receipt.deepCopy().without(SEAL_FIELD)).equals(seal.textValue());
    }

    private static String computeSeal(JsonNode receipt) {
        try {
            return HexFormat.of().formatHex(Hashes.newSha256().digest(COMPACT.writeValueAsBytes(receipt)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
