package studio.darkroom.vendor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import studio.darkroom.ledger.Charges;

/**
 * What may be spent at most.
 *
 * @param editsPerDay of all lanes together ({@code darkroom.spend.edits-per-day})
 * @param ofLanes the same of single lanes ({@code darkroom.lane.<lane>.spend.edits-per-day}); a lane without is not in it
 * @param photosPerShoot {@code darkroom.spend.photos-per-shoot}
 */
public record Caps(OptionalInt editsPerDay, Map<String, Integer> ofLanes, OptionalInt photosPerShoot) {

    public Caps {
        ofLanes = Map.copyOf(ofLanes);
    }

    /** The caps that an edit of this lane counts against, the lane's own first. */
    List<Charges.Cap> of(String lane) {
        List<Charges.Cap> caps = new ArrayList<>();
        if (ofLanes.containsKey(lane)) {
            caps.add(new Charges.Cap(lane, ofLanes.get(lane)));
        }
        editsPerDay.ifPresent(edits -> caps.add(new Charges.Cap(null, edits)));
        return caps;
    }

    /** The key that a cap is set with. */
    static String key(Charges.Cap cap) {
        return cap.lane() == null ? "darkroom.spend.edits-per-day" : "darkroom.lane." + cap.lane() + ".spend.edits-per-day";
    }
}
