package studio.darkroom.vendor;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import studio.darkroom.ledger.Ledger;
import studio.darkroom.ledger.PhotoRepository;
import studio.darkroom.ledger.Shoot;

/** Records warnings about a vendor once per shoot, before the paid edit. */
public final class VendorWarnings {

    private final Ledger ledger;
    private final PhotoRepository photos;

    public VendorWarnings(Ledger ledger, PhotoRepository photos) {
        this.ledger = ledger;
        this.photos = photos;
    }

    /** Records an event for too few photos and for each enabled option with a remark. */
    public void recordWarnings(Shoot shoot, VendorFacts facts) {
        findPhotoCountWarning(photos.countByShoot(shoot), facts).ifPresent(warning -> recordOnce(shoot, "warning", warning));
        findOptionNotes(shoot.ticket().edit(), facts).forEach(note -> recordOnce(shoot, "note", note));
    }

    /** A warning if there are fewer photos than the vendor expects. */
    public static Optional<String> findPhotoCountWarning(int count, VendorFacts facts) {
        return count >= facts.getFewest() ? Optional.empty() : Optional.of("The shoot has " + count
                + (count == 1 ? " photo" : " photos") + "; " + facts.getName() + " expects at least "
                + facts.getFewest() + " and may refuse the shoot or edit it badly");
    }

    /** The remarks on the enabled options. */
    public static List<String> findOptionNotes(JsonNode edit, VendorFacts facts) {
        return facts.remarks().entrySet().stream().filter(remark -> edit.path(remark.getKey()).asBoolean(false))
                .map(remark -> remark.getKey() + ": " + remark.getValue()).sorted().toList();
    }

    private void recordOnce(Shoot shoot, String event, String detail) {
        if (!ledger.hasEvent(shoot, event, detail)) {
            ledger.recordEvent(shoot, event, detail);
        }
    }
}
