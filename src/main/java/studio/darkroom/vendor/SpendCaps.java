package studio.darkroom.vendor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import studio.darkroom.ledger.ChargeRepository;

/**
 * What may be spent at most.
 *
 * @param editsPerDay of all lanes together ({@code darkroom.spend.edits-per-day})
 * @param editsPerDayByLane the same of single lanes ({@code darkroom.lane.<lane>.spend.edits-per-day}); a lane without is not in it
 * @param photosPerShoot {@code darkroom.spend.photos-per-shoot}
 */
public record SpendCaps(OptionalInt editsPerDay, Map<String, Integer> editsPerDayByLane, OptionalInt photosPerShoot) {

    public SpendCaps {
        editsPerDayByLane = Map.copyOf(editsPerDayByLane);
    }

    /** The caps that an edit of this lane counts against, the lane's own first. */
    List<ChargeRepository.Cap> capsForLane(String lane) {
        List<ChargeRepository.Cap> caps = new ArrayList<>();
        if (editsPerDayByLane.containsKey(lane)) {
            caps.add(new ChargeRepository.Cap(lane, editsPerDayByLane.get(lane)));
        }
        editsPerDay.ifPresent(edits -> caps.add(new ChargeRepository.Cap(null, edits)));
        return caps;
    }

    /** The key that a cap is set with. */
    static String settingKey(ChargeRepository.Cap cap) {
        return cap.lane() == null ? "darkroom.spend.edits-per-day" : "darkroom.lane." + cap.lane() + ".spend.edits-per-day";
    }
}
