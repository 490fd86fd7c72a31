package studio.darkroom.vendor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import studio.darkroom.ledger.ChargeRepository;

/**
 * Limits on paid edits.
 *
 * @param editsPerDay for all lanes together ({@code darkroom.spend.edits-per-day})
 * @param editsPerDayByLane per lane ({@code darkroom.lane.<lane>.spend.edits-per-day}); only lanes with a limit
 * @param photosPerShoot {@code darkroom.spend.photos-per-shoot}
 */
public record SpendCaps(OptionalInt editsPerDay, Map<String, Integer> editsPerDayByLane, OptionalInt photosPerShoot) {

    public SpendCaps {
        editsPerDayByLane = Map.copyOf(editsPerDayByLane);
    }

    /** The limits that apply to an edit of this lane, its own first. */
    List<ChargeRepository.Cap> capsForLane(String lane) {
        List<ChargeRepository.Cap> caps = new ArrayList<>();
        if (editsPerDayByLane.containsKey(lane)) {
            caps.add(new ChargeRepository.Cap(lane, editsPerDayByLane.get(lane)));
        }
        editsPerDay.ifPresent(edits -> caps.add(new ChargeRepository.Cap(null, edits)));
        return caps;
    }

    /** The setting of a limit. */
    static String settingKey(ChargeRepository.Cap cap) {
        return cap.lane() == null ? "darkroom.spend.edits-per-day" : "darkroom.lane." + cap.lane() + ".spend.edits-per-day";
    }
}
