package studio.darkroom.delivery.receipt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import studio.darkroom.delivery.Delivery;
import studio.darkroom.ledger.ChargeRepository;
import studio.darkroom.ledger.Ledger;
import studio.darkroom.ledger.Photo;
import studio.darkroom.ledger.PhotoRepository;
import studio.darkroom.ledger.ResultRepository;
import studio.darkroom.ledger.Shoot;
import studio.darkroom.lifecycle.Trouble;

/** Writes {@code receipt.json} beside the results of a shoot: the ticket, the uploaded photos, the results and the paid calls. */
public final class ReceiptWriter {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Ledger ledger;
    private final PhotoRepository photos;
    private final ResultRepository results;
    private final ChargeRepository charges;
    private final Delivery delivery;

    public ReceiptWriter(Ledger ledger, PhotoRepository photos, ResultRepository results, ChargeRepository charges,
            Delivery delivery) {
        this.ledger = ledger;
        this.photos = photos;
        this.results = results;
        this.charges = charges;
        this.delivery = delivery;
    }

    /** Writes the receipt, or replaces the earlier receipt of this shoot. @throws Trouble if the delivery cannot be written */
    public void writeReceipt(Shoot shoot) throws IOException {
        delivery.writeText(shoot, Delivery.RECEIPT_NAME, createReceipt(shoot).toSealedJson());
    }

    private Receipt createReceipt(Shoot shoot) throws JsonProcessingException {
        Map<String, PhotoRepository.PhotoHash> hashes = photos.mapHashesByShoot(shoot.id());
        List<Photo> all = photos.listAllByShoot(shoot.id()).stream().filter(photo -> !photo.kind().equals("marker")).toList();
        Map<String, String> pathsById = all.stream().collect(Collectors.toMap(Photo::id, Photo::path));
        return Receipt.of(shoot, MAPPER.readTree(shoot.ticketJson()), ledger.now(),
                all.stream().map(photo -> Receipt.PhotoRow.of(photo, hashes.get(photo.id()))).toList(),
                results.listByShoot(shoot.id()).stream().map(result -> Receipt.ResultRow.of(result, pathsById.get(result.photoId()))).toList(),
                charges.listByShoot(shoot.id()).stream().map(Receipt.ChargeRow::of).toList());
    }
}
